import type { Day } from '../calendar/day.ts';
import { add, type Fraction, ZERO } from '../fraction.ts';
import type { IncidentRow } from './record.ts';

/** What a student did and what followed, within some days. */
export interface IncidentTally {
  /** Each incident once, with the rows of its actions. */
  readonly major: readonly (readonly IncidentRow[])[];
  readonly minor: readonly (readonly IncidentRow[])[];
  /** One for each action that is a suspension, also where several follow one incident. */
  readonly suspensions: readonly IncidentRow[];
  readonly expulsions: readonly IncidentRow[];
}

const isSuspension = ({ actionType }: IncidentRow): boolean =>
  actionType === 'in-school suspension' || actionType === 'out-of-school suspension';

/** Counts rows dated `from` to `to`, both included. An incident is major when any of its rows there says so. */
export function tallyIncidents(rows: readonly IncidentRow[], from: Day, to: Day): IncidentTally {
  const incidents = new Map<string, IncidentRow[]>();
  const suspensions: IncidentRow[] = [];
  const expulsions: IncidentRow[] = [];
  for (const row of rows) {
    if (row.day < from || row.day > to) continue;
    const key = `${row.school}\n${row.incidentId}`;
    const known = incidents.get(key);
    if (known) known.push(row);
    else incidents.set(key, [row]);
    if (isSuspension(row)) suspensions.push(row);
    else if (row.actionType === 'expulsion') expulsions.push(row);
  }
  const major: IncidentRow[][] = [];
  const minor: IncidentRow[][] = [];
  for (const incident of incidents.values()) {
    (incident.some(({ level }) => level === 'major') ? major : minor).push(incident);
  }
  return { major, minor, suspensions, expulsions };
}

/** Days of removal, added up over actions; one without a length adds none. */
export function removalDays(actions: readonly IncidentRow[]): Fraction {
  return actions.reduce((sum, { lengthDays }) => (lengthDays ? add(sum, lengthDays) : sum), ZERO);
}

/** By what happened, and then by the action, so that the order of rows never shows. */
export function inOrder(rows: readonly IncidentRow[]): readonly IncidentRow[] {
  return [...rows].sort(
    (a, b) =>
      a.day - b.day ||
      compareText(a.school, b.school) ||
      compareText(a.incidentId, b.incidentId) ||
      compareText(a.actionType, b.actionType) ||
      compareText(a.action, b.action) ||
      (a.actionStart ?? 0) - (b.actionStart ?? 0) ||
      compareText(a.behavior, b.behavior) ||
      compareText(a.row.drop, b.row.drop) ||
      a.row.line - b.row.line,
  );
}

const compareText = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);
