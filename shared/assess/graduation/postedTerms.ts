import type { Day } from '../../domain/calendar/day.ts';
import { countStudent, lastPostedTerm, type PostedCounts } from '../../domain/graduation/postedTerms.ts';
import type { SpanOf } from '../../domain/graduation/record.ts';
import type { Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { RowsOfPeople } from '../students/rowsOfPeople.ts';
import type { Cohorts } from './cohorts.ts';

export interface PostedTerms {
  readonly thisYear: number;
  readonly yearBefore: number;
}

export interface PostedTermReader {
  ofSchool(school: string): PostedTerms;
  /** The last term of this school year that was over by a day and in which the student has a final result. */
  reachedThisYear(student: number, day: Day): number;
}

/**
 * Which terms have posted, by the school that lists the students: counted over their transcripts, wherever those courses
 * were taken, so that students who came from another school this year bring what posted there.
 */
export function postedTerms(
  inputs: AssessmentInputs,
  rows: RowsOfPeople,
  cohortOf: Cohorts['of'],
  spanOf: SpanOf,
): PostedTermReader {
  const year = inputs.schoolYear.name;
  const reached = reachedReader(inputs, rows, spanOf);
  const thisYear = new Map<string, PostedCounts>();
  const yearBefore = new Map<string, PostedCounts>();
  const { termsPerYear } = inputs.tenant.graduation;
  if (inputs.tables.courseTranscripts.rowCount > 0) {
    for (let student = 0; student < inputs.students.ids.length; student++) {
      const [began] = cohortOf(student);
      if (began === undefined || began > year) continue;
      const { listing, judged } = inputs.placeOf(student);
      if (listing === undefined || judged === undefined || judged.exited) continue;
      const { school } = listing;
      countStudent(countsOf(thisYear, school, termsPerYear), reached(student, year, judged.day));
      if (began < year)
        countStudent(countsOf(yearBefore, school, termsPerYear), reached(student, year - 1, judged.day));
    }
  }
  const bySchool = new Map<string, PostedTerms>();
  return {
    ofSchool(school) {
      const known = bySchool.get(school);
      if (known) return known;
      const posted = { thisYear: lastOf(thisYear.get(school)), yearBefore: lastOf(yearBefore.get(school)) };
      bySchool.set(school, posted);
      return posted;
    },
    reachedThisYear: (student, day) => reached(student, year, day),
  };
}

const lastOf = (counts: PostedCounts | undefined): number => (counts ? lastPostedTerm(counts) : 0);

function countsOf(schools: Map<string, PostedCounts>, school: string, termsPerYear: number): PostedCounts {
  const known = schools.get(school);
  if (known) return known;
  const made = { students: 0, withResult: Array.from({ length: termsPerYear }, () => 0) };
  schools.set(school, made);
  return made;
}

/** The last term of a school year in which a student has a result that is final, in a term that was over by a day. */
function reachedReader(
  { tables, schoolYear, tenant }: AssessmentInputs,
  rows: RowsOfPeople,
  spanOf: SpanOf,
): (student: number, year: number, day: Day) => number {
  const table = tables.courseTranscripts;
  const years = table.ints('schoolYear').values;
  const terms = table.strings('term').codes;
  const results = table.strings('courseAttemptResult');
  const isFinal = results.values.map((result) => result !== 'In Progress' && result !== 'Withdrawn');
  const ends = [schoolYear.name, schoolYear.name - 1].map((year) => {
    const unknown = year < schoolYear.name ? tenant.graduation.termsPerYear : 0;
    return [year, endsOfTerms(table, year, spanOf, unknown)] as const;
  });
  return (student, year, day) => {
    const ofYear = ends.find(([each]) => each === year)?.[1];
    let reached = 0;
    for (const row of rows.of(student)) {
      if (years[row] !== year || !isFinal[results.codes[row] ?? -1]) continue;
      const end = ofYear?.[terms[row] ?? -1];
      if (end !== undefined && end.term > reached && end.day <= day) reached = end.term;
    }
    return reached;
  };
}

interface TermEnd {
  /** The number of the last credit term within it. */
  readonly term: number;
  readonly day: Day;
}

/** Ends of terms by their code; a year that is over ends terms of unknown names too. */
function endsOfTerms(table: Table, year: number, spanOf: SpanOf, unknown: number): readonly TermEnd[] {
  return table.strings('term').values.map((term) => {
    const { from, to, ends } = spanOf(year, term);
    if (ends !== undefined) return { term: to, day: ends };
    return { term: from === 0 && to === 0 ? unknown : to, day: Number.NEGATIVE_INFINITY };
  });
}
