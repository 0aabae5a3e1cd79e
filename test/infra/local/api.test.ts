import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { arnOf, cloudOf, functionResource } from './assembly.ts';

const api = { ApiId: { Ref: 'Api' } };
const route = (key: string, more: object = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } }) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ...api,
    RouteKey: key,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    ...more,
  },
});
const cloud = await cloudOf(
  {
    Respond: functionResource('respond', { Timeout: 2 }),
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ...api, StageName: '$default', AutoDeploy: true } },
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ...api,
        Name: 'jwt',
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['waymark', 'other'] },
      },
    },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ...api,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf('Respond'),
        PayloadFormatVersion: '2.0',
      },
    },
    Students: route('GET /v1/students'),
    Student: route('GET /v1/students/{id}'),
    Me: route('GET /v1/students/me'),
    Plans: route('POST /v1/plans'),
    Broken: route('GET /v1/broken'),
    Plain: route('GET /v1/plain', {}),
    Scoped: route('GET /v1/scoped', {
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: 'Authorizer' },
      AuthorizationScopes: ['admin'],
    }),
  },
  { startAt: new Date('2024-02-01T10:00:00Z') },
);
const token = await cloud.token({
  sub: 'staff-1',
  roles: ['counselor', 'teacher'],
  email: 'a@example.org',
  level: 3,
  on: true,
});
const get = (path: string, authorization: string | undefined = `Bearer ${token}`, init: RequestInit = {}) =>
  fetch(`${cloud.baseUrl}${path}`, { ...init, headers: { ...(authorization && { authorization }), ...init.headers } });
const event = async (response: Response) => (await response.json()) as Record<string, never>;

describe('a request', () => {
  it('reaches its function in payload format 2.0', async () => {
    const answered = await get('/v1/students/a%20b?tier=2&tier=3&q=x%20y', `Bearer ${token}`, {
      headers: { cookie: 'c=1; d=2', 'x-test': 'yes' },
    });
    expect(answered.status).toBe(201);
    expect(answered.headers.get('x-route')).toBe('GET /v1/students/{id}');
    expect(answered.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await event(answered)).toMatchObject({
      version: '2.0',
      routeKey: 'GET /v1/students/{id}',
      rawPath: '/v1/students/a%20b',
      rawQueryString: 'tier=2&tier=3&q=x%20y',
      cookies: ['c=1', 'd=2'],
      headers: { 'x-test': 'yes' },
      queryStringParameters: { tier: '2,3', q: 'x y' },
      pathParameters: { id: 'a b' },
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'GET', path: '/v1/students/a%20b', sourceIp: '127.0.0.1' },
        stage: '$default',
        time: expect.stringMatching(/^01\/Feb\/2024:10:00:\d\d \+0000$/),
      },
    });
  });

  it('carries its body as text, or as base64 when it is none', async () => {
    const post = (type: string, body: Uint8Array<ArrayBuffer> | string) =>
      get('/v1/plans', `Bearer ${token}`, { method: 'POST', body, headers: { 'content-type': type } }).then(event);
    expect(await post('application/json', '{"a":"é"}')).toMatchObject({ body: '{"a":"é"}', isBase64Encoded: false });
    expect(await post('application/zip', new Uint8Array([255, 0]))).toMatchObject({
      body: '/wA=',
      isBase64Encoded: true,
    });
  });

  it('goes to the most specific route, and nowhere without one', async () => {
    const routeOf = async (path: string) => (await get(path)).headers.get('x-route');
    expect(await routeOf('/v1/students')).toBe('GET /v1/students');
    expect(await routeOf('/v1/students/me')).toBe('GET /v1/students/me');
    for (const [path, method] of [
      ['/v1/nothing', 'GET'],
      ['/v1/students', 'DELETE'],
      ['/v1/students/', 'GET'],
    ] as const) {
      const response = await get(path, `Bearer ${token}`, { method });
      expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }]);
    }
  });

  it('gets a value as JSON, and the gateway’s own answer when the function fails or takes no more', async () => {
    expect(await (await get('/v1/plain')).json()).toEqual({ hello: 'plain' });
    const broken = await get('/v1/broken');
    expect([broken.status, await broken.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    const large = await get('/v1/plans', `Bearer ${token}`, {
      method: 'POST',
      body: 'x'.repeat(10 * 1024 * 1024 + 1),
    }).catch(() => undefined);
    expect(large === undefined || large.status === 413).toBe(true);
  });

  it('may have 10 KiB of request line and headers', async () => {
    const of = async (bytes: number) =>
      (await get('/v1/students', undefined, { headers: { 'x-large': 'x'.repeat(bytes) } })).status;
    expect([await of(8_000), await of(11_000)]).toEqual([201, 431]);
  });
});

describe('the authorizer', () => {
  const status = async (given: string | undefined) => (await get('/v1/students', given)).status;
  const minted = (claims: object) => cloud.token({ sub: 'staff-1', ...claims }).then((text) => `Bearer ${text}`);

  it('hands claims on as the gateway does: lists and all as strings', async () => {
    const { requestContext } = await event(await get('/v1/students'));
    expect((requestContext as unknown as Record<string, unknown>)['authorizer']).toEqual({
      jwt: {
        claims: {
          iss: 'https://issuer.example',
          aud: 'waymark',
          sub: 'staff-1',
          roles: '[counselor teacher]',
          email: 'a@example.org',
          level: '3',
          on: 'true',
          iat: expect.stringMatching(/^17067816\d\d$/),
          exp: expect.stringMatching(/^17067852\d\d$/),
        },
        scopes: null,
      },
    });
  });

  it('takes any of its audiences, in aud or else in client_id', async () => {
    expect(await status(await minted({ aud: 'other' }))).toBe(201);
    expect(await status(await minted({ aud: ['x', 'other'] }))).toBe(201);
    expect(await status(await minted({ aud: undefined, client_id: 'waymark' }))).toBe(201);
  });

  it.each([
    ['nothing', async () => undefined],
    ['no token', async () => 'Bearer nonsense'],
    ['an expired token', () => minted({ expiresIn: -1 })],
    ['a token that is not valid yet', () => minted({ notBefore: 60 })],
    ['a wrong audience', () => minted({ aud: 'elsewhere' })],
    ['a wrong client', () => minted({ aud: undefined, client_id: 'elsewhere' })],
    ['no audience', () => minted({ aud: undefined })],
    ['a wrong issuer', () => minted({ iss: 'https://elsewhere.example' })],
    ['a token without a signature', async () => `Bearer ${part({ alg: 'none' })}.${claimsPart()}.`],
    ['a changed token', async () => `Bearer ${token.split('.')[0]}.${claimsPart()}.${token.split('.')[2]}`],
    ['a key of one’s own', async () => `Bearer ${await forged('RS256', rsa)}`],
    ['a token of tomorrow', () => minted({ iat: 4_000_000_000 })],
    ['another algorithm', async () => `Bearer ${await forged('HS256', new TextEncoder().encode('x'.repeat(32)))}`],
  ])('refuses %s', async (_, given) => {
    const response = await get('/v1/students', (await given()) ?? '');
    expect([response.status, response.headers.get('www-authenticate'), await response.json()]).toEqual([
      401,
      'Bearer',
      { message: 'Unauthorized' },
    ]);
  });

  it('refuses a token once the cloud’s clock is past it', async () => {
    const given = await minted({ expiresIn: 60 });
    expect(await status(given)).toBe(201);
    await cloud.clock.advanceTo(new Date(cloud.clock.now().getTime() + 61_000));
    expect(await status(given)).toBe(401);
  });

  it('asks for scopes where a route does', async () => {
    const scoped = async (scope: string) => (await get('/v1/scoped', await minted({ scope }))).status;
    expect(await scoped('read admin')).toBe(201);
    const response = await get('/v1/scoped', await minted({ scope: 'read' }));
    expect([response.status, await response.json()]).toEqual([403, { message: 'Forbidden' }]);
  });

  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const claims = { sub: 'staff-2', iss: 'https://issuer.example', aud: 'waymark', exp: 4_000_000_000 };
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const claimsPart = () => part(claims);
  const forged = (alg: string, key: Parameters<SignJWT['sign']>[0]) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'waymark-local' }).sign(key);
});

it('listens on loopback alone', () => {
  expect(cloud.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

describe('throttling', async () => {
  const throttled = await cloudOf({
    Respond: functionResource('respond'),
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ...api,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf('Respond'),
        PayloadFormatVersion: '2.0',
      },
    },
    Default: route('$default', {}),
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ...api,
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: { ThrottlingBurstLimit: 3, ThrottlingRateLimit: 0.001 },
      },
    },
  });

  it('answers 429 past the stage’s burst; $default takes every path', async () => {
    const statuses = [];
    for (let i = 0; i < 5; i += 1) statuses.push((await fetch(`${throttled.baseUrl}/any/path`)).status);
    expect(statuses).toEqual([201, 201, 201, 429, 429]);
  });
});
