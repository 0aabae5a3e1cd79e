import { type Course, CURRICULUM, HIGH_GRADES } from './curriculum.ts';
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
  // Earlier grades were harder for whom school is hard, and most of it is made good before the last one.
  const failRateBefore = failRate * 2.2;
  // What is made good this fall counts once the fall is over.
  const lastMadeGood = finishedTerms === 0 ? reached - 1 : reached;
  return HIGH_GRADES.slice(0, reached + 1).flatMap((gradeLevel, year) =>
    TERMS.flatMap((term, termIndex) =>
      (CURRICULUM[gradeLevel] ?? []).flatMap((course) => {
        const draws = {
          fails: random.next() < (year < reached ? failRateBefore : failRate),
          mark: random.next(),
          recovers: random.next() < (reached - year > 1 ? 0.95 : 0.45),
        };
        const isRunning = year === reached && termIndex >= finishedTerms;
        const attempt = attemptOf(course, term, { gradeLevel, schoolYear: schoolYear - reached + year });
        if (isRunning) return [attempt];
        if (!draws.fails) return [passed(attempt, Math.min(3, Math.floor(draws.mark * 3.4 + failRate * 3)))];
        const failed: MadeAttempt = { ...attempt, result: 'Fail', letterGrade: 'F', gradePoints: '0' };
        return draws.recovers && year < lastMadeGood ? [failed, recovered(attempt)] : [failed];
      }),
    ),
  );
}

const TERMS = ['Fall', 'Spring'] as const;

/** An attempt that is in progress. */
function attemptOf(
  { code, title, subject }: Course,
  term: MadeAttempt['term'],
  when: Pick<MadeAttempt, 'gradeLevel' | 'schoolYear'>,
): MadeAttempt {
  const half = term === 'Fall' ? 'A' : 'B';
  return {
    ...when,
    ...{ term, courseCode: `${code}${half}`, courseTitle: `${title} ${half}`, subject },
    ...{ result: 'In Progress', earnedCredits: '0', letterGrade: '', gradePoints: '', method: 'Classroom credit' },
  };
}

function passed(attempt: MadeAttempt, mark: number): MadeAttempt {
  const [letterGrade, gradePoints] = PASSING[mark] ?? ['C', '2'];
  return { ...attempt, result: 'Pass', earnedCredits: '0.5', letterGrade, gradePoints };
}

/** In the fall after, with a C. */
const recovered = (attempt: MadeAttempt): MadeAttempt => ({
  ...passed(attempt, 2),
  schoolYear: attempt.schoolYear + 1,
  term: 'Fall',
  method: 'Credit recovery',
});
