import { setTimeout as pause } from 'node:timers/promises';
import type { StaffId, StudentId } from '../domain/identity.ts';
import { type DecidedStudent, storeDecisions } from '../store/graduationDecisions.ts';
import { type GraduationOutcome, type GraduationRecord, readGraduations } from '../store/graduationRecords.ts';
import { readYearEnd, type YearEndRecord } from '../store/yearEnds.ts';

export interface RequestedDecision {
  readonly student: StudentId;
  readonly outcome: GraduationOutcome;
  readonly reason: string;
}

export type DecisionOutcome =
  | { readonly outcome: 'stored'; readonly year: YearEndRecord }
  /** Positions in the request of students who are not in the class, or not the caller's to decide. */
  | { readonly outcome: 'unknownStudents' | 'notDecidable'; readonly positions: readonly number[] }
  | { readonly outcome: 'noYear' | 'notInReview' | 'contended' };

/** What a caller may decide about: nothing of a student they may not see; exceptions alone, or clear results too. */
export type DecisionRight = 'none' | 'exceptions' | 'all';

const TRIES = 4;

/**
 * Records decisions about students, all or none: for exceptions, and against a clear result where the caller may. A
 * decision can be replaced until the year is signed off; the former one is kept. The same request again changes nothing.
 */
export async function decide(
  schoolYear: number,
  requested: readonly RequestedDecision[],
  author: { readonly by: StaffId; readonly at: string },
  rightTo: (record: GraduationRecord) => DecisionRight,
): Promise<DecisionOutcome> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const year = await readYearEnd(schoolYear);
    if (!year) return { outcome: 'noYear' };
    if (year.status !== 'inReview') return { outcome: 'notInReview' };
    const records = await recordsOf(year, requested, rightTo);
    const unknown = requested.flatMap(({ student }, index) => (records.has(student) ? [] : [index]));
    if (unknown.length > 0) return { outcome: 'unknownStudents', positions: unknown };
    const refused = requested.flatMap(({ student }, index) => {
      const record = records.get(student);
      return record && rightTo(record) === 'exceptions' && record.status !== 'needsReview' ? [index] : [];
    });
    if (refused.length > 0) return { outcome: 'notDecidable', positions: refused };
    const changes = requested.flatMap((each) => changeOf(each, records.get(each.student), author));
    if (changes.length === 0) return { outcome: 'stored', year };
    if (await storeDecisions(year, changes)) {
      return { outcome: 'stored', year: (await readYearEnd(schoolYear)) ?? year };
    }
    await pause(Math.random() * 40 * 2 ** attempt);
  }
  return { outcome: 'contended' };
}

async function recordsOf(
  year: YearEndRecord,
  requested: readonly RequestedDecision[],
  rightTo: (record: GraduationRecord) => DecisionRight,
): Promise<ReadonlyMap<StudentId, GraduationRecord>> {
  const records = await readGraduations(
    requested.map(({ student }) => student),
    year.schoolYear,
  );
  const seen = records.filter((record) => record.attempt === year.attempt && rightTo(record) !== 'none');
  return new Map(seen.map((record) => [record.sourcedId, record]));
}

function changeOf(
  { outcome, reason }: RequestedDecision,
  before: GraduationRecord | undefined,
  { by, at }: { readonly by: StaffId; readonly at: string },
): readonly DecidedStudent[] {
  if (!before) return [];
  const { decision } = before;
  const same = decision?.outcome === outcome && decision.reason === reason && decision.by === by;
  return same ? [] : [{ before, decision: { outcome, reason, by, at } }];
}
