import { describe, expect, test } from 'vitest';
import { chosenTenantFile } from '../../infra/tenantFile.ts';
import { CONTRACTS } from '../../shared/http/contracts.ts';
import { PAGE_ROUTES } from '../../shared/http/docs/pageRoutes.ts';
import { PREFLIGHT_ROUTE } from '../../shared/http/preflight.ts';
import { flat, type Synthesized, sampleDistrict, shortName, synthesize, target } from './district.ts';

const district = sampleDistrict();
const routes = district.of('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);

/** The function that answers a route. */
function functionOf(route: (typeof routes)[number]): string {
  const integration = district
    .of('AWS::ApiGatewayV2::Integration')
    .find((each) => flat(route.Target) === `integrations/<${each.id}>`)!;
  const called = district
    .of('AWS::Lambda::Function')
    .find((each) => each.stack === integration.stack && each.id === target(integration.properties.IntegrationUri))!;
  return shortName(called.properties.FunctionName);
}

/** Routes of contracts that need no token. */
const OPEN_ROUTES: readonly string[] = ['GET /v1/openapi.json', 'GET /v1/data-inventory'];

describe('the API', () => {
  test('has a route for every contract, public where the contract is, and those of the page about it', () => {
    const routed = routes.filter((route) => route.RouteKey !== '$default');
    const promised = CONTRACTS.map(({ method, path, roles }) => [
      `${method} ${path}`,
      roles === 'public' ? 'NONE' : 'JWT',
    ]);
    expect(Object.fromEntries(routed.map((route) => [route.RouteKey, route.AuthorizationType]))).toEqual(
      Object.fromEntries([...promised, ...PAGE_ROUTES.map((key) => [key, 'NONE'])]),
    );
  });

  test('asks the tenant’s issuer for every route but its description and the page that shows it', () => {
    const [authorizer] = district.of('AWS::ApiGatewayV2::Authorizer');
    expect(authorizer!.properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://login.prairiecreek.example', Audience: ['waymark'] },
    });
    for (const route of routes) {
      const expected =
        OPEN_ROUTES.includes(route.RouteKey) || PAGE_ROUTES.includes(route.RouteKey)
          ? { AuthorizationType: 'NONE' }
          : { AuthorizationType: 'JWT', AuthorizerId: { Ref: authorizer!.id } };
      expect(route, route.RouteKey).toMatchObject(expected);
    }
  });

  test('sends every route to the function that serves it, and what matches none to one that answers 404', () => {
    expect(Object.fromEntries(routes.map((route) => [route.RouteKey, functionOf(route)]))).toEqual({
      $default: 'serve-operations',
      'GET /v1/students': 'serve-students',
      'GET /v1/students/{id}': 'serve-students',
      'GET /v1/students/{id}/tiers': 'serve-students',
      'GET /v1/students/{id}/tiers/history': 'serve-students',
      'POST /v1/students/{id}/overrides': 'serve-interventions',
      'GET /v1/students/{id}/overrides': 'serve-interventions',
      'POST /v1/students/{id}/overrides/{overrideId}/end': 'serve-interventions',
      'GET /v1/students/{id}/timeline': 'serve-students',
      'GET /v1/students/{id}/disclosures': 'serve-records',
      'GET /v1/students/{id}/export': 'serve-records',
      'GET /v1/students/{id}/export.html': 'serve-records',
      'POST /v1/purges': 'serve-purges',
      'GET /v1/purges': 'serve-purges',
      'GET /v1/purges/{id}': 'serve-purges',
      'POST /v1/purges/{id}/approve': 'serve-purges',
      'POST /v1/purges/{id}/cancel': 'serve-purges',
      'GET /v1/audit': 'serve-operations',
      'GET /v1/data-inventory': 'serve-operations',
      'GET /v1/drops': 'serve-operations',
      'GET /v1/drops/{id}': 'serve-operations',
      'GET /v1/drops/{id}/rejects.csv': 'serve-operations',
      'POST /v1/drops': 'serve-uploads',
      'GET /v1/drops/uploads/{id}': 'serve-uploads',
      'POST /v1/drops/uploads/{id}/complete': 'serve-uploads',
      'DELETE /v1/drops/uploads/{id}': 'serve-uploads',
      'POST /v1/drops/{id}/release': 'decide-operations',
      'POST /v1/drops/{id}/discard': 'decide-operations',
      'POST /v1/runs/{id}/release': 'decide-operations',
      'POST /v1/runs/{id}/discard': 'decide-operations',
      'GET /v1/runs': 'serve-operations',
      'GET /v1/runs/{id}': 'serve-operations',
      'GET /v1/freshness': 'serve-operations',
      'GET /v1/openapi.json': 'serve-operations',
      'GET /docs': 'serve-docs',
      'GET /docs/{asset}': 'serve-docs',
      'POST /v1/plans': 'serve-interventions',
      'GET /v1/plans/{id}': 'serve-interventions',
      'POST /v1/plans/{id}/check-ins': 'serve-interventions',
      'GET /v1/tasks': 'serve-interventions',
      'GET /v1/caseloads': 'serve-caseloads',
      'GET /v1/caseloads/mine': 'serve-caseloads',
      'GET /v1/caseloads/{staffId}': 'serve-caseloads',
      'POST /v1/caseloads/{staffId}/reassignments': 'serve-caseloads',
      'GET /v1/caseloads/{staffId}/reassignments': 'serve-caseloads',
      'GET /v1/caseloads/{staffId}/reassignments/{reassignmentId}': 'serve-caseloads',
      'GET /v1/students/{id}/family-access': 'serve-records',
      'PUT /v1/students/{id}/family-access': 'serve-records',
      'GET /v1/rights-transfers': 'serve-records',
      'GET /v1/portal/students': 'serve-portal',
      'GET /v1/portal/students/{id}': 'serve-portal',
      'GET /v1/portal/students/{id}/disclosures': 'serve-portal',
      'GET /v1/portal/students/{id}/export': 'serve-portal',
      'GET /v1/portal/students/{id}/export.html': 'serve-portal',
      'GET /v1/portal/students/{id}/amendment-requests': 'serve-portal',
      'POST /v1/portal/students/{id}/amendment-requests': 'serve-portal',
      'GET /v1/portal/students/{id}/consents': 'serve-portal',
      'POST /v1/portal/students/{id}/consents': 'serve-portal',
      'POST /v1/portal/students/{id}/consents/{consentId}/revoke': 'serve-portal',
      'POST /v1/students/{id}/notes': 'serve-records',
      'GET /v1/students/{id}/notes': 'serve-records',
      'GET /v1/students/{id}/notes/{noteId}': 'serve-records',
      'PUT /v1/students/{id}/notes/{noteId}': 'serve-records',
      'POST /v1/students/{id}/notes/{noteId}/withdraw': 'serve-records',
      'GET /v1/students/{id}/notes/{noteId}/revisions': 'serve-records',
      'POST /v1/students/{id}/amendment-requests': 'serve-records',
      'GET /v1/students/{id}/amendment-requests': 'serve-records',
      'GET /v1/students/{id}/amendment-requests/{requestId}': 'serve-records',
      'POST /v1/students/{id}/amendment-requests/{requestId}/decision': 'serve-records',
      'POST /v1/students/{id}/amendment-requests/{requestId}/hearing': 'serve-records',
      'POST /v1/students/{id}/amendment-requests/{requestId}/statement': 'serve-records',
      'POST /v1/year-ends': 'serve-year-ends',
      'GET /v1/year-ends/{year}': 'serve-year-ends',
      'POST /v1/year-ends/{year}/decisions': 'serve-year-ends',
      'GET /v1/students/{id}/graduation': 'serve-year-ends',
      'GET /v1/config/thresholds': 'serve-configuration',
      'PUT /v1/config/thresholds/{version}': 'serve-configuration',
      'DELETE /v1/config/thresholds/{version}': 'serve-configuration',
      'GET /v1/config/thresholds/history': 'serve-configuration',
    });
  });

  test('may call its functions, by route and by the route without a path', () => {
    const permissions = district
      .of('AWS::Lambda::Permission')
      .filter((each) => each.properties.Principal === 'apigateway.amazonaws.com')
      .map((each) => [target(each.properties.FunctionName), flat(each.properties.SourceArn).replace(/^.*>\//, '/')]);
    expect(permissions.map(([id, source]) => `${id!.replace(/Function.*/, '')} ${source}`).sort()).toEqual([
      'DecideOperations /*/*/*',
      'ServeCaseloads /*/*/*',
      'ServeConfiguration /*/*/*',
      'ServeDocs /*/*/*',
      'ServeInterventions /*/*/*',
      'ServeOperations /*/*',
      'ServeOperations /*/*/*',
      'ServePortal /*/*/*',
      'ServePurges /*/*/*',
      'ServeRecords /*/*/*',
      'ServeStudents /*/*/*',
      'ServeUploads /*/*/*',
      'ServeYearEnds /*/*/*',
    ]);
  });

  test('is throttled, and what costs more is by itself', () => {
    const [stage] = district.of('AWS::ApiGatewayV2::Stage');
    expect(stage!.properties.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 200, ThrottlingRateLimit: 100 });
    expect(stage!.properties.RouteSettings).toMatchObject({
      'GET /v1/students': { ThrottlingRateLimit: 60, ThrottlingBurstLimit: 120 },
      'POST /v1/drops': { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 10 },
      'POST /v1/year-ends': { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 },
    });
  });

  test('has its stage made after every route that the stage names', () => {
    const [stage] = district.of('AWS::ApiGatewayV2::Stage');
    const named = Object.keys(stage!.properties.RouteSettings);
    const madeBefore = district
      .of('AWS::ApiGatewayV2::Route')
      .filter((route) => stage!.dependsOn.includes(route.id))
      .map(({ properties }) => properties.RouteKey);
    expect(named.length).toBeGreaterThan(3);
    expect(madeBefore.toSorted()).toEqual(named.toSorted());
  });
});

describe('web pages of other origins', () => {
  const file = chosenTenantFile({ tenant: 'sample' });
  const origins = ['https://data.prairiecreek.example', 'http://localhost:5173'];
  const withFrontEnds = synthesize({ ...file, tenant: { ...file.tenant, frontEnds: { origins } } });
  const corsOf = (each: Synthesized) => each.of('AWS::ApiGatewayV2::Api')[0]!.properties.CorsConfiguration;

  test('may not call the API unless the tenant names them', () => {
    expect(corsOf(district)).toBeUndefined();
    expect(routes.map((route) => route.RouteKey)).not.toContain(PREFLIGHT_ROUTE);
  });

  test('may call it with the headers it takes and read those it answers with, where the tenant names them', () => {
    expect(corsOf(withFrontEnds)).toEqual({
      AllowOrigins: origins,
      AllowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'waymark-act-as'],
      ExposeHeaders: ['etag', 'location', 'retry-after', 'x-request-id', 'content-disposition'],
      MaxAge: 3600,
    });
    const methods = new Set(CONTRACTS.map((contract) => contract.method));
    expect([...methods].filter((method) => !corsOf(withFrontEnds).AllowMethods.includes(method))).toEqual([]);
  });

  test('may ask beforehand without a token: the route of everything else would refuse them', () => {
    const preflight = withFrontEnds
      .of('AWS::ApiGatewayV2::Route')
      .find(({ properties }) => properties.RouteKey === PREFLIGHT_ROUTE);
    expect(preflight!.properties).toMatchObject({ AuthorizationType: 'NONE' });
  });
});
