import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startCloud } from '../../infra/local/cloud.ts';
import { Journal } from '../../infra/local/journal.ts';
import { makeStage, type Stage } from './stage.ts';

const ISSUER = 'https://login.prairiecreek.example';
const KEY_ID = 'waymark-local';
/** One of each kind: lists, single students, decisions, files, settings, what is nowhere. */
const ROUTES = [
  ['GET', '/v1/students'],
  ['GET', '/v1/students/100001'],
  ['GET', '/v1/students/100001/tiers/history'],
  ['GET', '/v1/drops'],
  ['POST', '/v1/drops'],
  ['POST', '/v1/students/100001/overrides'],
  ['PUT', '/v1/config/thresholds/any'],
  ['DELETE', '/v1/drops/uploads/any'],
  ['GET', '/v1/nothing/here'],
] as const;

let stage: Stage;
/** The issuer's own key: with it a test can say anything in its name. */
let issuerKey: KeyObject;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'waymark-data-'));
  cpSync(inject('firstMorning'), dataDir, { recursive: true });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const journal = new Journal(dataDir);
  issuerKey = createPrivateKey(journal.setting('issuerKey') ?? '');
  journal.stop();
  stage = await makeStage(undefined, { dataDir });
});

const now = () => Math.floor(stage.cloud.clock.now().getTime() / 1000);
const claims = (changed: Record<string, unknown> = {}) => {
  const all = { sub: 'T00001', roles: ['districtAdmin'], iss: ISSUER, aud: 'waymark', iat: now(), exp: now() + 600 };
  return Object.fromEntries(Object.entries({ ...all, ...changed }).filter(([, value]) => value !== undefined));
};
const signed = (changed: Record<string, unknown> = {}, header: object = {}, key: KeyObject = issuerKey) =>
  new SignJWT(claims(changed)).setProtectedHeader({ alg: 'RS256', kid: KEY_ID, ...header }).sign(key);
const stranger = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const publicText = () => createPublicKey(issuerKey).export({ type: 'spki', format: 'pem' }).toString();
const encoded = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

async function send(authorization: string, [method, path]: readonly [string, string] = ROUTES[0]) {
  const hasBody = method === 'POST' || method === 'PUT';
  const request = {
    method,
    headers: { authorization, ...(hasBody && { 'content-type': 'application/json', 'idempotency-key': 'k' }) },
    ...(hasBody && { body: '{}' }),
  };
  let response = await fetch(`${stage.cloud.baseUrl}${path}`, request);
  // The gateway's throttle comes before its authorizer: what is asked this fast is asked again.
  while (response.status === 429) {
    await response.arrayBuffer();
    await pause(200);
    response = await fetch(`${stage.cloud.baseUrl}${path}`, request);
  }
  return { status: response.status, text: await response.text(), response };
}
const statusOf = async (token: string) => (await send(`Bearer ${token}`)).status;

describe('a token that the gateway refuses', () => {
  const refused: readonly [string, () => Promise<string> | string][] = [
    ['that has expired', () => signed({ exp: now() - 1 })],
    ['without an end', () => signed({ exp: undefined })],
    ['that does not hold yet', () => signed({ nbf: now() + 600 })],
    ['that was made tomorrow', () => signed({ iat: now() + 86_400 })],
    ['of another issuer', () => signed({ iss: 'https://login.riverbend.example' })],
    ['of an issuer that begins alike', () => signed({ iss: `${ISSUER}.evil.example` })],
    ['without an issuer', () => signed({ iss: undefined })],
    ['for another audience', () => signed({ aud: 'riverbend' })],
    ['for no audience', () => signed({ aud: undefined })],
    ['for another audience, whatever its client', () => signed({ aud: 'riverbend', client_id: 'waymark' })],
    ['of another client', () => signed({ aud: undefined, client_id: 'riverbend' })],
    ['that somebody else has signed under the issuer’s key id', () => signed({}, {}, stranger())],
    [
      'that brings its own key',
      () => {
        const key = stranger();
        return signed({}, { jwk: createPublicKey(key).export({ format: 'jwk' }) }, key);
      },
    ],
    ['that nobody has signed', () => new UnsecuredJWT(claims()).encode()],
    [
      'that says alg none beside a signature',
      async () => {
        const [, payload, signature] = (await signed()).split('.');
        return `${encoded({ alg: 'none', kid: KEY_ID })}.${payload}.${signature}`;
      },
    ],
    [
      'signed by HS256 with the public key',
      () => signed({}, { alg: 'HS256' }, createSecretKey(Buffer.from(publicText()))),
    ],
    [
      'whose claims were changed after signing',
      async () => {
        const [header, , signature] = (await signed({ roles: ['teacher'] })).split('.');
        return `${header}.${encoded(claims())}.${signature}`;
      },
    ],
    ['whose signature is cut off', async () => (await signed()).slice(0, -8)],
    ['that is nonsense', () => 'not a token'],
    ['that is empty', () => ''],
  ];

  it.each(refused)('%s: 401 on every route, by the gateway alone, and nothing of it is logged', async (_, make) => {
    const token = await make();
    const before = stage.cloud.functionLogs().length;
    for (const route of ROUTES) {
      const { status, text, response } = await send(`Bearer ${token}`, route);
      expect([...route, status, text]).toEqual([...route, 401, '{"message":"Unauthorized"}']);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect(stage.cloud.functionLogs().length).toBe(before);
  });
});

describe('a token that the gateway takes', () => {
  it('may name the audience among others, or as the client where it names none', async () => {
    expect(await statusOf(await signed({ aud: ['other', 'waymark'] }))).toBe(200);
    expect(await statusOf(await signed({ aud: undefined, client_id: 'waymark', token_use: 'access' }))).toBe(200);
  });

  it('may follow the scheme in any case', async () => {
    expect((await send(`bearer ${await signed()}`)).status).toBe(200);
  });

  it.each([
    ['a list', ['teacher', 'districtAdmin'], 200],
    ['a list with one member', ['districtAdmin'], 200],
    ['the text of a list', '[districtAdmin]', 200],
    ['names with commas', 'teacher,districtAdmin', 200],
    ['a sentence that names a role', 'not districtAdmin', 403],
    ['a name in another case', 'DISTRICTADMIN', 403],
    ['a name that begins alike', 'districtAdministrator', 403],
    ['an object', { districtAdmin: true }, 403],
    ['a list of lists', [['districtAdmin']], 403],
    ['nothing', undefined, 403],
    ['an empty list', [], 403],
  ])('gives the roles that it lists: %s', async (_, roles, expected) => {
    expect(await statusOf(await signed({ roles }))).toBe(expected);
  });

  it.each([undefined, ''])('and names nobody (%j): 401 that says so', async (sub) => {
    const { status, text } = await send(`Bearer ${await signed({ sub })}`);
    expect([status, JSON.parse(text).code]).toEqual([401, 'auth.missing']);
  });

  it.each(['#', 'STUDENT#100001', "' OR 1=1", '../T00001', '\u{1F600}', 'x'.repeat(1_024), '__proto__'])(
    'with an odd subject is nobody in particular: %s',
    async (sub) => {
      for (const route of ROUTES) {
        const { status } = await send(`Bearer ${await signed({ sub, roles: ['counselor', 'districtAdmin'] })}`, route);
        expect(status, route.join(' ')).toBeLessThan(500);
      }
    },
  );

  it('may carry much, up to what headers may hold; past it the gateway refuses', async () => {
    expect(await statusOf(await signed({ groups: Array.from({ length: 300 }, (_, i) => `group-${i}`) }))).toBe(200);
    expect(await statusOf(await signed({ groups: 'g'.repeat(9_000) }))).toBe(431);
  });

  it('is not logged, and neither is whom it names', async () => {
    const token = await signed({ sub: 'sub-to-look-for', email: 'somebody@district.example' });
    for (const route of ROUTES) await send(`Bearer ${token}`, route);
    const logs = JSON.stringify(stage.cloud.functionLogs());
    for (const secret of [...token.split('.'), 'sub-to-look-for', 'somebody@district.example'])
      expect(logs).not.toContain(secret);
  });
});

it('a token of another installation opens nothing here, and none of ours anything there', async () => {
  const elsewhere = await startCloud({ assembly: inject('assembly'), port: 0 });
  try {
    const exp = now() + 600 - Math.floor(elsewhere.clock.now().getTime() / 1000);
    const theirs = await elsewhere.token({ sub: 'T00001', roles: ['districtAdmin'], iat: now(), expiresIn: exp });
    expect(await statusOf(theirs)).toBe(401);
    const ours = await signed({ iat: 0, exp: 4_000_000_000 });
    const there = await fetch(`${elsewhere.baseUrl}/v1/students`, { headers: { authorization: `Bearer ${ours}` } });
    expect(there.status).toBe(401);
  } finally {
    await elsewhere.stop();
  }
});
