import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

/** Starts an execution by name; when one of that name was started before, nothing happens. */
export type StartExecution<Input extends object> = (name: string, input: Input) => Promise<void>;

let client: SFNClient | undefined;

export function stateMachine<Input extends object>(stateMachineArn: string): StartExecution<Input> {
  client ??= new SFNClient({ maxAttempts: 5 });
  const sfn = client;
  return async (name, input) => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
  };
}
