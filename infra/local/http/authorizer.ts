import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Journal } from '../journal.ts';

/** A JWT authorizer of the template. */
export interface JwtAuthorizer {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** Claims of a token to mint; times are seconds from now on the cloud's clock. */
export interface TokenRequest {
  readonly sub: string;
  readonly expiresIn?: number;
  readonly notBefore?: number;
  readonly [claim: string]: unknown;
}

/** What a function is told of the caller. */
export interface Authorized {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

const KEY_ID = 'waymark-local';

/**
 * The local identity provider: it holds a key pair, mints tokens in the name of the template's issuer, and checks them as the
 * gateway does. Without it no token of the real issuer would ever be accepted here, and with it none is.
 */
export class LocalIssuer {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #now: () => Date;

  constructor(journal: Journal, now: () => Date) {
    const stored = journal.setting('issuerKey') ?? newKey();
    journal.set('issuerKey', stored);
    this.#privateKey = createPrivateKey(stored);
    this.#publicKey = createPublicKey(stored);
    this.#now = now;
  }

  async mint({ issuer, audience }: JwtAuthorizer, request: TokenRequest): Promise<string> {
    const { expiresIn = 3600, notBefore, ...claims } = request;
    const now = Math.floor(this.#now().getTime() / 1000);
    const times = { exp: now + expiresIn, ...(notBefore !== undefined && { nbf: now + notBefore }) };
    return new SignJWT({
      iss: issuer,
      ...(audience[0] !== undefined && { aud: audience[0] }),
      iat: now,
      ...claims,
      ...times,
    })
      .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
      .sign(this.#privateKey);
  }

  /** The caller of a valid token; undefined for any other. */
  async check({ issuer, audience }: JwtAuthorizer, header: string | undefined): Promise<Authorized | undefined> {
    const token = header?.replace(/^bearer /i, '');
    if (!token) return undefined;
    try {
      const { payload } = await jwtVerify(token, this.#publicKey, {
        algorithms: ['RS256'],
        issuer,
        currentDate: this.#now(),
        requiredClaims: ['exp'],
      });
      if (!isFor(payload, audience)) return undefined;
      if (payload.iat !== undefined && payload.iat > this.#now().getTime() / 1000) return undefined;
      const scope = payload['scope'] ?? payload['scp'];
      return {
        claims: Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, claimText(value)])),
        scopes: typeof scope === 'string' ? scope.split(' ') : Array.isArray(scope) ? scope.map(String) : null,
      };
    } catch {
      return undefined;
    }
  }
}

const newKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** `aud` decides, and `client_id` where there is none (Cognito's access tokens). */
function isFor(payload: JWTPayload, audience: readonly string[]): boolean {
  const claimed = payload.aud === undefined ? [payload['client_id']] : [payload.aud].flat();
  return claimed.some((each) => typeof each === 'string' && audience.includes(each));
}

/** The gateway hands claims on as strings, lists as `[a b]` and objects as `map[a:1]`. */
function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `map[${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => `${name}:${claimText(each)}`)
      .join(' ')}]`;
  }
  return String(value);
}
