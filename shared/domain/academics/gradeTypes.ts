import { plainWord } from './words.ts';

/** What a mark of grades.csv is: final for its term, the present standing, or about something else such as conduct. */
export type GradeType = 'final' | 'current' | 'ignored';

/** Ed-Fi's GradeType descriptors, and what systems commonly write for them. */
const KNOWN: Readonly<Record<GradeType, readonly string[]>> = {
  final: [
    ...['Final', 'Final Mark', 'Final Grade', 'Final Term Grade', 'Semester', 'Semester Grade', 'Semester Mark'],
    ...['Trimester', 'Term Final', 'Course Final', 'Year Final', 'S1', 'S2', 'F1', 'Y1', 'Sem 1', 'Sem 2'],
  ],
  current: [
    ...['Current', 'Current Grade', 'Current Mark', 'In Progress', 'Progress', 'Progress Report', 'Progress Mark'],
    ...['Progress Grade', 'Interim', 'Mid-Term', 'Midterm', 'Mid-Term Grade', 'Grading Period', 'Quarter'],
    ...['Quarter Grade', 'Q1', 'Q2', 'Q3', 'Q4', 'Running', 'Posted Progress', 'Cumulative'],
  ],
  ignored: ['Exam', 'Final Exam', 'Conduct', 'Citizenship', 'Effort', 'Behavior', 'Work Habits'],
};

/** Reads words of `gradeType`; an empty one is the present standing, an unknown one undefined. */
export function gradeTypeReader(
  own: Readonly<Record<GradeType, readonly string[]>>,
): (word: string | undefined) => GradeType | undefined {
  const types = new Map<string, GradeType>();
  for (const words of [KNOWN, own]) {
    for (const type of ['final', 'current', 'ignored'] as const) {
      for (const word of words[type]) types.set(plainWord(word), type);
    }
  }
  return (word) => (word === undefined || word === '' ? 'current' : types.get(plainWord(word)));
}
