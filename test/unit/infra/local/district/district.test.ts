import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import {
  eventsOf,
  makeDistrict,
  NO_CORRECTIONS,
  staysOf,
  studentsOf,
} from '../../../../../infra/local/district/district.ts';
import { type ExportOptions, filesOf, historyOf } from '../../../../../infra/local/district/files.ts';
import { FILES, recognize } from '../../../../../shared/sis/registry.ts';

const district = makeDistrict({ seed: 7, students: 260, schools: 4, schoolYear: 2026 });
const asOf = district.instructionalDays[100]!;
const options: ExportOptions = {
  asOf,
  generatedAt: '2026-01-30T02:00:00Z',
  corrections: NO_CORRECTIONS,
  finishedTerms: 1,
};
const linesOf = (name: string, given = options) => [
  ...filesOf(district, given)
    .find((file) => file.name === name)!
    .lines(),
];

describe('the sample district', () => {
  test('is the same for the same seed and another for another', () => {
    const again = makeDistrict({ seed: 7, students: 260, schools: 4, schoolYear: 2026 });
    const other = makeDistrict({ seed: 8, students: 260, schools: 4, schoolYear: 2026 });
    const text = (of: typeof district) =>
      filesOf(of, options)
        .map((file) => [...file.lines()].join('\n'))
        .join('\n');
    expect(text(again)).toBe(text(district));
    expect(text(other)).not.toBe(text(district));
  });

  test('keeps past days as they were when the export is made a day later', () => {
    const later = linesOf('attendanceEvents', { ...options, asOf: district.instructionalDays[101]! });
    expect(later).toEqual(expect.arrayContaining(linesOf('attendanceEvents')));
  });

  test('takes back one absence and leaves every other line', () => {
    const student = [...studentsOf(district)].find(
      (each) => [...eventsOf(district, each, asOf, NO_CORRECTIONS)].length > 3,
    )!;
    const event = [...eventsOf(district, student, asOf, NO_CORRECTIONS)][0]!;
    const corrections = { ...NO_CORRECTIONS, takenBack: [{ student: student.sourcedId, day: event.day }] };
    expect(linesOf('attendanceEvents').length - linesOf('attendanceEvents', { ...options, corrections }).length).toBe(
      1,
    );
  });

  test('closes the old stay and opens the new one on the day a student moves school', () => {
    const student = district.studentAt(0);
    const to = district.schoolList.find((school) => school !== student.school)!;
    const on = district.instructionalDays[90]!;
    const corrections = { ...NO_CORRECTIONS, moved: [{ student: student.sourcedId, to, on }] };
    const stays = staysOf(district, student, corrections);
    expect(stays.map((stay) => [stay.school.sourcedId, stay.exit ?? null])).toEqual([
      [student.school.sourcedId, on],
      [to.sourcedId, null],
    ]);
  });
});

type Row = Readonly<Record<string, string>>;
const rowsOf = (files: ReturnType<typeof filesOf>, name: string) =>
  parse([...files.find((file) => file.name === name)!.lines()].join('\n'), { columns: true }) as Row[];

describe('its export', () => {
  const files = filesOf(district, { ...options, asOf: district.instructionalDays[135]! });

  test('has rows for every file that is read, in columns that are known', () => {
    const known = new Map(
      FILES.map(({ name, columns, headers }) => [
        name,
        [...columns.map((each) => each.name), ...(headers?.['1.2'] ?? [])],
      ]),
    );
    for (const { name, lines } of files.slice(1)) {
      const [header = '', first] = [...lines()];
      // Few seniors of a small district earn either of these before spring.
      const mayBeEmpty = ['credentials', 'diplomas'].includes(name);
      expect([name, recognize(name).kind, mayBeEmpty || first !== undefined]).toEqual([name, 'table', true]);
      expect([name, header.split(',').filter((column) => !known.get(name)?.includes(column))]).toEqual([name, []]);
    }
    expect(new Set(files.slice(1).map(({ name }) => name))).toEqual(new Set(known.keys()));
  });

  test('names the files it carries as bulk and all others as absent', () => {
    const some = filesOf(district, options, ['schoolEnrollments']);
    expect(some.map(({ name }) => name)).toEqual(['manifest', 'schoolEnrollments']);
    const modes = [...some[0].lines()].filter((line) => /^file\.\w+,/.test(line)).map((line) => line.split(','));
    expect(modes.filter(([, mode]) => mode !== 'absent')).toEqual([['file.schoolEnrollments', 'bulk']]);
    expect(modes.length).toBeGreaterThanOrEqual(files.length - 1);
  });

  test('gives a part of a day in the high school by period, a row for each that met', () => {
    const byPeriod = rowsOf(files, 'attendanceEvents').filter(({ period }) => period !== '');
    const days = Map.groupBy(byPeriod, (row) => `${row['studentSourcedId']} ${row['date']}`);
    expect(days.size).toBeGreaterThan(0);
    const met = new Set(
      rowsOf(files, 'classMeetings').map((row) => `${row['classSourcedId']} ${row['date']} ${row['period']}`),
    );
    for (const rows of days.values()) {
      expect(new Set(rows.map(({ period }) => period)).size).toBe(7);
      expect(rows.every((row) => met.has(`${row['classSourcedId']} ${row['date']} ${row['period']}`))).toBe(true);
      expect(new Set(rows.map(({ category }) => category))).toEqual(new Set(['In Attendance', 'Excused Absence']));
    }
  });

  test('has lower marks for those who miss more school', () => {
    const marks = rowsOf(files, 'grades').map((row) => {
      const student = district.studentAt(Number(row['studentSourcedId']) - 100_001);
      return { often: student.absenceTendency > 0.08, mark: Number(row['numericGrade']) };
    });
    const mean = (often: boolean) => {
      const some = marks.filter((each) => each.often === often);
      return some.reduce((sum, { mark }) => sum + mark, 0) / some.length;
    };
    expect(mean(true)).toBeLessThan(mean(false) - 5);
  });
});

describe('the year before', () => {
  const history = historyOf(district, '2026-01-30T02:00:00Z');

  test('has the same people one grade lower, for the whole of that year', () => {
    const then = new Map(rowsOf(history, 'schoolEnrollments').map((row) => [row['studentSourcedId'], row]));
    const now = rowsOf(filesOf(district, options), 'schoolEnrollments');
    const grades = ['KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
    const both = now.filter((row) => then.has(row['studentSourcedId']));
    expect(both.length).toBeGreaterThan(200);
    for (const row of both) {
      const before = then.get(row['studentSourcedId'])!;
      expect(grades.indexOf(before['gradeLevel']!)).toBe(grades.indexOf(row['gradeLevel']!) - 1);
      expect(before).toMatchObject({ exitWithdrawType: 'End of school year' });
      expect(before['exitWithdrawDate']! < row['entryDate']!).toBe(true);
    }
  });

  test('says that it speaks of that year alone, and has no day of this one', () => {
    expect([...history[0].lines()]).toContain('waymark.schoolYear,2025');
    const dates = rowsOf(history, 'attendanceEvents').map(({ date }) => date!);
    expect(dates.length).toBeGreaterThan(0);
    expect(dates.every((date) => date > '2024-08-01' && date < '2025-07-01')).toBe(true);
  });
});

describe('its students', () => {
  const many = makeDistrict({ seed: 7, students: 1300, schools: 4, schoolYear: 2026 });
  const files = filesOf(many, { ...options, asOf: many.instructionalDays[130]! });
  /** In percent. */
  const share = (some: number, all: number) => Math.round((100 * some) / all);

  test('read and count at the benchmark in winter, four in five of them, and one in twenty is far below', () => {
    const winter = rowsOf(files, 'assessments').filter((row) => row['window'] === 'winter');
    const level = (word: string) =>
      share(winter.filter((row) => row['performanceLevel'] === word).length, winter.length);
    expect(level('At benchmark')).toBeGreaterThan(75);
    expect(level('At benchmark')).toBeLessThan(90);
    expect(level('Well below benchmark')).toBeGreaterThan(1);
    expect(level('Well below benchmark')).toBeLessThan(8);
  });

  test('are low in one of seven answers at most, and some are', () => {
    const answers = rowsOf(files, 'surveyResponses');
    const low = share(answers.filter((row) => Number(row['score']) <= 1.8).length, answers.length);
    expect(low).toBeGreaterThan(3);
    expect(low).toBeLessThan(15);
  });

  test('have most of what they failed made good by their last year', () => {
    const rows = rowsOf(files, 'courseTranscripts').filter((row) => Number(row['schoolYear']) < 2025);
    const failed = rows.filter((row) => row['courseAttemptResult'] === 'Fail');
    const recovered = rowsOf(files, 'courseTranscripts').filter(
      (row) => row['methodCreditEarned'] === 'Credit recovery',
    );
    expect(failed.length).toBeGreaterThan(20);
    expect(share(recovered.length, failed.length)).toBeGreaterThan(75);
  });

  test('have made nothing good in a fall that is not over', () => {
    const inFall = filesOf(many, { ...options, asOf: many.instructionalDays[60]!, finishedTerms: 0 });
    const thisYear = rowsOf(inFall, 'courseTranscripts').filter((row) => row['schoolYear'] === '2026');
    expect(new Set(thisYear.map((row) => row['courseAttemptResult']))).toEqual(new Set(['In Progress']));
  });

  test('have marks on the scale that the sample tenant declares', () => {
    const tenant = JSON.parse(readFileSync('infra/tenants/sample.json', 'utf8')) as {
      gradeScales: { scales: { id: string; marks: { mark: string }[] }[] };
    };
    const scales = new Map(tenant.gradeScales.scales.map(({ id, marks }) => [id, marks.map(({ mark }) => mark)]));
    const grades = rowsOf(files, 'grades');
    expect(grades.length).toBeGreaterThan(0);
    for (const row of grades) expect(scales.get(row['gradeScaleId']!)).toContain(row['letterGrade']);
  });
});
