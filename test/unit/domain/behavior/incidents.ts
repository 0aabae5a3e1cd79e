import type { SchoolEnrollment } from '../../../../shared/domain/attendance/record.ts';
import { assessBehavior } from '../../../../shared/domain/behavior/assess.ts';
import type { BehaviorContext } from '../../../../shared/domain/behavior/context.ts';
import { behaviorCutPoints } from '../../../../shared/domain/behavior/cutPoints.ts';
import type { IncidentRow } from '../../../../shared/domain/behavior/record.ts';
import { fraction } from '../../../../shared/domain/fraction.ts';
import type { DomainResult, Reason } from '../../../../shared/domain/tiers/result.ts';
import { behaviorThresholds } from '../../../../shared/tenant/thresholds/behavior.ts';
import { calendar, DAYS, day, FIRST, schoolDay } from '../attendance/district.ts';

export { calendar, DAYS, day, FIRST, schoolDay };

export const ENROLLED: readonly SchoolEnrollment[] = [{ school: 'north', entry: FIRST }];

type Settings = Parameters<typeof behaviorThresholds.parse>[0] & object;

export const cutPoints = (settings: Settings = {}) =>
  behaviorCutPoints({ version: '2026-27', behavior: behaviorThresholds.parse(settings) });

/** Everything as a district has it by default, as of the n-th school day. */
export const context = (asOfSchoolDay = 100, changes: Partial<BehaviorContext> = {}): BehaviorContext => ({
  asOf: schoolDay(asOfSchoolDay),
  schoolYear: { first: day('2026-07-01'), last: day('2027-06-30') },
  calendars: new Map([
    ['north', calendar('north')],
    ['south', calendar('south')],
  ]),
  exitDayCounts: false,
  cutPoints: cutPoints(),
  incidentsReceived: true,
  ...changes,
});

let line = 1;

/** A row in which the student took part as perpetrator in a major incident of its own; without an action. */
export function incident(changes: Partial<IncidentRow> = {}): IncidentRow {
  line += 1;
  return {
    incidentId: `incident-${line}`,
    school: 'north',
    day: schoolDay(5),
    behavior: 'Fighting',
    participation: 'Perpetrator',
    level: 'major',
    row: { drop: 'drop-1', file: 'behaviorIncidents', line },
    ...changes,
  };
}

export const majors = (count: number, changes: Partial<IncidentRow> = {}): IncidentRow[] =>
  Array.from({ length: count }, () => incident(changes));

/** A suspension out of school of so many halves of a day, after a minor incident. */
export const suspended = (halfDays: number | undefined, changes: Partial<IncidentRow> = {}): IncidentRow =>
  incident({
    level: 'minor',
    action: 'Suspended',
    actionType: 'out-of-school suspension',
    ...(halfDays !== undefined && { lengthDays: fraction(halfDays, 2) }),
    ...changes,
  });

export const assess = (
  rows: readonly IncidentRow[],
  given: BehaviorContext = context(),
  enrollments: readonly SchoolEnrollment[] = ENROLLED,
): DomainResult => assessBehavior({ enrollments, rows }, given);

export const reason = (result: DomainResult, code: string): Reason | undefined =>
  result.reasons.find((each) => each.code === code);

/** A copy of a row without some of its members. */
export function without(row: IncidentRow, ...members: (keyof IncidentRow)[]): IncidentRow {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !members.includes(name as keyof IncidentRow)),
  ) as unknown as IncidentRow;
}
