import { type Term, termReader } from '../../domain/academics/terms.ts';
import type { AcademicSession } from '../../domain/calendar/academicSession.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { sessionsOf } from '../students/academicSessions.ts';
import type { DistrictTables } from '../students/districtTables.ts';

/** Terms by school year and name, each read once. */
export interface Terms {
  of(schoolYear: number, name: string): Term;
  /** The last day of a session; undefined when there is none of that sourcedId. */
  endOf(sessionSourcedId: string): Day | undefined;
  readonly sessions: readonly AcademicSession[];
}

export function termsOfTable({ academicSessions }: Pick<DistrictTables, 'academicSessions'>): Terms {
  const sessions = sessionsOf(academicSessions);
  const read = termReader(sessions);
  const ends = new Map(sessions.map(({ sourcedId, ends: last }) => [sourcedId, last]));
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
