import type { CourseAttempt } from '../../domain/academics/record.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { GradebookReading } from './gradebook.ts';
import type { Latest } from './latestRows.ts';

/** Makes attempts of the final marks that no transcript has; without credits they take no part in averages. */
export function finalMarks({ tables, schoolYear }: AssessmentInputs, reading: GradebookReading) {
  const { catalog, classes, terms, courseNumber } = reading;
  const sessionIds = tables.grades.texts('academicSessionSourcedId');
  const attemptOf = ({ place, session, row, weight }: Latest): CourseAttempt => {
    const about = catalog.ofClass(classes.ids[place] ?? '');
    return {
      file: 'grades',
      row,
      course: courseNumber(about.code),
      about,
      schoolYear: schoolYear.name,
      term: terms.of(schoolYear.name, sessionIds[session] ?? ''),
      outcome: weight === 0 ? 'passed' : 'failed',
      recovery: false,
      attempted: 0,
      earned: 0,
      points: -1,
    };
  };
  return (finals: readonly Latest[], transcripts: readonly CourseAttempt[]): readonly CourseAttempt[] =>
    finals.map(attemptOf).filter((final) => !isOnTranscript(final, transcripts));
}

/** A transcript has the mark when the same course of the same term is posted there, or of a term that nothing tells. */
const isOnTranscript = (final: CourseAttempt, transcripts: readonly CourseAttempt[]): boolean =>
  transcripts.some(
    ({ course, schoolYear, outcome, term }) =>
      course === final.course &&
      schoolYear === final.schoolYear &&
      outcome !== 'open' &&
      (term.order === 0 || term.order === final.term.order),
  );
