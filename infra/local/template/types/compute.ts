import { statSync } from 'node:fs';
import * as z from 'zod';
import { type Pattern, unknownInPattern } from '../../events/pattern.ts';
import { QueueSource } from '../../sources/queueSource.ts';
import { StreamSource } from '../../sources/streamSource.ts';
import { readWorkflow } from '../../workflows/definition.ts';
import { arn, nameOfArn, type ResourceType, running } from '../resourceType.ts';

const notEnforced = z.unknown().optional();

/** Instances of a function at a time, where nothing else bounds it: two cores serve no more. */
const CONCURRENCY = 4;

const lambda = z.strictObject({
  FunctionName: z.string().optional(),
  Architectures: notEnforced,
  Code: z.strictObject({ S3Bucket: z.unknown(), S3Key: z.string() }),
  DeadLetterConfig: z.strictObject({ TargetArn: z.string() }).optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }).optional(),
  Handler: z.string().regex(/^\w+\.\w+$/),
  LoggingConfig: z.looseObject({ LogGroup: z.string().optional() }).optional(),
  MemorySize: z.int().default(128),
  Role: notEnforced,
  Runtime: z.literal('nodejs24.x', 'functions run on the Node.js of this process: nodejs24.x'),
  Timeout: z.int().default(3),
  TracingConfig: notEnforced,
});

const onFailure = z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional();

const eventInvokeConfig = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.int().default(2),
  MaximumEventAgeInSeconds: notEnforced,
});

const filterCriteria = z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) }).optional();
const mapping = {
  FunctionName: z.string(),
  Enabled: z.literal(true).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumBatchingWindowInSeconds: notEnforced,
};
const queueMapping = z.strictObject({
  ...mapping,
  EventSourceArn: z.string().regex(/^arn:aws:sqs:/),
  BatchSize: z.int().default(10),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.int() }).optional(),
});
const streamMapping = z.strictObject({
  ...mapping,
  EventSourceArn: z.string().regex(/^arn:aws:dynamodb:/),
  BatchSize: z.int().default(100),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: onFailure,
  FilterCriteria: filterCriteria,
  MaximumRecordAgeInSeconds: notEnforced,
  MaximumRetryAttempts: z.int('endless retries are not implemented').nonnegative('endless retries are not implemented'),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
});

const patternsOf = (mapping: z.infer<typeof streamMapping>): Pattern[] =>
  (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern) as Pattern);

const isQueue = (properties: unknown): boolean =>
  String((properties as { EventSourceArn?: unknown }).EventSourceArn).startsWith('arn:aws:sqs:');

const queueSource = running({
  properties: queueMapping,
  deploy: ({ storage, queueSources, sourceOptions }, { properties }) => {
    const settings = {
      queueArn: properties.EventSourceArn,
      functionArn: properties.FunctionName,
      batchSize: properties.BatchSize,
      concurrency: properties.ScalingConfig?.MaximumConcurrency ?? CONCURRENCY,
      reportsFailures: properties.FunctionResponseTypes.length > 0,
    };
    queueSources.push(new QueueSource(settings, storage, sourceOptions));
  },
});

const streamSource = running({
  properties: streamMapping,
  check: (properties) =>
    patternsOf(properties).flatMap((pattern) => {
      const unknown = unknownInPattern(pattern);
      return unknown === undefined ? [] : [`property FilterCriteria: ${unknown}`];
    }),
  deploy: async ({ streamSources, sourceOptions }, { name, properties }) => {
    const settings = {
      name,
      table: /table\/([^/]+)\/stream/.exec(properties.EventSourceArn)?.[1] ?? '',
      streamArn: properties.EventSourceArn,
      functionArn: properties.FunctionName,
      batchSize: properties.BatchSize,
      filters: patternsOf(properties),
      bisects: properties.BisectBatchOnFunctionError,
      retries: properties.MaximumRetryAttempts,
      reportsFailures: properties.FunctionResponseTypes.length > 0,
      onFailure: properties.DestinationConfig?.OnFailure.Destination,
    };
    streamSources.push(await StreamSource.open(settings, sourceOptions));
  },
});

const stateMachine = z.strictObject({
  StateMachineName: z.string().optional(),
  StateMachineType: z.literal('STANDARD').optional(),
  DefinitionString: z.string(),
  LoggingConfiguration: notEnforced,
  RoleArn: notEnforced,
  TracingConfiguration: notEnforced,
});

export const computeTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Function': running({
    name: 'FunctionName',
    identity: (name, environment) => ({ attributes: { Arn: arn('lambda', `function:${name}`, environment) } }),
    properties: lambda,
    deploy: ({ functions, functionEnvironment }, { name, logicalId, stack, identity, properties }) => {
      const taskRoot = stack.assets.get(properties.Code.S3Key);
      if (!taskRoot || !statSync(taskRoot, { throwIfNoEntry: false })?.isDirectory()) {
        throw new Error(`the code of ${logicalId} (${properties.Code.S3Key}) is not in the assembly`);
      }
      const logGroup = properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`;
      functions.define(
        {
          name,
          arn: identity.attributes['Arn'] ?? '',
          taskRoot,
          handler: properties.Handler,
          timeoutSeconds: properties.Timeout,
          memorySize: properties.MemorySize,
          logGroup,
          concurrency: CONCURRENCY,
          environment: {
            ...functionEnvironment,
            AWS_LAMBDA_FUNCTION_NAME: name,
            AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
            AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
            AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
            AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
            LAMBDA_TASK_ROOT: taskRoot,
            _HANDLER: properties.Handler,
            ...properties.Environment?.Variables,
          },
        },
        {
          retries: 2,
          ...(properties.DeadLetterConfig && { deadLetters: properties.DeadLetterConfig.TargetArn }),
        },
      );
    },
  }),
  'AWS::Lambda::EventInvokeConfig': running({
    properties: eventInvokeConfig,
    deploy: ({ functions }, { properties: { FunctionName, MaximumRetryAttempts } }) =>
      functions.limitRetries(nameOfArn(FunctionName), MaximumRetryAttempts),
  }),
  'AWS::Lambda::EventSourceMapping': {
    ...queueSource,
    problems: (properties) => (isQueue(properties) ? queueSource : streamSource).problems(properties),
    deploy: (parts, resource) => (isQueue(resource.properties) ? queueSource : streamSource).deploy(parts, resource),
  },
  'AWS::StepFunctions::StateMachine': running({
    name: 'StateMachineName',
    identity: (name, environment) => {
      const machineArn = arn('states', `stateMachine:${name}`, environment);
      return { ref: machineArn, attributes: { Arn: machineArn, Name: name } };
    },
    properties: stateMachine,
    check: ({ DefinitionString }) => {
      const read = readWorkflow(DefinitionString);
      return 'problems' in read ? read.problems : [];
    },
    deploy: ({ workflows }, { name, properties }) => {
      const read = readWorkflow(properties.DefinitionString);
      if ('workflow' in read) workflows.define(name, read.workflow);
    },
  }),
};
