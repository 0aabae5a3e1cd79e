import * as z from 'zod';

/**
 * The part of the Amazon States Language that runs here as it runs in the cloud. A field that is missing from these schemas
 * stops the start with the state's name; so does what the runner underneath would get silently wrong.
 */

/** What the rest of the cloud reads of a state; the schemas below hold everything. */
interface Flow {
  readonly Next?: string | undefined;
  readonly Retry?: readonly unknown[] | undefined;
  readonly Catch?: readonly { readonly Next: string }[] | undefined;
}
export type Rule = Record<string, unknown>;
export type State =
  | (Flow & { Type: 'Task'; Resource: string; TimeoutSeconds?: number | undefined })
  | (Flow & { Type: 'Wait'; Seconds: number })
  | { Type: 'Choice'; Choices: Rule[]; Default?: string | undefined }
  | (Flow & { Type: 'Parallel'; Branches: States[] })
  | MapState
  | (Flow & { Type: 'Pass' })
  | { Type: 'Succeed' | 'Fail' };
export interface MapState extends Flow {
  Type: 'Map';
  Label?: string | undefined;
  ItemProcessor: States & { ProcessorConfig?: { Mode: 'INLINE' | 'DISTRIBUTED' } | undefined };
}
export interface States {
  StartAt: string;
  States: Record<string, State>;
}

/** `$.a.b[0]`, `$$.Execution.Name`; no filters, wildcards or functions. */
const PATH = /^\$(\.[A-Za-z_]\w*|\[\d+\])*$/;
const CONTEXT_PATH =
  /^\$\$\.(Execution\.(Id|Name|Input(\.[A-Za-z_]\w*)*)|StateMachine\.(Id|Name)|Map\.Item\.(Index|Value(\.[A-Za-z_]\w*)*))$/;

const path = z.string().regex(PATH, 'a JSON path that is not implemented');
const inputPath = z.union([path, z.string().regex(CONTEXT_PATH)]).nullable();
/** `$` alone would be written into a field of that name. */
const resultPath = path.refine((text) => text !== '$', 'a ResultPath of $ is the default: leave it out').nullable();

/** A payload template: values of `name.$` are paths; intrinsic functions are refused. */
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
  z.strictObject({
    ErrorEquals: z.array(z.string()).min(1),
    ResultPath: resultPath.optional(),
    Next: z.string(),
  }),
);

const common = { Comment: z.string().optional(), InputPath: inputPath.optional(), OutputPath: inputPath.optional() };
const flow = { Next: z.string().optional(), End: z.literal(true).optional() };
const result = { ResultPath: resultPath.optional(), ResultSelector: template.optional() };
const recovery = { Retry: retry.optional(), Catch: catchers.optional() };

const task = z.strictObject({
  Type: z.literal('Task'),
  Resource: z
    .string()
    .regex(/^arn:aws:lambda:[^:]*:\d*:function:[\w-]+$/, 'only a function itself is implemented (payloadResponseOnly)'),
  Parameters: template.optional(),
  TimeoutSeconds: z.int().positive().optional(),
  ...common,
  ...flow,
  ...result,
  ...recovery,
});

const yes = z.literal(true, 'only true is implemented');
const isVariable = { Variable: path };
/** Comparisons that hold for one type only, as the language says; the runner would compare across types. */
const rule: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    z.strictObject({ And: z.array(rule), Next: z.string().optional() }),
    z.strictObject({ Or: z.array(rule), Next: z.string().optional() }),
    z.strictObject({ Not: rule, Next: z.string().optional() }),
    ...(
      [
        ['StringEquals', z.string()],
        ['BooleanEquals', z.boolean()],
        ['NumericEquals', z.number()],
        ['NumericLessThan', z.number()],
        ['NumericLessThanEquals', z.number()],
        ['NumericGreaterThan', z.number()],
        ['NumericGreaterThanEquals', z.number()],
        ['IsPresent', yes],
        ['IsNull', yes],
        ['IsString', yes],
        ['IsNumeric', yes],
        ['IsBoolean', yes],
      ] as const
    ).map(([operator, operand]) => z.strictObject({ ...isVariable, [operator]: operand, Next: z.string().optional() })),
  ]),
);

const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(rule).min(1),
  Default: z.string().optional(),
  ...common,
});

const wait = z.strictObject({ Type: z.literal('Wait'), Seconds: z.int().positive(), ...common, ...flow });

const pass = z.strictObject({
  Type: z.literal('Pass'),
  // The runner takes 0, false and null for "no result".
  Result: z
    .unknown()
    .refine((value) => Boolean(value), 'an empty Result is not implemented')
    .optional(),
  Parameters: template.optional(),
  ResultPath: resultPath.optional(),
  ...common,
  ...flow,
});

const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common });

const fail = z.strictObject({
  Type: z.literal('Fail'),
  Comment: z.string().optional(),
  Error: z.string().optional(),
  Cause: z.string().optional(),
  ErrorPath: path.optional(),
  CausePath: path.optional(),
});

const states: z.ZodType<States> = z.lazy(() => z.strictObject(machine));

const parallel = z.strictObject({
  Type: z.literal('Parallel'),
  Branches: z.array(states).min(1),
  ...common,
  ...flow,
  ...result,
  ...recovery,
});

const map = z.strictObject({
  Type: z.literal('Map'),
  ItemsPath: path.optional(),
  ItemSelector: template.optional(),
  ItemProcessor: z.lazy(() =>
    z.strictObject({
      ProcessorConfig: z
        .union([
          z.strictObject({ Mode: z.literal('INLINE') }),
          z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.enum(['STANDARD', 'EXPRESS']) }),
        ])
        .optional(),
      ...machine,
    }),
  ),
  MaxConcurrency: z.int().min(0).optional(),
  Label: z.string().optional(),
  ...common,
  ...flow,
  ...result,
  ...recovery,
});

const machine = {
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.lazy(
      (): z.ZodType<State> => z.discriminatedUnion('Type', [task, choice, wait, pass, succeed, fail, parallel, map]),
    ),
  ),
};

export const definition = z.strictObject({
  ...machine,
  TimeoutSeconds: z.int().positive().optional(),
  QueryLanguage: z.literal('JSONPath').optional(),
});
