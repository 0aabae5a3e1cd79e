import { parse } from 'csv-parse/sync';
import type { CsvFile } from '../../infra/local/district/csv.ts';

/** A student's attendance as the files tell it, in quarters of a day, which is as fine as the generator writes. */
export interface Expected {
  readonly tier: 1 | 2 | 3 | 'notAssessed';
  readonly missedQuarters: number;
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
  const quartersUpTo = (date: string) =>
    missed
      .filter(({ row }) => row['date']! <= date)
      .reduce((sum, { row }) => sum + 4 * Number(row['portionOfDay'] === '' ? '1' : row['portionOfDay']), 0);
  const window = days.map(({ date }, index) => ({ date, enrolledDays: index + 1 })).slice(-STEP_DOWN_DAYS);
  const tiers = window.map(({ date, enrolledDays }) => tierOf(quartersUpTo(date), enrolledDays));
  const open = stays.filter((stay) => isBeforeExit(stay, asOf) && stay['entryDate']! <= asOf);
  return {
    tier: tiers.length === 0 ? 'notAssessed' : (Math.max(...tiers) as 1 | 2 | 3),
    missedQuarters: quartersUpTo(asOf),
    enrolledDays: days.length,
    lines: missed.map(({ line }) => line),
    exited: stays.length > 0 && open.length === 0,
    schools: open.map((stay) => stay['schoolSourcedId']!),
  };
}

/** At 20 % of whole days, at 10 %, else the first; in whole numbers. */
function tierOf(missedQuarters: number, enrolledDays: number): 1 | 2 | 3 {
  if (enrolledDays < 20) throw new RangeError('these tests have no students who are new to the district');
  if (missedQuarters * 5 >= enrolledDays * 4) return 3;
  return missedQuarters * 10 >= enrolledDays * 4 ? 2 : 1;
}
