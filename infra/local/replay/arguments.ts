import { parseArgs } from 'node:util';
import { parseDay } from '../../../shared/domain/calendar/day.ts';

export interface ReplayArguments {
  /** The night: the local date of its run. */
  readonly date: string;
  /** Attempt on that date; the last published one without. */
  readonly attempt?: number;
  /** The data folder of `npm start`. */
  readonly data: string;
  readonly tenant: string;
}

const USAGE = `npm run replay -- --date 2027-01-15 [--data .waymark] [--tenant sample]

Assesses a past night again from what its run was pinned to, writes nothing, and compares every byte with what it has
written. The run is the last published one of that date (--date 2027-01-15.2 names an attempt).
Looks into the data folder of npm start, which must not be running; where OPERATIONS_TABLE and LAKE_BUCKET are set, into
those of a deployed district, with the AWS credentials of the environment.`;

/** What was asked for; a sentence for people where it cannot be understood. */
export function readArguments(args: readonly string[]): ReplayArguments | string {
  let values: { readonly date?: string; readonly data?: string; readonly tenant?: string };
  try {
    const option = { type: 'string' } as const;
    ({ values } = parseArgs({ args: [...args], options: { date: option, data: option, tenant: option } }));
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${USAGE}`;
  }
  const { date: night, data = '.waymark', tenant = 'sample' } = values;
  if (night === undefined) return USAGE;
  const [, date = '', attempt] = /^(\d{4}-\d{2}-\d{2})(?:\.([1-9]\d{0,3}))?$/.exec(night) ?? [];
  if (parseDay(date) === undefined) return `--date ${night} is no date: write it as 2027-01-15\n\n${USAGE}`;
  return { date, data, tenant, ...(attempt !== undefined && { attempt: Number(attempt) }) };
}
