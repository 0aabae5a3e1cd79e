import { schoolYearNamed } from '../../domain/calendar/schoolYear.ts';
import type { SpanOf } from '../../domain/graduation/record.ts';
import { type TermSpan, termSpanReader } from '../../domain/graduation/termSpan.ts';
import { sessionsOf } from '../students/academicSessions.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';

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
