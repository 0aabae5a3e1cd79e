import { parse } from 'csv-parse/sync';
import type { CsvFile } from '../../infra/local/district/csv.ts';

const PERIODS = 7;
/** The generator writes quarters of a day, and periods where attendance is taken by period. */
export const PARTS_OF_DAY = 4 * PERIODS;

/** A student's attendance as the files tell it. */
export interface Expected {
  readonly tier: 1 | 2 | 3 | 'notAssessed';
  /** In parts of a day. */
  readonly missedParts: number;
  readonly enrolledDays: number;
  /** Physical lines of attendanceEvents.csv that count as missed. */
  readonly lines: readonly number[];
  readonly exited: boolean;
  /** Schools that the student is enrolled at on the last day. */
  readonly schools: readonly string[];
}

type Row = Readonly<Record<string, string>>;

const STEP_DOWN_DAYS = 10;
const PRESENCE = ['inSchoolSuspension', 'schoolActivity', 'homebound'];
const ABSENCE = ['Excused Absence', 'Unexcused Absence', 'Partial'];

export function rowsOf(files: readonly CsvFile[], name: string): readonly Row[] {
  const file = files.find((each) => each.name === name);
  return parse([...(file?.lines() ?? [])].join('\n'), { columns: true }) as Row[];
}

/**
 * Every student's tier of attendance worked out again from the rows of the files, as plainly as it can be said: full
 * calendars and enrolments, closed up to `asOf`, from 20 enrolled days on.
 */
export function expectedTiers(files: readonly CsvFile[], asOf: string): ReadonlyMap<string, Expected> {
  const schoolDays = Map.groupBy(
    rowsOf(files, 'calendarDates').filter((row) => row['calendarEvent'] === 'instructionalDay' && row['date']! <= asOf),
    (row) => row['schoolSourcedId']!,
  );
  const enrollments = Map.groupBy(rowsOf(files, 'schoolEnrollments'), (row) => row['studentSourcedId']!);
  const numbered = rowsOf(files, 'attendanceEvents').map((row, index) => ({ row, line: index + 2 }));
  const events = Map.groupBy(numbered, ({ row }) => row['studentSourcedId']!);
  const students = rowsOf(files, 'roles').filter((row) => row['role'] === 'student');
  return new Map(
    students.map(({ userSourcedId: id = '' }) => {
      const stays = enrollments.get(id) ?? [];
      const days = stays.flatMap((stay) =>
        (schoolDays.get(stay['schoolSourcedId']!) ?? [])
          .map((row) => row['date']!)
          .filter((date) => stay['entryDate']! <= date && isBeforeExit(stay, date))
          .map((date) => ({ date, school: stay['schoolSourcedId']! })),
      );
      return [id, expectedOf(stays, days, events.get(id) ?? [], asOf)];
    }),
  );
}

const isBeforeExit = (stay: Row, date: string) => stay['exitWithdrawDate'] === '' || date < stay['exitWithdrawDate']!;

function expectedOf(
  stays: readonly Row[],
  days: readonly { readonly date: string; readonly school: string }[],
  events: readonly { readonly row: Row; readonly line: number }[],
  asOf: string,
): Expected {
  const missed = events.filter(
    ({ row }) =>
      ABSENCE.includes(row['category']!) &&
      !PRESENCE.includes(row['absenceClass']!) &&
      days.some(({ date, school }) => date === row['date'] && school === row['schoolSourcedId']),
  );
  const missedUpTo = (date: string) =>
    missed.filter(({ row }) => row['date']! <= date).reduce((sum, { row }) => sum + partsOf(row), 0);
  const window = days.map(({ date }, index) => ({ date, enrolledDays: index + 1 })).slice(-STEP_DOWN_DAYS);
  const tiers = window.map(({ date, enrolledDays }) => tierOf(missedUpTo(date), enrolledDays));
  const open = stays.filter((stay) => isBeforeExit(stay, asOf) && stay['entryDate']! <= asOf);
  return {
    tier: tiers.length === 0 ? 'notAssessed' : (Math.max(...tiers) as 1 | 2 | 3),
    missedParts: missedUpTo(asOf),
    enrolledDays: days.length,
    lines: missed.map(({ line }) => line),
    exited: stays.length > 0 && open.length === 0,
    schools: open.map((stay) => stay['schoolSourcedId']!),
  };
}

/** A row of a period is that share of the day, one without a portion all of it. */
function partsOf(row: Row): number {
  if (row['period'] !== '') return PARTS_OF_DAY / PERIODS;
  return PARTS_OF_DAY * Number(row['portionOfDay'] === '' ? '1' : row['portionOfDay']);
}

/** At 20 % of whole days, at 10 %, else the first; in whole numbers. */
function tierOf(missedParts: number, enrolledDays: number): 1 | 2 | 3 {
  if (enrolledDays < 20) throw new RangeError('these tests have no students who are new to the district');
  if (missedParts * 5 >= enrolledDays * PARTS_OF_DAY) return 3;
  return missedParts * 10 >= enrolledDays * PARTS_OF_DAY ? 2 : 1;
}
