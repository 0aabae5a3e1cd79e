import { schoolYearNamed } from '../../domain/calendar/schoolYear.ts';
import type { SpanOf } from '../../domain/graduation/record.ts';
import { type TermSession, type TermSpan, termSpanReader } from '../../domain/graduation/termSpan.ts';
import { dayAt, integerAt, stringAt } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';
import type { AssessmentInputs } from '../assessStudents.ts';

/** What the district's terms span, by the tenant file and academicSessions.csv; each is found out once. */
export function termSpans({ tables, tenant }: Pick<AssessmentInputs, 'tables' | 'tenant'>): SpanOf {
  const { termsPerYear, terms } = tenant.graduation;
  const yearNamed = (schoolYear: number) => schoolYearNamed(schoolYear, tenant.schoolYear.startsOn);
  const read = termSpanReader({ termsPerYear, terms, sessions: sessionsOf(tables.academicSessions), yearNamed });
  const known = new Map<number, Map<string, TermSpan>>();
  return (schoolYear, term) => {
    const ofYear = known.get(schoolYear) ?? new Map<string, TermSpan>();
    known.set(schoolYear, ofYear);
    const found = ofYear.get(term) ?? read(schoolYear, term);
    ofYear.set(term, found);
    return found;
  };
}

export function sessionsOf(table: Table): readonly TermSession[] {
  const [ids, titles, types] = [table.strings('sourcedId'), table.strings('title'), table.strings('type')];
  const [starts, ends, years] = [table.ints('startDate'), table.ints('endDate'), table.ints('schoolYear')];
  const sessions: TermSession[] = [];
  for (let row = 0; row < table.rowCount; row++) {
    const [begins, last, schoolYear] = [dayAt(starts, row), dayAt(ends, row), integerAt(years, row)];
    if (begins === undefined || last === undefined || schoolYear === undefined) continue;
    const sourcedId = stringAt(ids, row) ?? '';
    const named = { sourcedId, title: stringAt(titles, row) ?? '', type: stringAt(types, row) ?? '' };
    sessions.push({ ...named, schoolYear, begins, ends: last });
  }
  return sessions;
}
