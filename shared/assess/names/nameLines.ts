import type { SchoolId } from '../../domain/identity.ts';
import { KEY_KINDS, type KeyKind, keyOf } from '../../domain/search/nameKeys.ts';
import { schoolsListing } from '../../store/directory.ts';
import type { DirectoryEntry } from '../../store/entities.ts';

/** A student of a part as the names of a run are made of them: directory information alone. */
export interface PartName extends Pick<DirectoryEntry, 'sourcedId' | 'givenName' | 'familyName' | 'grade' | 'exited'> {
  readonly schools: readonly SchoolId[];
}

/** A line of the names: one of the keys of a student, with what lists are narrowed by. */
export interface NameLine extends Pick<PartName, 'sourcedId' | 'grade' | 'exited' | 'schools'> {
  readonly key: string;
  readonly kind: KeyKind;
}

/** What opens the names of a run. */
export interface NameIndex {
  /** Every school that lists a student, ascending. */
  readonly schools: readonly SchoolId[];
  /**
   * Where each block of names begins: every key of the blocks before it is less, every key of its own is not. No longer than
   * it takes to tell the blocks apart. The first is empty.
   */
  readonly blocks: readonly string[];
}

export function partNameLine(entry: DirectoryEntry): string {
  const { sourcedId, givenName, familyName, grade, exited } = entry;
  const line: PartName = { sourcedId, givenName, familyName, grade, exited, schools: schoolsListing(entry) };
  return JSON.stringify(line);
}

/** The lines of a student. */
export function nameLinesOf(name: PartName): readonly NameLine[] {
  const { sourcedId, grade, exited, schools } = name;
  return KEY_KINDS.map((kind) => ({ key: keyOf(name, kind), kind, sourcedId, grade, exited, schools }));
}

/** Ascending by key; of one key by sourcedId, then kind. */
export function inOrder(one: NamePlace, other: NamePlace): number {
  return compare(one.key, other.key) || compare(one.sourcedId, other.sourcedId) || compare(one.kind, other.kind);
}

/** A place among the names. */
export type NamePlace = Pick<NameLine, 'key' | 'sourcedId' | 'kind'>;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
