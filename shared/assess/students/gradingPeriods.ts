import type { Day } from '../../domain/calendar/day.ts';
import type { SchoolYear } from '../../domain/calendar/schoolYear.ts';
import {
  firstGradingPeriod,
  type GradingPeriod,
  gradingPeriodOn,
  type Session,
} from '../../domain/tiers/thresholds.ts';
import { dayAt, stringAt } from '../../lake/rows.ts';
import { NULL_INT, type Table } from '../../lake/table.ts';
import { listOf } from '../../sis/cells/types.ts';
import type { DistrictTables } from './districtTables.ts';

interface NamedSession extends Session {
  readonly sourcedId: string;
  readonly parent?: string;
}

/** The grading period a day lies in at a school; made of the sessions when it is first asked for. */
export type GradingPeriodOf = (school: string) => GradingPeriod;

/**
 * Reads grading periods as of a day. A school's own sessions are those that its classes name, with what lies within them;
 * where none of these is a period of this year, the district's sessions decide, and without any it is `remaining`.
 */
export function gradingPeriods(tables: DistrictTables, schoolYear: SchoolYear, asOf: Day): GradingPeriodOf {
  let read: ((school: string) => Session | undefined) | undefined;
  const known = new Map<string, GradingPeriod>();
  return (school) => {
    const found = known.get(school);
    if (found !== undefined) return found;
    read ??= firstPeriods(tables, schoolYear);
    const period = gradingPeriodOn(asOf, read(school));
    known.set(school, period);
    return period;
  };
}

function firstPeriods({ academicSessions, classes }: DistrictTables, schoolYear: SchoolYear) {
  const sessions = sessionsOf(academicSessions, schoolYear);
  const district = firstGradingPeriod(sessions);
  const named = sessionsNamed(classes);
  return (school: string): Session | undefined => {
    const ids = named.get(school);
    return (ids && firstGradingPeriod(within(sessions, ids))) ?? district;
  };
}

/** Sessions of which at least half lies in the school year, whatever year their own column says. */
function sessionsOf(table: Table, schoolYear: SchoolYear): readonly NamedSession[] {
  const ids = table.strings('sourcedId');
  const types = table.strings('type');
  const parents = table.strings('parentSourcedId');
  const [starts, ends] = [table.ints('startDate'), table.ints('endDate')];
  return Array.from({ length: table.rowCount }, (_, row) => row).flatMap((row) => {
    const [first, last] = [dayAt(starts, row), dayAt(ends, row)];
    if (first === undefined || last === undefined) return [];
    const middle = (first + last) / 2;
    if (middle < schoolYear.first || middle > schoolYear.last) return [];
    const parent = stringAt(parents, row);
    const sourcedId = stringAt(ids, row) ?? '';
    return [{ sourcedId, type: stringAt(types, row) ?? '', first, last, ...(parent !== undefined && { parent }) }];
  });
}

/** Sessions with one of these ids, and those that lie within them by their parents. */
function within(sessions: readonly NamedSession[], ids: ReadonlySet<string>): readonly NamedSession[] {
  const found = new Set(ids);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { sourcedId, parent } of sessions) if (parent !== undefined && found.has(parent)) found.add(sourcedId);
  }
  return sessions.filter(({ sourcedId }) => found.has(sourcedId));
}

/** The sessions that classes name, by school. */
function sessionsNamed(classes: Table): ReadonlyMap<string, ReadonlySet<string>> {
  const schools = classes.strings('schoolSourcedId');
  const terms = classes.strings('termSourcedIds');
  const byCode = new Map<number, Set<number>>();
  for (let row = 0; row < classes.rowCount; row++) {
    const [school, term] = [schools.codes[row] ?? NULL_INT, terms.codes[row] ?? NULL_INT];
    if (school === NULL_INT || term === NULL_INT) continue;
    const own = byCode.get(school);
    if (own) own.add(term);
    else byCode.set(school, new Set([term]));
  }
  const lists = [...byCode].map(([school, codes]) => {
    const ids = new Set([...codes].flatMap((code) => listOf(terms.values[code])));
    return [schools.values[school] ?? '', ids] as const;
  });
  return new Map(lists);
}
