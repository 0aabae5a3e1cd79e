import type { Day } from '../../domain/calendar/day.ts';
import type { CourseAttempt } from '../../domain/graduation/attempts.ts';
import type { RequestedCourse, SpanOf } from '../../domain/graduation/record.ts';
import { attemptReader } from '../../yearend/transcripts.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import { type RowsOfPeople, rowsOfPeople } from '../students/rowsOfPeople.ts';
import { classesOfStudents, type TakenClass } from './classCourses.ts';
import { courseTitles, requestReader } from './plannedCourses.ts';
import { termSpans } from './termSpans.ts';

/** Where credits come from: earned, running and planned ones. */
export interface CreditSources {
  readonly transcripts: RowsOfPeople;
  readonly spanOf: SpanOf;
  /** A student's attempts, without those of terms that begin after the day they are judged; the last asked for are at hand still. */
  attemptsOf(student: number): readonly CourseAttempt[];
  requestsOf(student: number): readonly RequestedCourse[];
  classesOf(student: number): readonly TakenClass[];
}

/** By what finds places, which is made once for each as-of day: graduation and CTE pathways look the same tables up. */
const known = new WeakMap<AssessmentInputs['placeOf'], CreditSources>();

export function creditSources(inputs: AssessmentInputs): CreditSources {
  const found = known.get(inputs.placeOf) ?? makeSources(inputs);
  known.set(inputs.placeOf, found);
  return found;
}

function makeSources(inputs: AssessmentInputs): CreditSources {
  const { tables, students } = inputs;
  const transcripts = rowsOfPeople(tables.courseTranscripts, 'studentSourcedId', students.indexOf);
  const spanOf = termSpans(inputs);
  const titles = courseTitles(tables);
  return {
    transcripts,
    spanOf,
    attemptsOf: begunAttempts(inputs, transcripts, spanOf),
    requestsOf: requestReader(inputs, titles),
    classesOf: classesOfStudents(inputs, titles, spanOf),
  };
}

function begunAttempts(
  { asOf, placeOf, schoolYear, tables }: AssessmentInputs,
  rows: RowsOfPeople,
  spanOf: SpanOf,
): (student: number) => readonly CourseAttempt[] {
  const read = attemptReader(tables.courseTranscripts);
  const hasBegun = ({ schoolYear: year, term }: CourseAttempt, day: Day) => {
    if (year !== schoolYear.name) return year < schoolYear.name;
    const { begins } = spanOf(year, term);
    return begins === undefined || begins <= day;
  };
  let latest = -1;
  let attempts: CourseAttempt[] = [];
  return (student) => {
    if (latest === student) return attempts;
    attempts = [];
    const day = placeOf(student).judged?.day ?? asOf;
    for (const row of rows.of(student)) {
      const attempt = read(row);
      if (hasBegun(attempt, day)) attempts.push(attempt);
    }
    latest = student;
    return attempts;
  };
}
