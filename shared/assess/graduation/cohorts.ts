import { NULL_INT } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { type RowsOfPeople, rowsOfPeople } from '../students/rowsOfPeople.ts';

/** First-time ninth grade and plan, as enrolments state them. */
export interface Cohorts {
  /** School years of first-time ninth grade, ascending; more than one where enrolments contradict each other. */
  of(student: number): readonly number[];
  /** graduationPlanId of the latest enrolment that has one. */
  planOf(student: number): string | undefined;
}

const NONE: readonly number[] = [];

/**
 * Reads them. Where no enrolment states the year, the first transcript row of a course taken in grade 09 does; the grade a
 * student is in says nothing, as repeaters are in it again.
 */
export function cohorts({ tables, students, asOf }: AssessmentInputs, transcripts: RowsOfPeople): Cohorts {
  const table = tables.schoolEnrollments;
  const enrollments = rowsOfPeople(table, 'studentSourcedId', students.indexOf);
  const stated = table.ints('firstNinthGradeYear').values;
  const entries = table.ints('entryDate').values;
  const plans = table.strings('graduationPlanId');
  const derived = ninthGradeReader(tables.courseTranscripts, transcripts);
  return {
    of(student) {
      let years = NONE;
      for (const row of enrollments.of(student)) {
        const year = stated[row] ?? NULL_INT;
        if (year !== NULL_INT && !years.includes(year)) years = [...years, year];
      }
      if (years.length > 1) return [...years].sort((a, b) => a - b);
      return years.length > 0 ? years : derived(student);
    },
    planOf(student) {
      let [latest, plan] = [Number.NEGATIVE_INFINITY, ''];
      for (const row of enrollments.of(student)) {
        const named = plans.values[plans.codes[row] ?? NULL_INT] ?? '';
        const entry = entries[row] ?? NULL_INT;
        // An enrolment that is still to come counts where none has begun.
        const begun = entry <= asOf ? entry : NULL_INT;
        if (named === '' || begun < latest || (begun === latest && named > plan)) continue;
        [latest, plan] = [begun, named];
      }
      return plan === '' ? undefined : plan;
    },
  };
}

function ninthGradeReader(
  table: AssessmentInputs['tables']['courseTranscripts'],
  rows: RowsOfPeople,
): (student: number) => readonly number[] {
  const grades = table.strings('gradeLevelWhenTaken');
  const ninth = grades.values.indexOf('09');
  if (ninth < 0) return () => NONE;
  const years = table.ints('schoolYear').values;
  return (student) => {
    let first = Number.POSITIVE_INFINITY;
    for (const row of rows.of(student)) {
      const year = years[row] ?? NULL_INT;
      if (grades.codes[row] === ninth && year !== NULL_INT && year < first) first = year;
    }
    return first === Number.POSITIVE_INFINITY ? NONE : [first];
  };
}
