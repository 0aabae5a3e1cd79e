import * as z from 'zod';
import { arn, nameOfArn, type ResourceType, running } from '../resourceType.ts';

const notEnforced = z.unknown().optional();
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** One origin each: patterns and `*` are not implemented. */
const origin = z.string().regex(/^https?:\/\/[a-z0-9.:-]+$/);
const headerName = z.string().regex(/^[a-z-]+$/);

const throttling = {
  ThrottlingBurstLimit: z.int().min(1).optional(),
  ThrottlingRateLimit: z.number().positive().optional(),
};
/** What a route's own settings say; both limits, or none. */
const throttleOf = (settings: {
  ThrottlingBurstLimit?: number | undefined;
  ThrottlingRateLimit?: number | undefined;
}) => {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
  return rate !== undefined && burst !== undefined ? { rate, burst } : undefined;
};

/** The HTTP API and mail: what meets the world outside. */
export const edgeTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': running({
    identity: (name, { api }) => ({ attributes: { ApiEndpoint: api, ApiId: name } }),
    properties: z.strictObject({
      Name: z.string(),
      Description: notEnforced,
      ProtocolType: z.literal('HTTP'),
      CorsConfiguration: z
        .strictObject({
          AllowOrigins: z.array(origin).min(1),
          AllowMethods: z.array(z.enum(METHODS)),
          AllowHeaders: z.array(headerName),
          ExposeHeaders: z.array(headerName),
          MaxAge: z.int().min(-1).max(86_400).optional(),
          AllowCredentials: z.literal(false).optional(),
        })
        .optional(),
    }),
    deploy: ({ gateway }, { name, properties: { CorsConfiguration: cors } }) => {
      if (gateway.apiId !== 'none') throw new Error(`a second API (${name}) is not implemented`);
      gateway.apiId = name;
      gateway.crossOrigin = cors && {
        origins: cors.AllowOrigins,
        methods: cors.AllowMethods,
        headers: cors.AllowHeaders,
        exposed: cors.ExposeHeaders,
        maxAge: cors.MaxAge,
      };
    },
  }),
  'AWS::ApiGatewayV2::Authorizer': running({
    properties: z.strictObject({
      ApiId: z.string(),
      Name: z.string(),
      AuthorizerType: z.literal('JWT'),
      IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
      JwtConfiguration: z.strictObject({ Issuer: z.string(), Audience: z.array(z.string()).min(1) }),
    }),
    deploy: ({ gateway }, { name, properties: { JwtConfiguration } }) => {
      gateway.authorizers.set(name, { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience });
    },
  }),
  'AWS::ApiGatewayV2::Integration': running({
    properties: z.strictObject({
      ApiId: z.string(),
      IntegrationType: z.literal('AWS_PROXY'),
      IntegrationUri: z.string().regex(/^arn:aws:lambda:/),
      PayloadFormatVersion: z.literal('2.0'),
    }),
    deploy: ({ gateway }, { name, properties }) => {
      gateway.integrations.set(name, properties.IntegrationUri);
    },
  }),
  'AWS::ApiGatewayV2::Route': running({
    properties: z.strictObject({
      ApiId: z.string(),
      RouteKey: z.string().regex(/^(\$default|(GET|POST|PUT|PATCH|DELETE|OPTIONS) \/[\w{}/.+-]*)$/),
      AuthorizationType: z.enum(['JWT', 'NONE']).default('NONE'),
      AuthorizerId: z.string().optional(),
      AuthorizationScopes: z.array(z.string()).default([]),
      Target: z.string().regex(/^integrations\//),
    }),
    deploy: ({ gateway }, { name, properties }) => {
      const functionArn = gateway.integrations.get(nameOfArn(properties.Target));
      if (functionArn === undefined) throw new Error(`the route ${name} has no integration`);
      gateway.routes.push({
        key: properties.RouteKey,
        functionArn,
        authorizer: properties.AuthorizationType === 'JWT' ? properties.AuthorizerId : undefined,
        scopes: properties.AuthorizationScopes,
      });
    },
  }),
  'AWS::ApiGatewayV2::Stage': running({
    properties: z.strictObject({
      ApiId: z.string(),
      StageName: z.literal('$default', 'stages other than $default are not implemented'),
      Description: notEnforced,
      AutoDeploy: z.literal(true),
      AccessLogSettings: notEnforced,
      DefaultRouteSettings: z
        .strictObject({
          DetailedMetricsEnabled: notEnforced,
          ...throttling,
        })
        .optional(),
      RouteSettings: z.record(z.string(), z.strictObject(throttling)).default({}),
    }),
    deploy: ({ gateway }, { properties: { DefaultRouteSettings, RouteSettings } }) => {
      gateway.throttles.byDefault = throttleOf(DefaultRouteSettings ?? {});
      for (const [key, settings] of Object.entries(RouteSettings)) {
        if (!gateway.routes.some((route) => route.key === key)) {
          throw new Error(`the stage sets limits for ${key}, which is no route`);
        }
        const throttle = throttleOf(settings);
        if (throttle) gateway.throttles.ofRoutes.set(key, throttle);
      }
    },
  }),
  'AWS::SES::ConfigurationSet': running({
    name: 'Name',
    properties: z.strictObject({
      Name: z.string().optional(),
    }),
    deploy: ({ mailbox }, { name }) => mailbox.addConfigurationSet(name),
  }),
  'AWS::SES::ConfigurationSetEventDestination': running({
    properties: z.strictObject({
      ConfigurationSetName: z.string(),
      EventDestination: z.strictObject({
        Name: z.string().optional(),
        Enabled: z.literal(true),
        EventBridgeDestination: z.strictObject({ EventBusArn: z.string() }),
        MatchingEventTypes: z.array(z.string()),
      }),
    }),
    deploy: ({ mailbox }, { properties: { ConfigurationSetName, EventDestination } }) =>
      mailbox.addDestination({
        configurationSet: ConfigurationSetName,
        bus: nameOfArn(EventDestination.EventBridgeDestination.EventBusArn),
        events: EventDestination.MatchingEventTypes.map((type) => type.toLowerCase()),
      }),
  }),
  'AWS::SES::EmailIdentity': running({
    name: 'EmailIdentity',
    identity: (name, environment) => ({
      attributes: {
        EmailIdentityArn: arn('ses', `identity/${name}`, environment),
        Arn: arn('ses', `identity/${name}`, environment),
      },
    }),
    properties: z.strictObject({
      EmailIdentity: z.string(),
      ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string() }).optional(),
    }),
    deploy: ({ mailbox }, { properties: { EmailIdentity, ConfigurationSetAttributes } }) =>
      mailbox.addIdentity(EmailIdentity, ConfigurationSetAttributes?.ConfigurationSetName),
  }),
};
