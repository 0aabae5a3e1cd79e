import { type AcademicSession, type Term, termReader } from '../../domain/academics/terms.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { dayAt, integerAt, stringAt } from '../../lake/rows.ts';
import type { DistrictTables } from '../districtTables.ts';

/** Terms by school year and name, each read once. */
export interface Terms {
  of(schoolYear: number, name: string): Term;
  /** The last day of a session; undefined when there is none of that sourcedId. */
  endOf(sessionSourcedId: string): Day | undefined;
  readonly sessions: readonly AcademicSession[];
}

export function termsOfTable({ academicSessions }: DistrictTables): Terms {
  const sessions = sessionsOf(academicSessions);
  const read = termReader(sessions);
  const ends = new Map(sessions.map(({ sourcedId, end }) => [sourcedId, end]));
  const known = new Map<number, Map<string, Term>>();
  return {
    sessions,
    endOf: (id) => ends.get(id),
    of(schoolYear, name) {
      let ofYear = known.get(schoolYear);
      if (ofYear === undefined) {
        ofYear = new Map();
        known.set(schoolYear, ofYear);
      }
      let term = ofYear.get(name);
      if (term === undefined) {
        term = read(schoolYear, name);
        ofYear.set(name, term);
      }
      return term;
    },
  };
}

function sessionsOf(table: DistrictTables['academicSessions']): readonly AcademicSession[] {
  const [ids, titles, types] = [table.strings('sourcedId'), table.strings('title'), table.strings('type')];
  const [starts, ends, years] = [table.ints('startDate'), table.ints('endDate'), table.ints('schoolYear')];
  return Array.from({ length: table.rowCount }, (_, row) => ({
    sourcedId: stringAt(ids, row) ?? '',
    title: stringAt(titles, row) ?? '',
    type: stringAt(types, row) ?? '',
    start: dayAt(starts, row) ?? Number.POSITIVE_INFINITY,
    end: dayAt(ends, row) ?? Number.NEGATIVE_INFINITY,
    schoolYear: integerAt(years, row) ?? 0,
  }));
}
