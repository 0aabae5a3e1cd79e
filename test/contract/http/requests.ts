import { documents } from '../../../shared/store/documents.ts';

export interface RequestCount {
  /** Names of the commands sent to DynamoDB since the last `reset`. */
  readonly commands: readonly string[];
  reset(): void;
}

/** Counts what goes to DynamoDB from now on, retries of one command once. */
export function countRequests(): RequestCount {
  const commands: string[] = [];
  documents.middlewareStack.add(
    (next, context) => async (input) => {
      commands.push(String(context['commandName']));
      return next(input);
    },
    { step: 'initialize', name: 'countRequests', override: true },
  );
  return { commands, reset: () => void commands.splice(0) };
}
