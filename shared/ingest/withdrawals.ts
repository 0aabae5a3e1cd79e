import type { Day } from '../domain/calendar/day.ts';
import { dayAt, stringAt } from '../lake/rows.ts';
import { NULL_INT, type Table } from '../lake/table.ts';
import type { Hold } from '../store/entities.ts';
import { isMany } from './guards.ts';
import type { SchoolCalendars } from './schoolCalendars.ts';

/** How an enrolment ends when its year or the school is over (Ed-Fi ExitWithdrawType): at that time all of them do. */
const END_OF_YEAR: readonly (string | undefined)[] = ['End of school year', 'Completed', 'Graduated'];

export interface EnrollmentsAround {
  /** The enrolments before the drop and as it leaves them; codes of the first hold in the second. */
  readonly before: Table;
  readonly after: Table;
  /** The day the drop was made. */
  readonly on: Day;
  /** Last day of its school year. */
  readonly yearEnd: Day;
  readonly calendars: SchoolCalendars;
  readonly file: string;
}

/**
 * Schools of which a drop would withdraw more than 10 students **and** more than 10 % of those enrolled on the day it was
 * made: a slip in an exit date or a code takes students off every list as surely as a row that is gone. Ends of the year
 * are none: by their type, or where no instruction follows.
 */
export function withdrawalHolds({ before, after, on, yearEnd, calendars, file }: EnrollmentsAround): readonly Hold[] {
  const open = openEnrollments(before, on);
  const stillOpen = openEnrollments(after, on);
  const leavers = withdrawals(after, on, (school, exit) => {
    const lastDay = calendars.lastInstructionalDay(school, yearEnd);
    return lastDay !== undefined && exit >= lastDay;
  });
  return [...open].flatMap(([school, students]) => {
    const left = leavers.get(school);
    if (!left) return [];
    const leaving = [...students].filter((student) => left.has(student) && !stillOpen.get(school)?.has(student)).length;
    if (!isMany(leaving, students.size)) return [];
    const message = `${leaving} of ${students.size} students enrolled at school ${school} would be withdrawn, more than 10 %.`;
    return [{ code: 'guard.withdrawals', file, school, message }];
  });
}

/** Codes of the students enrolled on a day, by school. */
function openEnrollments(table: Table, on: Day): ReadonlyMap<string, ReadonlySet<number>> {
  const { entries, exits } = spansOf(table);
  return studentsBySchool(table, (row) => {
    const exit = exits.values[row] ?? NULL_INT;
    return (entries.values[row] ?? NULL_INT) <= on && (exit === NULL_INT || exit > on);
  });
}

/** Codes of the students who have left in the middle of a year, by school. */
function withdrawals(table: Table, on: Day, isYearEnd: (school: string, exit: Day) => boolean) {
  const { exits } = spansOf(table);
  const schools = table.strings('schoolSourcedId');
  const types = table.strings('exitWithdrawType');
  return studentsBySchool(table, (row) => {
    const exit = dayAt(exits, row);
    if (exit === undefined || exit > on || END_OF_YEAR.includes(stringAt(types, row))) return false;
    return !isYearEnd(stringAt(schools, row) ?? '', exit);
  });
}

const spansOf = (table: Table) => ({ entries: table.ints('entryDate'), exits: table.ints('exitWithdrawDate') });

function studentsBySchool(table: Table, isWanted: (row: number) => boolean): Map<string, Set<number>> {
  const students = table.strings('studentSourcedId').codes;
  const schools = table.strings('schoolSourcedId');
  const found = new Map<string, Set<number>>();
  for (let row = 0; row < table.rowCount; row++) {
    if (!isWanted(row)) continue;
    const school = stringAt(schools, row) ?? '';
    let ofSchool = found.get(school);
    if (!ofSchool) {
      ofSchool = new Set();
      found.set(school, ofSchool);
    }
    ofSchool.add(students[row] ?? NULL_INT);
  }
  return found;
}
