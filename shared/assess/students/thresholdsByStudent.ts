import type { Domain } from '../../domain/tiers/result.ts';
import { isMeant, judgedBy, overlaid, versionWith } from '../../domain/tiers/thresholds.ts';
import type { SetRule, ThresholdSet } from '../../tenant/thresholds.ts';
import type { AssessmentInputs } from './assessStudents.ts';

type ThresholdInputs = Pick<AssessmentInputs, 'tenant' | 'asOf' | 'placeOf' | 'gradingPeriodOf'>;

/**
 * Chooses what each student is judged by: the set in force on the as-of day, with its rules for the student's grade, school
 * and grading period laid over it and named in its version. Students who are judged alike share one object. With a domain
 * only the rules that change that domain: what another one is judged by is then no change here.
 */
export function thresholdsByStudent(
  { tenant, asOf, placeOf, gradingPeriodOf }: ThresholdInputs,
  domain?: Domain,
): (student: number) => ThresholdSet {
  const set = judgedBy(tenant.thresholds, asOf);
  const places = [...set.rules.keys()].filter((place) => speaksOf(set.rules[place], domain));
  if (places.length === 0) return () => set;
  const byRules = new Map<string, ThresholdSet>([['', set]]);
  const bySchool = new Map<string, Map<string, ThresholdSet>>();
  const resolved = (school: string, gradeLevel: string): ThresholdSet => {
    const subject = { school, gradeLevel, gradingPeriod: gradingPeriodOf(school) };
    const applying = places.filter((place) => isMeant(set.rules[place]?.when ?? {}, subject));
    const key = applying.join();
    const found = byRules.get(key) ?? withRules(set, applying);
    byRules.set(key, found);
    return found;
  };
  return (student) => {
    const { listing, grade } = placeOf(student);
    const school = listing?.school ?? '';
    const byGrade = bySchool.get(school) ?? new Map<string, ThresholdSet>();
    if (byGrade.size === 0) bySchool.set(school, byGrade);
    const found = byGrade.get(grade) ?? resolved(school, grade);
    byGrade.set(grade, found);
    return found;
  };
}

const speaksOf = (rule: SetRule | undefined, domain: Domain | undefined): boolean =>
  domain === undefined || (rule as Readonly<Record<string, unknown>> | undefined)?.[domain] !== undefined;

/** A set with some of its rules laid over it in their order; it has none any more. */
function withRules(set: ThresholdSet, places: readonly number[]): ThresholdSet {
  const settings = places.reduce((before, place) => {
    const { when: _when, ...parts } = set.rules[place] ?? { when: {} };
    return overlaid(before, parts);
  }, set);
  return { ...settings, version: versionWith(set.version, places), rules: [] };
}
