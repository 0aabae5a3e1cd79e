import { countStudent, lastPostedTerm, type PostedCounts } from '../../domain/graduation/postedTerms.ts';
import type { SpanOf } from '../../domain/graduation/record.ts';
import type { Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../assessStudents.ts';
import type { RowsOfPeople } from '../rowsOfPeople.ts';
import type { Cohorts } from './cohorts.ts';

export interface PostedTerms {
  readonly thisYear: number;
  readonly yearBefore: number;
}

export interface PostedTermReader {
  ofSchool(school: string): PostedTerms;
  /** The last term of this school year in which the student has a final result. */
  reachedThisYear(student: number): number;
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
      const { listing, exited } = inputs.placeOf(student);
      if (listing === undefined || exited) continue;
      countStudent(countsOf(thisYear, listing.school, termsPerYear), reached(student, year));
      if (began < year) countStudent(countsOf(yearBefore, listing.school, termsPerYear), reached(student, year - 1));
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
    reachedThisYear: (student) => reached(student, year),
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

/** The last term of a school year in which a student has a result that is final, in a term that was over by the as-of day. */
function reachedReader(
  { tables, asOf, schoolYear, tenant }: AssessmentInputs,
  rows: RowsOfPeople,
  spanOf: SpanOf,
): (student: number, year: number) => number {
  const table = tables.courseTranscripts;
  const years = table.ints('schoolYear').values;
  const terms = table.strings('term').codes;
  const results = table.strings('courseAttemptResult');
  const isFinal = results.values.map((result) => result !== 'In Progress' && result !== 'Withdrawn');
  const ends = [schoolYear.name, schoolYear.name - 1].map((year) => {
    const unknown = year < schoolYear.name ? tenant.graduation.termsPerYear : 0;
    return [year, endsOfTerms(table, year, spanOf, asOf, unknown)] as const;
  });
  return (student, year) => {
    const ofYear = ends.find(([each]) => each === year)?.[1];
    let reached = 0;
    for (const row of rows.of(student)) {
      if (years[row] !== year || !isFinal[results.codes[row] ?? -1]) continue;
      const end = ofYear?.[terms[row] ?? -1] ?? 0;
      if (end > reached) reached = end;
    }
    return reached;
  };
}

/** The number of the last credit term within each term, by its code; a year that is over ends terms of unknown names too. */
function endsOfTerms(table: Table, year: number, spanOf: SpanOf, asOf: number, unknown: number): readonly number[] {
  return table.strings('term').values.map((term) => {
    const { from, to, ends } = spanOf(year, term);
    if (ends !== undefined && ends > asOf) return 0;
    return from === 0 && to === 0 && ends === undefined ? unknown : to;
  });
}
