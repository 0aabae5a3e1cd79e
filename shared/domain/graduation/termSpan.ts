import type { AcademicSession } from '../calendar/academicSession.ts';
import type { Day } from '../calendar/day.ts';

/**
 * The credit terms of a school year that a transcript's term stands for: from after the first `from` of them to the end
 * of number `to`. Both 0 where nothing tells: such a term makes nothing due before its year is over.
 */
export interface TermSpan {
  readonly from: number;
  readonly to: number;
  readonly begins?: Day;
  readonly ends?: Day;
}

export interface TermRules {
  readonly termsPerYear: number;
  /** The tenant's own names, counted from 1, both included; they go before everything else. */
  readonly terms: Readonly<Record<string, { readonly from: number; readonly to: number }>>;
  readonly sessions: readonly AcademicSession[];
  /** First and last day of a school year for which no session of type schoolYear has come. */
  readonly yearNamed: (schoolYear: number) => { readonly first: Day; readonly last: Day };
}

const UNKNOWN: TermSpan = { from: 0, to: 0 };

/** Reads terms by the tenant's names, then by the dates of the session so called, then by their usual names. */
export function termSpanReader(rules: TermRules): (schoolYear: number, term: string) => TermSpan {
  const own = new Map(Object.entries(rules.terms).map(([name, span]) => [plain(name), span]));
  return (schoolYear, term) => {
    const word = plain(term);
    const session = sessionCalled(word, schoolYear, rules.sessions);
    const dates = session && { begins: session.begins, ends: session.ends };
    const named = own.get(word);
    if (named) return { from: named.from - 1, to: named.to, ...dates };
    const share = session ? shareOfDates(session, rules) : USUAL.get(word);
    if (share === undefined) return UNKNOWN;
    return { ...spanOf(share, rules.termsPerYear, session !== undefined), ...dates };
  };
}

const plain = (text: string): string => text.trim().toLowerCase();

/** The session of that title or id, else one whose title begins with the word: `Fall` is the Fall Semester. */
function sessionCalled(
  word: string,
  schoolYear: number,
  sessions: readonly AcademicSession[],
): AcademicSession | undefined {
  const ofYear = sessions.filter((session) => session.schoolYear === schoolYear);
  const exact = ofYear.filter(({ title, sourcedId }) => plain(title) === word || plain(sourcedId) === word);
  const found = exact.length > 0 ? exact : ofYear.filter(({ title }) => plain(title).startsWith(`${word} `));
  return found.sort((a, b) => a.ends - b.ends || a.begins - b.begins || (a.sourcedId < b.sourcedId ? -1 : 1))[0];
}

/** Part of a year, as numerators over one denominator. */
interface Share {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** Where in its year a session lies. Schools differ by days and vacations: the nearest credit term is meant. */
function shareOfDates(session: AcademicSession, { sessions, yearNamed }: TermRules): Share {
  const years = sessions.filter(({ type, schoolYear }) => type === 'schoolYear' && schoolYear === session.schoolYear);
  const year = yearNamed(session.schoolYear);
  const first = years.length > 0 ? Math.min(...years.map(({ begins }) => begins)) : year.first;
  const last = years.length > 0 ? Math.max(...years.map(({ ends }) => ends)) : year.last;
  return { from: session.begins - first, to: session.ends + 1 - first, of: last + 1 - first };
}

function spanOf({ from, to, of }: Share, termsPerYear: number, nearest: boolean): TermSpan {
  const termsIn = (part: number) => {
    const terms = nearest ? (2 * part * termsPerYear + of) / (2 * of) : (part * termsPerYear) / of;
    return Math.min(Math.max(Math.floor(terms), 0), termsPerYear);
  };
  const end = termsIn(to);
  return { from: Math.min(termsIn(from), end), to: end };
}

const PARTS: readonly (readonly [of: number, part: number, names: readonly string[]])[] = [
  [1, 1, ['year', 'y', 'y1', 'fy', 'yr', 'full year', 'year round', 'annual']],
  [2, 1, ['s1', 'sem 1', 'semester 1', 'first semester', 'fall', 'fall semester']],
  [2, 2, ['s2', 'sem 2', 'semester 2', 'second semester', 'spring', 'spring semester']],
  [3, 1, ['trimester 1', 'tri 1', 'first trimester']],
  [3, 2, ['trimester 2', 'tri 2', 'second trimester']],
  [3, 3, ['trimester 3', 'tri 3', 'third trimester']],
  [4, 1, ['q1', 'quarter 1', 'first quarter']],
  [4, 2, ['q2', 'quarter 2', 'second quarter']],
  [4, 3, ['q3', 'quarter 3', 'third quarter']],
  [4, 4, ['q4', 'quarter 4', 'fourth quarter']],
];

/** Ed-Fi's Term descriptors and the usual short names. Summer is none of them: it adds no term to a year. */
const USUAL: ReadonlyMap<string, Share> = new Map(
  PARTS.flatMap(([of, part, names]) => names.map((name) => [name, { from: part - 1, to: part, of }] as const)),
);
