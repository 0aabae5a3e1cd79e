import { documents } from '../../../shared/store/documents.ts';
import { AUDIT, DISCLOSED, DISCLOSING } from '../../../shared/store/keys.ts';

export interface RequestCount {
  /** Names of the commands sent to DynamoDB since the last `reset`. */
  readonly commands: readonly string[];
  reset(): void;
}

/** Counts what goes to DynamoDB from now on, retries of one command once; what goes on the record aside. */
export function countRequests(): RequestCount {
  const commands: string[] = [];
  documents.middlewareStack.add(
    (next, context) => async (args) => {
      if (!isOnRecord(args.input)) commands.push(String(context['commandName']));
      return next(args);
    },
    { step: 'initialize', name: 'countRequests', override: true },
  );
  return { commands, reset: () => void commands.splice(0) };
}

/** Whether a request puts a disclosure or an entry of the audit. */
function isOnRecord(input: unknown): boolean {
  const { Item } = input as { readonly Item?: { readonly pk?: unknown } };
  return [AUDIT, DISCLOSED, DISCLOSING].some((prefix) => String(Item?.pk ?? '').startsWith(prefix));
}
