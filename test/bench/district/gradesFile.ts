import { seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { CsvWriter } from './csvWriter.ts';
import { type DistrictSize, gradeLevels, type Student, schoolId, studentAt } from './people.ts';

const COLUMNS =
  'studentSourcedId,classSourcedId,academicSessionSourcedId,asOfDate,letterGrade,numericGrade,gradeType,missingAssignments';

/** What is taught in every grade, with the name that the course catalogue has for it. */
const TAUGHT_SUBJECTS = [
  ['ENG', 'English Language Arts'],
  ['MAT', 'Mathematics'],
  ['SCI', 'Science'],
  ['SOC', 'Social Studies'],
  ['ART', 'Fine and Performing Arts'],
  ['MUS', 'Music'],
] as const;
const LETTERS = ['F', 'D', 'C', 'C+', 'B-', 'B', 'B+', 'A-', 'A'];
const DAMAGE = 1 / 3000;

const courseId = (subject: string, grade: number) => `${subject}${gradeLevels[grade] ?? ''}`;
const classOf = (subject: string, grade: number, school: number) => `${courseId(subject, grade)}-${schoolId(school)}`;

/** Courses of the catalogue: `sourcedId,…` as courses.csv has them. */
export const courseRows = (): readonly string[] =>
  gradeLevels.flatMap((level, grade) =>
    TAUGHT_SUBJECTS.map(([code, subject]) => {
      const course = courseId(code, grade);
      return `${course},,,2026,${subject} ${level},${course},,district,${subject},`;
    }),
  );

/** Classes of one school, as classes.csv has them. */
export const classRows = (school: number): readonly string[] =>
  gradeLevels.flatMap((level, grade) =>
    TAUGHT_SUBJECTS.map(
      ([code, subject]) =>
        `${classOf(code, grade, school)},,,${subject} ${level},${level},${courseId(code, grade)},,scheduled,,${schoolId(school)},S2,,,`,
    ),
  );

/** The running marks of six classes for every student, with assignments that are missing. */
export function writeGrades(folder: string, size: DistrictSize, seed: number): void {
  const file = new CsvWriter(folder, 'grades', COLUMNS);
  for (let index = 0; index < size.students; index += 1) writeMarks(file, studentAt(index, size, seed), seed);
  file.close();
}

function writeMarks(file: CsvWriter, { id, index, grade, stays, absenceRate }: Student, seed: number): void {
  const random = seededRandom(seedFor(seed ^ 0x27d4eb2f, index));
  const { school } = stays.at(-1) ?? stays[0];
  for (const [code] of TAUGHT_SUBJECTS) {
    const place = Math.floor(Math.cbrt(random.next()) * LETTERS.length);
    const missing = random.chance(0.05 + absenceRate) ? random.between(1, 3) : 0;
    const given = random.chance(DAMAGE) ? '2026-02-30' : '2026-02-27';
    file.row(
      `${id},${classOf(code, grade, school)},S2,${given},${LETTERS[place]},${50 + place * 5},Progress,${missing}`,
    );
  }
}
