import type { AcademicSession } from '../calendar/academicSession.ts';
import type { Day } from '../calendar/day.ts';
import { plainWord } from './words.ts';

/** A term of a transcript within its school year. */
export interface Term {
  readonly name: string;
  /** Where in the year it ends: 1/2 after the first semester, 1 at the end, 2 in summer; 0 when nothing tells. */
  readonly order: number;
  /** How much of the year is over with it, as terms of terms; absent when nothing tells, and for summer. */
  readonly share?: { readonly posted: number; readonly of: number };
  readonly summer: boolean;
  /** Its days, of a session of academicSessions.csv: rows of a term still to come do not exist yet. */
  readonly begins?: Day;
  /** Before its last day a result of it is early, as that of a recovered course is. */
  readonly ends?: Day;
}

/**
 * Reads terms: by the sessions of their school year, whose title or sourcedId the word is or begins, among those of one
 * type; else by the word alone (Ed-Fi's Term descriptors and their usual short forms).
 */
export function termReader(sessions: readonly AcademicSession[]): (schoolYear: number, name: string) => Term {
  return (schoolYear, name) => {
    const word = plainWord(name);
    const ofYear = sessions.filter((session) => session.schoolYear === schoolYear);
    const session = sessionNamed(ofYear, word);
    const summer = isSummer(word) || (session !== undefined && isSummer(plainWord(session.title)));
    const share = summer ? undefined : session ? shareOf(session, ofYear) : shareOfWord(word);
    const order = summer ? 2 : share ? share.posted / share.of : 0;
    return {
      name,
      order,
      ...(share && { share }),
      summer,
      ...(session && { begins: session.begins, ends: session.ends }),
    };
  };
}

function sessionNamed(sessions: readonly AcademicSession[], word: string): AcademicSession | undefined {
  const exact = sessions.filter(({ title, sourcedId }) => plainWord(title) === word || plainWord(sourcedId) === word);
  if (exact.length > 0) return exact.toSorted(byStart)[0];
  const longer = sessions.filter(({ title }) => plainWord(title).startsWith(`${word} `));
  return longer.length === 1 ? longer[0] : undefined;
}

function shareOf(session: AcademicSession, ofYear: readonly AcademicSession[]): Term['share'] {
  const alike = ofYear.filter(({ type, title }) => type === session.type && !isSummer(plainWord(title)));
  const starts = [...new Set(alike.map(({ begins }) => begins))].sort((a, b) => a - b);
  return { posted: starts.indexOf(session.begins) + 1, of: starts.length };
}

const byStart = (a: AcademicSession, b: AcademicSession): number =>
  a.begins - b.begins || a.ends - b.ends || (a.sourcedId < b.sourcedId ? -1 : a.sourcedId > b.sourcedId ? 1 : 0);

const isSummer = (word: string): boolean => /\b(summer|ss|su)\b/.test(word);

const ORDINALS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4 };
const UNITS: readonly (readonly [pattern: RegExp, of: number])[] = [
  [/^(trimester|tri|t)$/, 3],
  [/^(semester|sem|s)$/, 2],
  [/^(quarter|qtr|q)$/, 4],
];

function shareOfWord(word: string): Term['share'] {
  if (/\b(year|yr|annual|y1)\b/.test(word)) return { posted: 1, of: 1 };
  const parts: readonly string[] = word.match(/[a-z]+|\d+/g) ?? [];
  const of = UNITS.find(([pattern]) => parts.some((part) => pattern.test(part)))?.[1];
  const posted = parts.map((part) => ORDINALS[part] ?? (/^\d$/.test(part) ? Number(part) : 0)).find((n) => n > 0);
  if (of !== undefined && posted !== undefined) return posted <= of ? { posted, of } : undefined;
  if (parts.includes('fall') || parts.includes('autumn')) return { posted: 1, of: of === 3 ? 3 : 2 };
  if (parts.includes('winter')) return { posted: 2, of: 3 };
  return parts.includes('spring') ? { posted: of ?? 2, of: of ?? 2 } : undefined;
}
