import type { Answer } from '../../unit/http/request.ts';
import { CLAIMS } from './district.ts';
import { type Claims, ifMatch, recordCallsOfTests } from './recordCalls.ts';

export const NOTES = '/v1/students/{id}/notes';
export const NOTE = `${NOTES}/{noteId}`;
export const WITHDRAW = `${NOTE}/withdraw`;
const REVISIONS = `${NOTE}/revisions`;
export const TEXT = 'Called home: a new baby; the alarm clock is her job now.';

/** The routes of notes for the tests of a file; each of them begins with the sample district and no note. */
export function noteCalls() {
  const calls = recordCallsOfTests();
  const write = (student: string, body: object = { text: TEXT }, claims: Claims = CLAIMS.counselor, key?: string) =>
    calls.post(NOTES, { id: student }, body, claims, key === undefined ? {} : { 'idempotency-key': key });
  const read = (student: string, noteId: string, claims: Claims = CLAIMS.counselor) =>
    calls.get(NOTE, { id: student, noteId }, claims);
  const list = (student: string, claims: Claims = CLAIMS.counselor, query = '') =>
    calls.get(NOTES, { id: student }, claims, query);
  const revise = (student: string, seen: Answer, body: object, claims: Claims = CLAIMS.counselor) => {
    const { text, kind, restricted } = seen.json;
    const params = { id: student, noteId: seen.json.noteId };
    return calls.put(NOTE, params, { text, kind, restricted, ...body }, claims, ifMatch(seen));
  };
  const withdraw = (student: string, seen: Answer, claims: Claims = CLAIMS.counselor, reason = 'Of another student') =>
    calls.post(WITHDRAW, { id: student, noteId: seen.json.noteId }, { reason }, claims, ifMatch(seen));
  const revisions = (student: string, noteId: string, claims: Claims = CLAIMS.counselor, query = '') =>
    calls.get(REVISIONS, { id: student, noteId }, claims, query);
  const later = (minutes: number) => {
    calls.now = new Date(Date.parse('2026-10-08T03:00:00Z') + minutes * 60_000).toISOString();
  };
  return { calls, write, read, list, revise, withdraw, revisions, later };
}

export const textsOf = ({ json }: Answer) => json.items.map(({ text }: { text: string | null }) => text);
