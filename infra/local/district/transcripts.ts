import { CURRICULUM, HIGH_GRADES } from './curriculum.ts';
import type { Student } from './people.ts';
import { seededRandom, seedFor } from './random.ts';

/** A row of courseTranscripts.csv without its ids. */
export interface MadeAttempt {
  readonly schoolYear: number;
  readonly term: 'Fall' | 'Spring';
  readonly courseCode: string;
  readonly courseTitle: string;
  readonly subject: string;
  readonly earnedCredits: string;
  readonly result: 'Pass' | 'Fail' | 'In Progress';
  readonly letterGrade: string;
  readonly gradePoints: string;
  readonly method: string;
  readonly gradeLevel: string;
}

const PASSING: readonly [string, string][] = [
  ['A', '4'],
  ['B', '3'],
  ['C', '2'],
  ['D', '1'],
];

/** A high school student's attempts up to now: finished terms with a result, the running term in progress. */
export function makeAttempts(
  student: Student,
  seed: number,
  schoolYear: number,
  finishedTerms: 0 | 1 | 2,
): readonly MadeAttempt[] {
  const reached = HIGH_GRADES.indexOf(student.grade);
  // Who came during the year has not brought a transcript yet.
  if (reached < 0 || student.entersAfter > 0) return [];
  const random = seededRandom(seedFor(seed ^ 0x2545f491, student.index));
  const failRate = student.absenceTendency < 0.07 ? 0.01 : student.absenceTendency * 1.1;
  const attempts: MadeAttempt[] = [];
  HIGH_GRADES.slice(0, reached + 1).forEach((gradeLevel, year) => {
    const attemptYear = schoolYear - reached + year;
    (['Fall', 'Spring'] as const).forEach((term, termIndex) => {
      for (const { code, title, subject } of CURRICULUM[gradeLevel] ?? []) {
        const [failDraw, gradeDraw, recoverDraw] = [random.next(), random.next(), random.next()];
        const attempt = {
          schoolYear: attemptYear,
          term,
          courseCode: `${code}${termIndex === 0 ? 'A' : 'B'}`,
          courseTitle: `${title} ${termIndex === 0 ? 'A' : 'B'}`,
          subject,
          gradeLevel,
        };
        const [letter, points] = PASSING[Math.min(3, Math.floor(gradeDraw * 3.4 + failRate * 3))] ?? ['C', '2'];
        const passed = { result: 'Pass', earnedCredits: '0.5', letterGrade: letter, gradePoints: points } as const;
        if (attemptYear === schoolYear && termIndex >= finishedTerms) {
          attempts.push({
            ...attempt,
            result: 'In Progress',
            earnedCredits: '0',
            letterGrade: '',
            gradePoints: '',
            method: 'Classroom credit',
          });
        } else if (failDraw >= failRate) {
          attempts.push({ ...attempt, ...passed, method: 'Classroom credit' });
        } else {
          attempts.push({
            ...attempt,
            result: 'Fail',
            earnedCredits: '0',
            letterGrade: 'F',
            gradePoints: '0',
            method: 'Classroom credit',
          });
          if (recoverDraw < 0.5 && attemptYear < schoolYear) {
            attempts.push({
              ...attempt,
              ...passed,
              letterGrade: 'C',
              gradePoints: '2',
              schoolYear: attemptYear + 1,
              term: 'Fall',
              method: 'Credit recovery',
            });
          }
        }
      }
    });
  });
  return attempts;
}
