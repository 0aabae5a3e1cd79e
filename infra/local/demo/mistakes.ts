import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import type { CsvFile } from '../district/csv.ts';
import { eventsOf, NO_CORRECTIONS, studentsOf } from '../district/district.ts';
import type { Student } from '../district/people.ts';
import { isInHighSchool } from '../district/sections.ts';
import type { Stage } from './stage.ts';
import type { StudentTiers } from './views.ts';

/** An absence that is on record, and how the SIS writes it this time. */
export interface Miswritten {
  readonly what: string;
  readonly student: Student;
  readonly day: Day;
  /** The wrong line for the right one. */
  readonly wrong: (line: string) => string;
}

/** A comma in a cell without quotes, and a code of the school's own that nobody has explained to Waymark. */
export function miswritten(stage: Stage, today: Day): readonly Miswritten[] {
  const corrected = new Set([...stage.corrections.takenBack, ...stage.corrections.moved].map(({ student }) => student));
  const found: Miswritten[] = [];
  for (const student of studentsOf(stage.district)) {
    if (corrected.has(student.sourcedId) || isInHighSchool(student) || student.leavesAfter !== undefined) continue;
    const events = [...eventsOf(stage.district, student, today, NO_CORRECTIONS)];
    if (events.some(({ day }) => day === today)) continue;
    const absence = events.find(
      ({ category, absenceClass }) =>
        category === (found.length === 0 ? 'Excused Absence' : 'Unexcused Absence') &&
        absenceClass !== 'outOfSchoolSuspension',
    );
    if (!absence) continue;
    const about = { student, day: absence.day };
    if (found.length === 1)
      return [
        ...found,
        { ...about, what: 'an unmapped code', wrong: (line) => line.replace('Unexcused Absence', 'UNV') },
      ];
    found.push({ ...about, what: 'a ragged row', wrong: (line) => `${line}, called in` });
  }
  throw new Error('nobody has an absence to be miswritten');
}

/** Days that each of these students has missed, as their record says. */
export async function missedDays(stage: Stage, mistakes: readonly Miswritten[]): Promise<readonly string[]> {
  const days: string[] = [];
  for (const { student } of mistakes) {
    const { domains } = await stage.admin.get<StudentTiers>(`/v1/students/${student.sourcedId}/tiers`);
    const attendance = domains.find(({ domain }) => domain === 'attendance');
    const rate = attendance?.reasons.find(({ code }) => code === 'absenceRate');
    const [whole = 0, parts = 1] = `${rate?.detail?.['missed'] ?? ''}`.split('/').map(Number);
    days.push(`${whole / parts}`);
  }
  return days;
}

/** The files with these lines of attendanceEvents.csv as they were miswritten. */
export function withMistakes(files: readonly CsvFile[], mistakes: readonly Miswritten[]): readonly CsvFile[] {
  return files.map((file) => {
    if (file.name !== 'attendanceEvents') return file;
    const lines = [...file.lines()].map((line) => {
      const mistake = mistakes.find(({ student, day }) => isOf(line, student, day));
      return mistake ? mistake.wrong(line) : line;
    });
    return { name: file.name, lines: () => lines };
  });
}

const isOf = (line: string, student: Student, day: Day) =>
  line.startsWith(`${student.sourcedId},`) && line.includes(`,${formatDay(day)},`);

/** An export of enrolments that asks for those from a day on. */
export function enrolledFrom(files: readonly CsvFile[], day: string): readonly CsvFile[] {
  return files.map((file) => {
    if (file.name !== 'schoolEnrollments') return file;
    const [header = '', ...rows] = file.lines();
    const entryDate = header.split(',').indexOf('entryDate');
    const kept = rows.filter((row) => (row.split(',')[entryDate] ?? '') >= day);
    return { name: file.name, lines: () => [header, ...kept] };
  });
}
