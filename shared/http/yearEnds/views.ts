import type * as z from 'zod';
import { type GraduationRecord, outcomeOf, type YearEndMember } from '../../store/graduationRecords.ts';
import type { YearEndRecord } from '../../store/yearEnds.ts';
import type { graduation, yearEnd } from './contracts.ts';

/** A closing as the API shows it. */
export function yearEndView(year: YearEndRecord): z.input<typeof yearEnd> {
  const { schoolYear, status, attempt, requestedAt, frozen, students, counts, openExceptions, signOff } = year;
  return {
    schoolYear,
    status,
    attempt,
    requestedAt,
    ...frozen,
    ...(students !== undefined && { students }),
    ...(counts && { counts }),
    ...(openExceptions !== undefined && { openExceptions }),
    ...(signOff && { signOff }),
    ...(year.sealedAt !== undefined && { sealedAt: year.sealedAt }),
    ...(year.archive && { archive: { records: year.archive.records, sha256: year.archive.sha256 } }),
    ...(status === 'failed' && year.failure && { failure: { during: year.failure.during, error: year.failure.error } }),
  };
}

export function exceptionView({ sourcedId, school, exceptions, open, outcome }: YearEndMember) {
  return {
    studentSourcedId: sourcedId,
    school,
    exceptions: [...exceptions],
    open,
    ...(outcome !== undefined && { outcome }),
  };
}

/** What one closing says about a student. */
export function graduationView(record: GraduationRecord, year: YearEndRecord) {
  const { sourcedId: _sourcedId, attempt: _attempt, signature: _signature, ...shown } = record;
  return {
    ...shown,
    yearEndStatus: year.status,
    outcome: outcomeOf({ status: record.status, decided: record.decision?.outcome }) ?? null,
  } satisfies ReadonlyInput<z.input<typeof graduation>>;
}

type ReadonlyInput<T> = T extends readonly (infer Element)[]
  ? readonly ReadonlyInput<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyInput<T[Key]> }
    : T;
