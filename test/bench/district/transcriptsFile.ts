import { type Random, seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { CsvWriter } from './csvWriter.ts';
import { type DistrictSize, gradeLevels, type Student, schoolId, studentAt } from './people.ts';

const COLUMNS =
  'studentSourcedId,schoolYear,term,courseCode,attemptedCredits,earnedCredits,courseAttemptResult,academicSubject,' +
  'finalLetterGrade,finalNumericGrade,gradeLevelWhenTaken,schoolSourcedId';

const SUBJECTS = [
  ['ENG', 'English Language Arts'],
  ['MAT', 'Mathematics'],
  ['SCI', 'Science'],
  ['SOC', 'Social Studies'],
  ['LAN', 'Foreign Language and Literature'],
  ['ART', 'Fine and Performing Arts'],
  ['PE', '"Physical, Health, and Safety Education"'],
  ['CTE', 'Career and Technical Education'],
] as const;
const LETTERS = ['F', 'D', 'C', 'C+', 'B-', 'B', 'B+', 'A-', 'A'];
const DAMAGE = 1 / 3000;
/** Eighth grade is the first whose courses are in a transcript. */
const FIRST_GRADE = 8;

/** Courses of every term since eighth grade, about sixteen a student over all grades; some rows damaged or repeated. */
export function writeTranscripts(folder: string, size: DistrictSize, seed: number): void {
  const file = new CsvWriter(folder, 'courseTranscripts', COLUMNS);
  for (let index = 0; index < size.students; index += 1) {
    const student = studentAt(index, size, seed);
    if (student.grade < FIRST_GRADE) continue;
    const random = seededRandom(seedFor(seed ^ 0x1b873593, index));
    for (let grade = FIRST_GRADE; grade <= student.grade; grade += 1) writeYear(file, student, grade, random);
  }
  file.close();
}

function writeYear(file: CsvWriter, student: Student, grade: number, random: Random): void {
  const year = 2026 - (student.grade - grade);
  const terms = year === 2026 ? ['S1'] : ['S1', 'S2'];
  const school = schoolId(student.stays[0].school);
  for (const term of terms) {
    for (const [code, subject] of SUBJECTS) {
      const head = `${student.id},${year},${term},${code}${gradeLevels[grade]}`;
      const tail = `${subject},${marks(random)},${gradeLevels[grade]},${school}`;
      const failed = tail.includes(',F,');
      const line = `${head},0.5,${failed ? '0,Fail' : '0.5,Pass'},${tail}`;
      const draw = random.next();
      if (draw < DAMAGE) file.row(damaged(head, tail, draw / DAMAGE));
      else file.row(line);
      if (draw > 1 - DAMAGE / 2) file.row(line);
    }
  }
}

function marks(random: Random): string {
  const draw = random.next();
  const place = Math.floor(Math.sqrt(draw) * LETTERS.length);
  return `${LETTERS[place]},${50 + place * 5}`;
}

function damaged(head: string, tail: string, draw: number): string {
  const kinds = [
    `${head},0.5,half,Pass,${tail}`,
    `${head},0.5,,Pass,${tail}`,
    `${head},0.5,0.5,Passed it,${tail}`,
    `${head},0.5,2000,Pass,${tail}`,
    `${head},0.5,0.5,Pass,${tail},more`,
  ];
  return kinds[Math.floor(draw * kinds.length)] ?? '';
}
