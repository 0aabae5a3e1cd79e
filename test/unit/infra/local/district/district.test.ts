import { describe, expect, test } from 'vitest';
import {
  eventsOf,
  makeDistrict,
  NO_CORRECTIONS,
  staysOf,
  studentsOf,
} from '../../../../../infra/local/district/district.ts';
import { type ExportOptions, filesOf } from '../../../../../infra/local/district/files.ts';

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
