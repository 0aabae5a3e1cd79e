import type { AcademicSession } from '../../domain/calendar/academicSession.ts';
import { dayAt, integerAt, stringAt } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';

/** The rows of academicSessions.csv that say when they are. */
export function sessionsOf(table: Table): readonly AcademicSession[] {
  const [ids, titles, types] = [table.strings('sourcedId'), table.strings('title'), table.strings('type')];
  const [starts, ends, years] = [table.ints('startDate'), table.ints('endDate'), table.ints('schoolYear')];
  const sessions: AcademicSession[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const [begins, last, schoolYear] = [dayAt(starts, row), dayAt(ends, row), integerAt(years, row)];
    if (begins === undefined || last === undefined || schoolYear === undefined) continue;
    const sourcedId = stringAt(ids, row) ?? '';
    const named = { sourcedId, title: stringAt(titles, row) ?? '', type: stringAt(types, row) ?? '' };
    sessions.push({ ...named, schoolYear, begins, ends: last });
  }
  return sessions;
}
