import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { localTimeOf } from '../domain/calendar/timeZone.ts';
import type { TableSchema } from '../lake/schema.ts';
import type { Manifest } from '../sis/manifest/manifest.ts';
import type { CurrentState, OrderMark } from '../store/editions.ts';
import type { DropRecord } from '../store/entities.ts';
import type { Tenant } from '../tenant/tenant.ts';

/** A drop's place in the order of drops: when it was generated, else when its closing object was written; then its key. */
export function orderMarkOf(drop: DropRecord, manifest: Manifest, tenant: Tenant): Required<OrderMark> {
  const generatedAt = manifest.generatedAt ?? drop.closedAt ?? drop.receivedAt;
  const schoolYear = manifest.schoolYear ?? yearAt(generatedAt, tenant);
  return { generatedAt, objectKey: drop.objectKey, schoolYear };
}

/** Whether a drop comes before the one that a table was last changed or confirmed by: then it must not overwrite it. */
export function isOlder(mark: OrderMark, current: OrderMark | undefined): boolean {
  if (!current) return false;
  if (mark.generatedAt !== current.generatedAt) return mark.generatedAt < current.generatedAt;
  return mark.objectKey < current.objectKey;
}

/**
 * How a file of a drop stands to what is there:
 * - `fresh`: nothing newer has come;
 * - `history`: fresh for an earlier school year than the one the table has come to; it may touch nothing beyond;
 * - `older`: a drop that was generated later has brought the same;
 * - `earlierYear`: of an earlier school year, and the table knows no years: its records are this year's.
 */
export type Standing = 'fresh' | 'history' | 'older' | 'earlierYear';

export interface StandingInput {
  readonly schema: TableSchema;
  readonly mark: Required<OrderMark>;
  /** `waymark.schoolYear`. */
  readonly declaredYear: number | undefined;
  readonly marks: CurrentState['marks'];
  readonly tenant: Tenant;
}

export function standingOf({ schema, mark, declaredYear, marks, tenant }: StandingInput): Standing {
  const { name, scope } = schema;
  const last = marks[name];
  const knowsYears = scope.kind !== 'whole';
  const ofYear = knowsYears ? marks[yearKey(name, mark)] : undefined;
  if (!last || declaredYear === undefined) return isOlder(mark, last) || isOlder(mark, ofYear) ? 'older' : 'fresh';
  const lastYear = last.schoolYear ?? yearAt(last.generatedAt, tenant);
  const now = Math.max(yearAt(mark.generatedAt, tenant), yearAt(last.generatedAt, tenant));
  // A year that is prepared before it begins makes no history of the one that still runs.
  const isHistory = declaredYear < Math.min(lastYear, now);
  if (isHistory && !knowsYears) return 'earlierYear';
  const newest = knowsYears && declaredYear !== lastYear ? ofYear : last;
  if (isOlder(mark, newest)) return 'older';
  return isHistory ? 'history' : 'fresh';
}

/** The marks a drop leaves behind for a table it has changed or confirmed. */
export function marksAfter(
  schema: TableSchema,
  standing: 'fresh' | 'history',
  mark: Required<OrderMark>,
  marks: CurrentState['marks'],
): CurrentState['marks'] {
  const { name, scope } = schema;
  const isLast = standing === 'fresh' && !isOlder(mark, marks[name]);
  return {
    ...(isLast && { [name]: mark }),
    ...(scope.kind !== 'whole' && { [yearKey(name, mark)]: mark }),
  };
}

const yearKey = (table: string, { schoolYear }: Required<OrderMark>) => `${table}/${schoolYear}`;

const yearAt = (instant: string, { timeZone, schoolYear }: Tenant) =>
  schoolYearOf(localTimeOf(new Date(instant), timeZone).day, schoolYear.startsOn).name;
