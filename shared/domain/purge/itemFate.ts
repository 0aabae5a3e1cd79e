import { isOfStudent, redactedDeep, withoutStudent } from './naming.ts';

/** An item of the student table. */
export type StoredItem = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string };

/** What becomes of an item: it goes, it stays without the student, or it stays with a hash where the student was named. */
export type ItemFate = 'remove' | 'rewrite' | 'redact' | 'keep';

/** Who is to be forgotten, and by what else their plans and notes are known. */
export interface Subject {
  readonly id: string;
  /** What stands for the id where an item has to stay. */
  readonly hash: string;
  readonly derived: ReadonlySet<string>;
  /** The purge that asks, which stays until it is done. */
  readonly purgeId: string;
}

/** Ids that are made, unlike those of the SIS: long, hexadecimal, of one thing alone. */
const MADE = /^[0-9a-f]{16,}$/;
/** A note's id begins with its time; its revisions are filed under the rest. */
const NOTE_TIME_DIGITS = 12;

const AUDIT = 'AUDIT#';
const PURGE = 'PURGE#';
/** Notices by day, then student. */
const RIGHTS = 'RIGHTS';

/** Ids of the things in a student's own partition: plans, notes, requests. What is filed under them goes, too. */
export function derivedIds({ pk, sk }: StoredItem, id: string): readonly string[] {
  if (pk !== `STUDENT#${id}`) return [];
  const made = sk.split('#').filter((token) => MADE.test(token));
  const notes = sk.startsWith('NOTE#') ? made.map((noteId) => noteId.slice(NOTE_TIME_DIGITS)) : [];
  return [...made, ...notes].filter((token) => MADE.test(token));
}

/** What becomes of an item when a student is forgotten. */
export function itemFate(item: StoredItem, subject: Subject): ItemFate {
  const { pk, sk, ...content } = item;
  const { id, derived, purgeId } = subject;
  if (pk.startsWith(PURGE)) return pk !== `${PURGE}${purgeId}` && isRequestFor(content, id) ? 'remove' : 'keep';
  if (pk.startsWith(AUDIT)) return isSame(redactedDeep(content, id, ''), content) ? 'keep' : 'redact';
  if (pk === `STUDENT#${id}` || pk === `DISCLOSED#${id}`) return 'remove';
  if (sk === `STUDENT#${id}` || sk.startsWith(`STUDENT#${id}#`)) return 'remove';
  if (pk === RIGHTS && sk.endsWith(`#${id}`)) return 'remove';
  if ([...pk.split('#'), ...sk.split('#')].some((token) => derived.has(token))) return 'remove';
  if (isOfStudent(content, id) || isAboutDerived(content, derived)) return 'remove';
  return withoutStudent(content, id) === content ? 'keep' : 'rewrite';
}

/** An item that stays, with what it is to hold. */
export function redactedItem({ pk, sk, ...content }: StoredItem, { id, hash }: Subject): StoredItem {
  return { pk, sk, ...(redactedDeep(content, id, `purged:${hash}`) as object) };
}

export function rewrittenItem({ pk, sk, ...content }: StoredItem, { id }: Subject): StoredItem {
  return { pk, sk, ...(withoutStudent(content, id) as object) };
}

/** Another purge of the same student, that nobody has approved. */
const isRequestFor = ({ purge }: Readonly<Record<string, unknown>>, id: string): boolean =>
  typeof purge === 'object' && purge !== null && 'subject' in purge && purge.subject === id;

/** A message, a task: it names a plan of the student's. */
function isAboutDerived(content: Readonly<Record<string, unknown>>, derived: ReadonlySet<string>): boolean {
  return Object.values(content).some(
    (member) =>
      typeof member === 'object' &&
      member !== null &&
      Object.values(member).some((value) => typeof value === 'string' && derived.has(value)),
  );
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
