import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnRoute,
  type CfnStage,
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { PREFLIGHT_ROUTE } from '../../shared/http/preflight.ts';
import { type District, physicalName } from './district.ts';
import type { DistrictKey } from './districtKey.ts';
import { logGroup } from './logs.ts';
import { ROUTE_THROTTLES, type RouteThrottle } from './throttles.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

/** `GET /v1/students/{id}`. */
export type RouteKey = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'} /${string}`;

/** Requests a second over all callers; limits per caller are the functions' own (`shared/http/callerLimits.ts`). */
const THROTTLE = { rateLimit: 100, burstLimit: 200 };

/** What pages of the tenant's front ends may send and read; tokens travel in a header, so cookies are of no use. */
const crossOrigin = (origins: readonly string[]): CorsPreflightOptions => ({
  allowOrigins: [...origins],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match', 'waymark-act-as'],
  exposeHeaders: ['etag', 'location', 'retry-after', 'x-request-id', 'content-disposition'],
  maxAge: Duration.hours(1),
});

/** Times, codes and route templates: no path, no address, no subject. */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latency: '$context.responseLatency',
  integration: '$context.integrationStatus',
  authorizer: '$context.authorizer.error',
});

/** The district's HTTP API: every route behind the tenant's OIDC issuer, unless it is said to be public. */
export class RestApi extends Construct {
  readonly api: HttpApi;
  readonly #authorizer: HttpJwtAuthorizer;
  readonly #integrations = new Map<WaymarkFunction, HttpLambdaIntegration>();
  readonly #origins: readonly string[];
  readonly #stage: HttpStage;

  constructor(scope: Construct, id: string, district: District, key: DistrictKey) {
    super(scope, id);
    const { issuer, audience } = district.tenant.identity;
    this.#origins = district.tenant.frontEnds.origins;
    this.#authorizer = new HttpJwtAuthorizer('Issuer', issuer, { jwtAudience: audience });
    this.api = new HttpApi(this, 'Api', {
      apiName: physicalName(district, 'api'),
      createDefaultStage: false,
      defaultAuthorizer: this.#authorizer,
      ...(this.#origins.length > 0 && { corsPreflight: crossOrigin(this.#origins) }),
    });
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup(this, 'Logs', district, key, 'api', 'vended')),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
  }

  get url(): string {
    return this.api.apiEndpoint;
  }

  /** Sends routes to a function. */
  route(target: WaymarkFunction, ...keys: readonly RouteKey[]): void {
    for (const key of keys) this.#add(target, key);
  }

  /** A route that needs no token; `reason` is why. */
  publicRoute(target: WaymarkFunction, key: RouteKey, reason: string): void {
    const routes = this.#add(target, key, new HttpNoneAuthorizer());
    for (const route of routes) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  }

  /**
   * Everything that matches no route: the function answers 404 as the API's other problems are answered. It also answers what
   * browsers ask beforehand, which would else meet the authorizer here: a browser sends no token with it.
   */
  fallback(target: WaymarkFunction): void {
    if (this.#origins.length > 0) this.publicRoute(target, PREFLIGHT_ROUTE, 'browsers send preflights without a token');
    new HttpRoute(this, 'Fallback', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      // An integration of its own: the permission of the others does not reach the route without a path.
      integration: new HttpLambdaIntegration('Fallback', target.lambda),
      authorizer: this.#authorizer,
    });
  }

  #add(target: WaymarkFunction, key: RouteKey, authorizer?: HttpNoneAuthorizer) {
    const [method, path = ''] = key.split(' ');
    const routes = this.api.addRoutes({
      path,
      methods: [method as HttpMethod],
      integration: this.#integration(target),
      ...(authorizer && { authorizer }),
    });
    const throttle = ROUTE_THROTTLES.get(key);
    if (throttle) for (const route of routes) this.#throttle(key, route, throttle);
    return routes;
  }

  /** Holds a route to a rate of its own. A stage that names a route can only be made after it. */
  #throttle(key: RouteKey, route: HttpRoute, { rateLimit, burstLimit }: RouteThrottle): void {
    const stage = this.#stage.node.defaultChild as CfnStage;
    const others = stage.routeSettings as Record<string, unknown> | undefined;
    const settings = { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit };
    stage.routeSettings = { ...others, [key]: settings };
    stage.addResourceDependency(route.node.defaultChild as CfnRoute);
  }

  /** One integration and one permission for all routes of a function. */
  #integration(target: WaymarkFunction): HttpLambdaIntegration {
    const known = this.#integrations.get(target);
    if (known) return known;
    const integration = new HttpLambdaIntegration(target.node.id, target.lambda, { scopePermissionToRoute: false });
    this.#integrations.set(target, integration);
    return integration;
  }
}
