import { formatDay } from '../../domain/calendar/day.ts';
import type { SchoolYear } from '../../domain/calendar/schoolYear.ts';
import type { Coverage } from '../../lake/edition.ts';
import { NULL_INT, type Table } from '../../lake/table.ts';

/**
 * How far attendance is known within one school year. For the year that runs that is the coverage itself. Coverage that
 * has gone past the end of a year does not say that the year's attendance ever came: a school that has a single row of
 * it is known to its end, one that has none is not known at all, rather than present all year.
 */
export function coverageOfYear(
  coverage: Coverage,
  attendanceEvents: Table,
  year: Pick<SchoolYear, 'first' | 'last'>,
): Coverage {
  const last = formatDay(year.last);
  if (Object.values(coverage).every((day) => day <= last)) return coverage;
  const sent = schoolsWithRows(attendanceEvents, year);
  return Object.fromEntries(
    Object.entries(coverage).flatMap(([school, day]) => {
      if (day <= last) return [[school, day] as const];
      return sent.has(school) ? [[school, last] as const] : [];
    }),
  );
}

function schoolsWithRows(table: Table, { first, last }: Pick<SchoolYear, 'first' | 'last'>): ReadonlySet<string> {
  const schools = table.strings('schoolSourcedId');
  const days = table.ints('date').values;
  const seen = new Uint8Array(schools.values.length);
  for (let row = 0; row < table.rowCount; row++) {
    const day = days[row] ?? NULL_INT;
    const school = schools.codes[row] ?? NULL_INT;
    if (day >= first && day <= last && school !== NULL_INT) seen[school] = 1;
  }
  return new Set(schools.values.filter((_, code) => seen[code] === 1));
}
