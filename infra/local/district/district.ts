import type { Day } from '../../../shared/domain/calendar/day.ts';
import { type MadeEvent, makeEvents } from './attendance.ts';
import { type CalendarDate, instructionalDays, makeCalendar } from './calendar.ts';
import { makeSchools, makeStaff, makeStudent, type School, type Staff, type Student, yearsAtSchool } from './people.ts';

export interface DistrictOptions {
  readonly seed: number;
  readonly students: number;
  readonly schools: number;
  /** The calendar year in which the school year ends. */
  readonly schoolYear: number;
}

/** A made-up district: the same options give the same people, calendar and attendance, byte for byte. */
export interface District extends DistrictOptions {
  readonly schoolList: readonly School[];
  readonly staff: readonly Staff[];
  readonly calendar: readonly CalendarDate[];
  readonly instructionalDays: readonly Day[];
  studentAt(index: number): Student;
  /** The same people a school year earlier, as far as they were there. */
  yearBefore(): District;
  /** Of a year that is over: whether a student was there. */
  readonly wasThere?: (index: number) => boolean;
}

/** A stay of a student at one school; the exit day is the first day no longer attended. */
export interface Stay {
  readonly school: School;
  readonly entry: Day;
  readonly exit?: Day;
  readonly exitType?: string;
}

/** What the SIS has come to know since: an absence taken back, a student who moved to another school. */
export interface Corrections {
  readonly takenBack: readonly { readonly student: string; readonly day: Day }[];
  readonly moved: readonly { readonly student: string; readonly to: School; readonly on: Day }[];
}

export const NO_CORRECTIONS: Corrections = { takenBack: [], moved: [] };

export function makeDistrict(options: DistrictOptions): District {
  const schoolList = makeSchools(options.schools);
  const staff = makeStaff(schoolList, options.students, options.seed);
  const counselorsOf = new Map(
    schoolList.map((school) => [
      school.sourcedId,
      staff.filter((each) => each.role === 'counselor' && each.org === school.sourcedId),
    ]),
  );
  const { seed, schoolYear } = options;
  const basis = { seed, schoolYear, schools: schoolList, counselorsOf };
  const now = { ...options, schoolList, staff, ...calendarOf(schoolYear) };
  const studentAt = (index: number) => makeStudent(index, basis);
  const yearBefore = (): District => ({
    ...now,
    ...calendarOf(schoolYear - 1),
    seed: seed ^ 0x6c078965,
    schoolYear: schoolYear - 1,
    studentAt: (index) => {
      const { leavesAfter: _, ...student } = makeStudent(index, basis, 1);
      return student;
    },
    wasThere: (index) => yearsAtSchool(index) > 0 && studentAt(index).entersAfter === 0,
    yearBefore: () => {
      throw new RangeError('the district remembers one year');
    },
  });
  return { ...now, studentAt, yearBefore };
}

function calendarOf(schoolYear: number) {
  const calendar = makeCalendar(schoolYear);
  return { calendar, instructionalDays: instructionalDays(calendar) };
}

/** Every student, one after the other; nothing is kept, so that a million cost no more memory than one. */
export function* studentsOf(district: District): Generator<Student> {
  for (let index = 0; index < district.students; index++)
    if (district.wasThere?.(index) ?? true) yield district.studentAt(index);
}

/** Where a student was enrolled this year, oldest stay first. */
export function staysOf(district: District, student: Student, corrections: Corrections): readonly Stay[] {
  const days = district.instructionalDays;
  const entry = days[Math.min(student.entersAfter, days.length - 1)] ?? 0;
  const exit = student.leavesAfter === undefined ? undefined : days[student.leavesAfter];
  const left = exit === undefined ? {} : { exit, exitType: 'Transferred' };
  if (district.wasThere)
    return [{ school: student.school, entry, exit: (days.at(-1) ?? 0) + 1, exitType: 'End of school year' }];
  const move = corrections.moved.find((each) => each.student === student.sourcedId);
  if (!move) return [{ school: student.school, entry, ...left }];
  return [
    { school: student.school, entry, exit: move.on, exitType: 'Transferred' },
    { school: move.to, entry: move.on, ...left },
  ];
}

/** A student's attendance events up to and including a day, each with the school they were at. */
export function* eventsOf(
  district: District,
  student: Student,
  upTo: Day,
  corrections: Corrections,
): Generator<MadeEvent & { readonly school: School }> {
  const stays = staysOf(district, student, corrections);
  const first = stays[0]?.entry ?? 0;
  const last = Math.min(upTo, (stays.at(-1)?.exit ?? Number.POSITIVE_INFINITY) - 1);
  const enrolled = district.instructionalDays.filter((day) => first <= day && day <= last);
  for (const event of makeEvents(student, district.seed, enrolled)) {
    const takenBack = corrections.takenBack.some(
      (each) => each.student === student.sourcedId && each.day === event.day,
    );
    if (takenBack) continue;
    const stay = stays.find((each) => each.entry <= event.day && (each.exit === undefined || event.day < each.exit));
    if (stay) yield { ...event, school: stay.school };
  }
}
