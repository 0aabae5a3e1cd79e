import type { SchoolEnrollment } from '../../domain/attendance/record.ts';
import { type JudgedYear, judgedDay } from '../../domain/tiers/judgedDay.ts';
import type { DomainResult } from '../../domain/tiers/result.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';

/** What assesses a student of whom a domain's table has no row, which is most of them. */
export type QuietResult = (enrollments: readonly SchoolEnrollment[]) => DomainResult;

interface JudgedAlike<Context> {
  readonly context: Context;
  readonly quiet: QuietResult;
}

/**
 * What is made once for all students who are judged by the same cut points: the context, and a result for each day they
 * are judged as of when nothing is known of them, shared by all of them and therefore frozen.
 * @param make the context of some cut points; its `withoutRows` has to be a function of `judgedDay` alone
 */
export function quietResults<Context extends JudgedYear>(
  thresholdsOf: (student: number) => ThresholdSet,
  make: (set: ThresholdSet) => { readonly context: Context; readonly withoutRows: QuietResult },
): (student: number) => JudgedAlike<Context> {
  const bySet = new Map<ThresholdSet, JudgedAlike<Context>>();
  return (student) => {
    const set = thresholdsOf(student);
    let found = bySet.get(set);
    if (found === undefined) {
      const { context, withoutRows } = make(set);
      found = { context, quiet: shared(context, withoutRows) };
      bySet.set(set, found);
    }
    return found;
  };
}

const NOT_ENROLLED = Number.NaN;

function shared(context: JudgedYear, withoutRows: QuietResult): QuietResult {
  const [present, exited] = [new Map<number, DomainResult>(), new Map<number, DomainResult>()];
  return (enrollments) => {
    const judged = judgedDay(enrollments, context);
    const results = judged?.exited ? exited : present;
    const day = judged?.day ?? NOT_ENROLLED;
    let result = results.get(day);
    if (result === undefined) {
      result = frozen(withoutRows(enrollments));
      results.set(day, result);
    }
    return result;
  };
}

function frozen(result: DomainResult): DomainResult {
  for (const reason of result.reasons) Object.freeze(reason);
  Object.freeze(result.reasons);
  Object.freeze(result.flags);
  return Object.freeze(result);
}
