import * as z from 'zod';

/**
 * The part of the Amazon States Language that we emit, and that runs here as it runs in the cloud. A state or a field that is
 * missing from these schemas stops the start by name; much of it the runner underneath would get silently wrong.
 */

/** `$.a.b[0]`; no filters, wildcards or functions. */
const PATH = /^\$(\.[A-Za-z_]\w*|\[\d+\])*$/;
/** What of the context object is the cloud's own. */
const CONTEXT_PATH = /^\$\$\.(Execution\.(Id|Name)|StateMachine\.(Id|Name)|Map\.Item\.(Index|Value(\.[A-Za-z_]\w*)*))$/;

const path = z.string().regex(PATH, 'a JSON path that is not implemented');
/** `$` alone would be written into a field of that name. */
const resultPath = path.refine((text) => text !== '$', 'a ResultPath of $ is the default: leave it out').nullable();

/** Parameters: values of `name.$` are paths; intrinsic functions are refused. */
const template: z.ZodType<unknown> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(template),
    z.record(z.string(), template).superRefine((value, context) => {
      for (const [key, each] of Object.entries(value)) {
        const isPath = typeof each === 'string' && (PATH.test(each) || CONTEXT_PATH.test(each));
        if (key.endsWith('.$') && !isPath) {
          context.addIssue({ code: 'custom', path: [key], message: `${JSON.stringify(each)} is not implemented` });
        }
      }
    }),
  ]),
);

const retry = z.array(
  z.strictObject({
    ErrorEquals: z.array(z.string()).min(1),
    IntervalSeconds: z.int().optional(),
    MaxAttempts: z.int().optional(),
    BackoffRate: z.number().optional(),
    MaxDelaySeconds: z.int().optional(),
    JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
  }),
);
const catchers = z.array(
  z.strictObject({ ErrorEquals: z.array(z.string()).min(1), ResultPath: resultPath.optional(), Next: z.string() }),
);

const comment = { Comment: z.string().optional() };
const flow = { ...comment, Next: z.string().optional(), End: z.literal(true).optional() };
const recovery = { ResultPath: resultPath.optional(), Retry: retry.optional(), Catch: catchers.optional() };

const task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z
    .string()
    .regex(/^arn:aws:lambda:[^:]*:\d*:function:[\w-]+$/, 'only a function itself is implemented (payloadResponseOnly)'),
  Parameters: template.optional(),
  TimeoutSeconds: z.int().positive().optional(),
  ...flow,
  ...recovery,
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(z.strictObject({ Variable: path, StringEquals: z.string(), Next: z.string() })).min(1),
  Default: z.string().optional(),
  ...comment,
});
const wait = z.strictObject({ Type: z.literal('Wait'), Seconds: z.int().positive(), ...flow });
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...comment });
const fail = z.strictObject({
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  Cause: z.string().optional(),
  ...comment,
});
const leaf = [task, choice, wait, succeed, fail] as const;

const map = z.strictObject({
  Type: z.literal('Map'),
  ItemsPath: path.optional(),
  ItemSelector: template.optional(),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
    StartAt: z.string(),
    // A Map in a Map is not emitted.
    States: z.record(z.string(), z.discriminatedUnion('Type', leaf)),
  }),
  MaxConcurrency: z.int().min(0).optional(),
  Label: z.string().optional(),
  ...flow,
  ...recovery,
});
const state = z.discriminatedUnion('Type', [...leaf, map]);

export const definition = z.strictObject({
  ...comment,
  StartAt: z.string(),
  States: z.record(z.string(), state),
  TimeoutSeconds: z.int().positive().optional(),
});

export type State = z.infer<typeof state>;
export type MapState = z.infer<typeof map>;
export interface States {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
