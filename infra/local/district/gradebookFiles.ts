import { type Day, dayOf, formatDay } from '../../../shared/domain/calendar/day.ts';
import { BASE, type CsvFile, csvFile } from './csv.ts';
import { type District, studentsOf } from './district.ts';
import type { ExportOptions } from './files.ts';
import type { Student } from './people.ts';
import { type Random, seededRandom, seedFor } from './random.ts';
import { classesOf, sectionsOf } from './sections.ts';

/** The high school's gradebook in OneRoster's files, and the marks as they stand. */
export function gradebookFiles(district: District, options: ExportOptions): readonly CsvFile[] {
  return [
    csvFile('categories', [...BASE, 'title', 'weight'], () => CATEGORIES),
    csvFile('lineItems', LINE_ITEM_COLUMNS, () => lineItems(district, options)),
    csvFile('results', RESULT_COLUMNS, () => results(district, options)),
    csvFile('grades', GRADE_COLUMNS, () => grades(district, options)),
  ];
}

const LINE_ITEM_COLUMNS = [
  ...BASE,
  ...(['title', 'description', 'assignDate', 'dueDate', 'classSourcedId', 'categorySourcedId'] as const),
  ...(['academicSessionSourcedId', 'resultValueMin', 'resultValueMax', 'schoolSourcedId'] as const),
] as const;

const RESULT_COLUMNS = [
  ...BASE,
  ...(['lineItemSourcedId', 'studentSourcedId', 'scoreStatus', 'score', 'scoreDate', 'comment', 'textScore'] as const),
  ...(['classSourcedId', 'inProgress', 'incomplete', 'late', 'missing'] as const),
] as const;

const GRADE_COLUMNS = [
  ...(['studentSourcedId', 'classSourcedId', 'academicSessionSourcedId', 'asOfDate', 'letterGrade'] as const),
  ...(['numericGrade', 'gradeType', 'gradeScaleId', 'missingAssignments'] as const),
] as const;

const CATEGORIES = [
  { sourcedId: 'CAT-T', title: 'Tests', weight: '60' },
  { sourcedId: 'CAT-H', title: 'Homework', weight: '40' },
];

interface Assignment {
  readonly code: string;
  readonly title: string;
  readonly category: string;
  readonly session: string;
  readonly due: Day;
}

/** Two for each class so far: a test in fall, homework in spring. */
function assignments({ schoolYear }: District, asOf: Day): readonly Assignment[] {
  const test = { code: 'T1', title: 'Unit test 1', category: 'CAT-T', session: `FA${schoolYear}` };
  const homework = { code: 'H1', title: 'Homework 1', category: 'CAT-H', session: `SP${schoolYear}` };
  return [
    { ...test, due: dayOf(schoolYear - 1, 11, 14) ?? 0 },
    { ...homework, due: dayOf(schoolYear, 2, 20) ?? 0 },
  ].filter(({ due }) => due <= asOf);
}

function* lineItems(district: District, { asOf }: ExportOptions) {
  for (const { sourcedId: classSourcedId, course, school } of sectionsOf(district)) {
    if (!course) continue;
    for (const { code, title, category, session, due } of assignments(district, asOf))
      yield {
        ...{ sourcedId: `${classSourcedId}-${code}`, title: `${course.title}: ${title}`, classSourcedId },
        ...{ assignDate: formatDay(due - 7), dueDate: formatDay(due), categorySourcedId: category },
        ...{ academicSessionSourcedId: session, resultValueMin: '0', resultValueMax: '100', schoolSourcedId: school },
      };
  }
}

/** What a student can do in a class, in percent: who misses school knows less. */
const ability = (student: Student, random: Random) =>
  Math.max(35, Math.round(97 - student.absenceTendency * 190 - random.next() * 18));

const handsInLate = (student: Student, random: Random) => random.chance(0.02 + student.absenceTendency * 0.6);

function* results(district: District, { asOf }: ExportOptions) {
  const due = assignments(district, asOf);
  for (const student of studentsOf(district)) {
    const random = seededRandom(seedFor(district.seed ^ 0x1b873593, student.index));
    for (const { sourcedId: classSourcedId } of classesOf(student)) {
      const score = ability(student, random);
      for (const assignment of due) {
        const [off, isMissing, late] = [random.between(-6, 6), handsInLate(student, random), random.chance(0.05)];
        const lineItemSourcedId = `${classSourcedId}-${assignment.code}`;
        const about = { lineItemSourcedId, studentSourcedId: student.sourcedId, classSourcedId };
        yield {
          ...about,
          sourcedId: `R-${student.sourcedId}-${lineItemSourcedId}`,
          scoreDate: formatDay(assignment.due + 3),
          ...(isMissing
            ? { scoreStatus: 'not submitted', score: '0', missing: 'true', late: 'false' }
            : { scoreStatus: 'fully graded', score: String(Math.min(100, score + off)), missing: 'false' }),
          ...(!isMissing && { late: String(late) }),
        };
      }
    }
  }
}

/** The last school day of the month before: when progress marks were given last. */
function marksGivenOn(days: readonly Day[], asOf: Day): Day | undefined {
  const month = formatDay(asOf).slice(0, 7);
  return days.findLast((day) => formatDay(day).slice(0, 7) < month);
}

const LETTERS = [
  [90, 'A'],
  [80, 'B'],
  [70, 'C'],
  [60, 'D'],
] as const;

function* grades(district: District, { asOf }: ExportOptions) {
  const given = marksGivenOn(district.instructionalDays, asOf);
  if (given === undefined) return;
  const isSpring = formatDay(given) >= `${district.schoolYear}-01`;
  const session = `${isSpring ? 'SP' : 'FA'}${district.schoolYear}`;
  for (const student of studentsOf(district)) {
    const random = seededRandom(seedFor(district.seed ^ 0x27d4eb2f, student.index));
    for (const { sourcedId: classSourcedId } of classesOf(student)) {
      const mark = ability(student, random);
      const missing = handsInLate(student, random) ? random.between(1, 4) : 0;
      const [, letterGrade] = LETTERS.find(([from]) => mark >= from) ?? [0, 'F'];
      yield {
        ...{ studentSourcedId: student.sourcedId, classSourcedId, academicSessionSourcedId: session },
        ...{ asOfDate: formatDay(given), letterGrade, numericGrade: String(mark), gradeType: 'Progress Mark' },
        gradeScaleId: 'percent',
        missingAssignments: String(missing),
      };
    }
  }
}
