import { parseArgs } from 'node:util';

export interface BenchArguments {
  readonly students: readonly number[];
  /** How often each contestant runs; the best run counts. Chosen by size unless given. */
  readonly repeat: number | undefined;
  /** Put the report into docs/performance.md. */
  readonly write: boolean;
}

const USAGE = `npm run bench -- [--students 10000,100000] [--all] [--repeat N] [--write]
  --students  sizes of the districts, in students; 10000,100000 unless given
  --all       10000, 100000 and 1000000: takes some minutes, 5 GB of disk and 4 GB of memory
  --repeat    runs of each contestant, of which the best counts; 3 up to 100,000 students, 1 above
  --write     put the report into docs/performance.md`;

const DEFAULT = [10_000, 100_000];
const ALL = [...DEFAULT, 1_000_000];

/** What the command line asks for; throws with how to write it. */
export function benchArguments(args: readonly string[]): BenchArguments {
  const { values } = parse(args);
  const students = values.all ? ALL : (values.students?.split(',').map(wholeNumber) ?? DEFAULT);
  const repeat = values.repeat === undefined ? undefined : wholeNumber(values.repeat);
  return { students, repeat, write: values.write ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        students: { type: 'string' },
        all: { type: 'boolean' },
        repeat: { type: 'string' },
        write: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${text} is no number to bench with\n${USAGE}`);
  return value;
}
