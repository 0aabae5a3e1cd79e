import { describe, expect, it } from 'vitest';
import { arnOf, cloudOf, functionResource } from './assembly.ts';

const ORIGIN = 'https://data.district.example';
const api = { ApiId: { Ref: 'Api' } };
const jwt = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } };
const route = (key: string, more: object = jwt) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ...api,
    RouteKey: key,
    Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
    ...more,
  },
});
const cors = {
  AllowOrigins: [ORIGIN, 'http://localhost:5173'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['authorization', 'if-match'],
  ExposeHeaders: ['etag', 'retry-after'],
  MaxAge: 600,
};

const resources = (routes: object, CorsConfiguration: object | null = cors) => ({
  Respond: functionResource('respond'),
  Api: {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'api', ProtocolType: 'HTTP', ...(CorsConfiguration && { CorsConfiguration }) },
  },
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ...api,
      Name: 'jwt',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['waymark'] },
    },
  },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: { ...api, IntegrationType: 'AWS_PROXY', IntegrationUri: arnOf('Respond'), PayloadFormatVersion: '2.0' },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ...api,
      StageName: '$default',
      AutoDeploy: true,
      RouteSettings: { 'GET /v1/costly': { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.001 } },
    },
  },
  Costly: route('GET /v1/costly', {}),
  Cheap: route('GET /v1/cheap', {}),
  Closed: route('GET /v1/closed'),
  ...routes,
});
const cloud = await cloudOf(resources({ Preflight: route('OPTIONS /{proxy+}', {}), Rest: route('$default') }));
const without = await cloudOf(resources({}, null));

const send = (path: string, headers: Record<string, string>, method = 'GET', { baseUrl } = cloud) =>
  fetch(`${baseUrl}${path}`, { method, headers });
const preflight = (path: string, origin: string, to = cloud) =>
  send(path, { origin, 'access-control-request-method': 'GET' }, 'OPTIONS', to);
const crossOriginOf = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));

const READABLE = { 'access-control-allow-origin': ORIGIN, 'access-control-expose-headers': 'etag,retry-after' };

describe('what a browser asks beforehand', () => {
  it('is answered for a listed origin without a token, of any path', async () => {
    for (const path of ['/v1/closed', '/v1/nothing/at/all']) {
      const answer = await preflight(path, ORIGIN);
      expect([path, answer.ok, crossOriginOf(answer)]).toEqual([
        path,
        true,
        {
          'access-control-allow-origin': ORIGIN,
          'access-control-allow-methods': 'GET,POST',
          'access-control-allow-headers': 'authorization,if-match',
          'access-control-max-age': '600',
        },
      ]);
    }
  });

  it.each(['https://evil.example', `${ORIGIN}.evil.example`, 'null', 'https://DATA.district.example'])(
    'gets no word for %s',
    async (origin) => {
      expect(crossOriginOf(await preflight('/v1/closed', origin))).toEqual({});
    },
  );

  it('meets the authorizer of the route of everything else, where no route of its own takes it', async () => {
    const guarded = await cloudOf(resources({ Rest: route('$default') }));
    expect((await preflight('/v1/closed', ORIGIN, guarded)).status).toBe(401);
  });

  it('is answered by the gateway itself where no route takes it', async () => {
    const bare = await cloudOf(resources({}));
    const answer = await preflight('/v1/closed', ORIGIN, bare);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN]);
  });

  it('is nothing special to an API that is not set up for it', async () => {
    const answer = await preflight('/v1/closed', ORIGIN, without);
    expect([answer.status, crossOriginOf(answer)]).toEqual([404, {}]);
  });
});

describe('an answer', () => {
  it('may be read by pages of listed origins, the gateway’s own refusals too', async () => {
    const answers = [
      await send('/v1/cheap', { origin: ORIGIN }),
      await send('/v1/closed', { origin: ORIGIN }),
      await send('/v1/nothing', { origin: ORIGIN }),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([201, 401, 401]);
    for (const answer of answers) expect(crossOriginOf(answer)).toEqual(READABLE);
  });

  it('says nothing to other origins, and nothing to who names none', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, {} as Record<string, string>])
      expect(crossOriginOf(await send('/v1/cheap', headers))).toEqual({});
    expect(crossOriginOf(await send('/v1/cheap', { origin: ORIGIN }, 'GET', without))).toEqual({});
  });
});

describe('a route with a throttle of its own', () => {
  it('is held to it and takes nothing from the others; a page may read the refusal', async () => {
    const costly = [1, 2, 3, 4].map(() => send('/v1/costly', { origin: ORIGIN }));
    const answers = await Promise.all(costly);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([201, 201, 429, 429]);
    for (const answer of answers) expect(crossOriginOf(answer)).toEqual(READABLE);
    for (let i = 0; i < 4; i += 1) expect((await send('/v1/cheap', {})).status).toBe(201);
  });
});

describe('the template', () => {
  it.each([
    ['every origin', { ...cors, AllowOrigins: ['*'] }],
    ['patterns of origins', { ...cors, AllowOrigins: ['https://*'] }],
    ['credentials', { ...cors, AllowCredentials: true }],
    ['headers of any name', { ...cors, AllowHeaders: ['*'] }],
  ])('may not let %s in', async (_, wrong) => {
    await expect(cloudOf(resources({}, wrong))).rejects.toThrow(/CorsConfiguration/);
  });

  it('may set limits for routes that it has, and for no others', async () => {
    const { Costly: _, ...others } = resources({});
    await expect(cloudOf(others)).rejects.toThrow(/GET \/v1\/costly, which is no route/);
  });
});
