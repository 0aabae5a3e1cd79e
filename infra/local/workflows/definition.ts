import { StateMachine } from 'aws-local-stepfunctions';
import type * as z from 'zod';
import { definition, type MapState, type State, type States } from './language.ts';

/** A state machine ready to run. */
export interface Workflow {
  /** Seconds of the cloud's clock after which an execution is over. */
  readonly timeoutSeconds: number | undefined;
  readonly machine: StateMachine;
  /** States that call a function: name → function ARN. */
  readonly tasks: ReadonlyMap<string, string>;
  /** States that wait: name → seconds. */
  readonly waits: ReadonlyMap<string, number>;
  /** States that retry. */
  readonly retries: readonly string[];
}

/** The runner stops tasks without a timeout after a minute; this is its longest possible timer. */
const LONGEST_SECONDS = 2_000_000;
const WAIT_RESOURCE = 'arn:aws:lambda:local:000000000000:function:wait';
const FAILED = {
  Type: 'Fail',
  Error: 'States.ExceedToleratedFailureThreshold',
  Cause: 'The specified tolerated failure threshold was exceeded',
} as const;

/** Reads a definition; `problems` names each state and field that is not implemented. */
export function readWorkflow(text: string): { workflow: Workflow } | { problems: readonly string[] } {
  const parsed = definition.safeParse(JSON.parse(text));
  if (!parsed.success) return { problems: parsed.error.issues.flatMap((issue) => describe(issue)) };
  const builder = new Builder();
  const runnable = builder.machine(parsed.data);
  if (builder.problems.length > 0) return { problems: builder.problems };
  try {
    const machine = new StateMachine(runnable as unknown as ConstructorParameters<typeof StateMachine>[0]);
    const { tasks, waits, retries } = builder;
    return { workflow: { timeoutSeconds: parsed.data.TimeoutSeconds, machine, tasks, waits, retries } };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : String(error)] };
  }
}

/** `state Open: field Foo`, from a validation issue. */
function describe(issue: z.core.$ZodIssue): string[] {
  const names = issue.path.flatMap((each, i) => (issue.path[i - 1] === 'States' ? [String(each)] : []));
  const rest = issue.path.slice(names.length === 0 ? 0 : issue.path.lastIndexOf('States') + 2).map(String);
  const where = names.length > 0 ? `state ${names.join(' / ')}` : 'state machine';
  if ('keys' in issue) return issue.keys.map((key) => `${where}: field ${[...rest, key].join('.')}`);
  return [`${where}: ${rest.length > 0 ? `field ${rest.join('.')}` : 'state'}: ${issue.message}`];
}

/** Rewrites what the runner lacks in terms of what it has, and collects what the cloud has to provide. */
class Builder {
  readonly tasks = new Map<string, string>();
  readonly waits = new Map<string, number>();
  readonly retries: string[] = [];
  readonly problems: string[] = [];
  readonly #names = new Set<string>();

  machine({ StartAt, States }: States): { StartAt: string; States: Record<string, unknown> } {
    const targets = Object.values(States).flatMap((state) => nextOf(state));
    for (const target of [StartAt, ...targets]) {
      if (!(target in States)) this.problems.push(`state machine: there is no state ${target}`);
    }
    return {
      StartAt,
      States: Object.fromEntries(
        Object.entries(States).flatMap(([name, state]) => {
          if (this.#names.has(name)) this.problems.push(`state ${name}: the name is used twice`);
          this.#names.add(name);
          if ('Retry' in state && state.Retry) this.retries.push(name);
          return Object.entries(this.#state(name, state));
        }),
      ),
    };
  }

  #state(name: string, state: State): Record<string, unknown> {
    switch (state.Type) {
      case 'Task':
        this.tasks.set(name, state.Resource);
        return {
          [name]: { ...state, TimeoutSeconds: Math.min(state.TimeoutSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS) },
        };
      case 'Wait': {
        // As a task the wait can be ended by the cloud's clock.
        const { Seconds, Type: _type, ...flow } = state;
        this.waits.set(name, Seconds);
        return { [name]: { Type: 'Task', Resource: WAIT_RESOURCE, TimeoutSeconds: LONGEST_SECONDS, ...flow } };
      }
      case 'Map':
        return { [name]: this.#map(name, state) };
      default:
        return { [name]: state };
    }
  }

  /** A distributed Map fails with its own error, whatever failed in a child. */
  #map(name: string, { ItemProcessor, Label: _label, ...map }: MapState): Record<string, unknown> {
    const { ProcessorConfig: _mode, ...processor } = ItemProcessor;
    if (JSON.stringify(processor).includes('"$$.Execution')) {
      this.problems.push(`state ${name}: $$.Execution inside the Map is not implemented`);
    }
    const inner = this.machine(processor);
    const child = `${name} (child)`;
    const failed = `${name} (failed)`;
    return {
      ...map,
      ItemProcessor: {
        StartAt: child,
        States: {
          [child]: {
            Type: 'Parallel',
            Branches: [inner],
            OutputPath: '$[0]',
            Catch: [{ ErrorEquals: ['States.ALL'], Next: failed }],
            End: true,
          },
          [failed]: FAILED,
        },
      },
    };
  }
}

function nextOf(state: State): string[] {
  const targets: (string | undefined)[] = [];
  if ('Next' in state) targets.push(state.Next);
  if ('Catch' in state) targets.push(...(state.Catch ?? []).map((catcher) => catcher.Next));
  if (state.Type === 'Choice') targets.push(state.Default, ...state.Choices.map((rule) => rule.Next));
  return targets.filter((target) => target !== undefined);
}
