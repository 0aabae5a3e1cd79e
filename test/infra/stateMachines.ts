import { StateMachine } from 'aws-local-stepfunctions';
import { type Part, sampleDistrict, target } from './district.ts';

const district = sampleDistrict();

/** The definition of a state machine, its functions' ARNs made up from their logical ids. */
export function definitionOf(name: string) {
  const machine = district
    .of('AWS::StepFunctions::StateMachine')
    .find((each) => each.properties.StateMachineName === `waymark-sample-${name}`)!;
  const parts = machine.properties.DefinitionString['Fn::Join'][1] as unknown[];
  const text = parts.map((part) => (typeof part === 'string' ? part : arnOf(machine.stack, part))).join('');
  return JSON.parse(text);
}

function arnOf(stack: string, reference: unknown): string {
  const called = district
    .of('AWS::Lambda::Function')
    .find((each) => each.stack === stack && each.id === target(reference))!;
  return `arn:aws:lambda:us-east-1:123456789012:function:${called.properties.FunctionName}`;
}

type Answer = (input: Part, call: number) => unknown;

/** Runs a state machine with made-up functions; gives the calls in order and how it ended. */
export async function run(name: string, input: object, answers: Record<string, Answer>) {
  const calls: [string, unknown][] = [];
  const counts: Record<string, number> = {};
  const handlers = Object.fromEntries(
    Object.entries(answers).map(([state, answer]) => [
      state,
      async (given: unknown) => {
        calls.push([state, given]);
        counts[state] = (counts[state] ?? 0) + 1;
        return answer(given, counts[state]);
      },
    ]),
  );
  const execution = new StateMachine(definitionOf(name)).run(input as never, {
    overrides: {
      taskResourceLocalHandlers: handlers as never,
      waitTimeOverrides: { WaitAMinute: 0 },
      retryIntervalOverrides: Object.fromEntries(Object.keys(answers).map((state) => [state, 0])),
    },
  });
  const outcome = await execution.result.then(
    () => 'succeeded' as const,
    (error: Error) => error.name,
  );
  return { calls, outcome };
}

class NamedError extends Error {
  constructor(name: string) {
    super('why');
    this.name = name;
  }
}
/** A step that fails with an error of a name. */
export const fails =
  (name = 'ZodError') =>
  () => {
    throw new NamedError(name);
  };
