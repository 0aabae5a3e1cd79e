import type { SchoolId } from '../../domain/identity.ts';
import { KEY_KINDS, type KeyKind, keysOf } from '../../domain/search/nameKeys.ts';
import { schoolsListing } from '../../store/directory.ts';
import type { DirectoryEntry } from '../../store/entities.ts';

/** A student of a part as the names of a run are made of them: directory information alone. */
export interface PartName extends Pick<DirectoryEntry, 'sourcedId'> {
  /** One of each kind, in the order of `KEY_KINDS`. */
  readonly keys: readonly string[];
  readonly schools: readonly SchoolId[];
  readonly exited?: true;
}

/** A place among the names. */
export interface NamePlace {
  /** The kind of key and the key, so that those of a kind stand together. */
  readonly key: string;
  readonly sourcedId: string;
}

/** A line of the names: one of the keys of a student, with what lists are narrowed by. */
export interface NameLine extends NamePlace {
  /** Schools that list the student, by their places in the index. */
  readonly at: readonly number[];
  readonly exited?: true;
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

/** Made with the part, by one of many threads: names are folded there, and joining the parts only puts keys in order. */
export function partNameLine(entry: DirectoryEntry): string {
  const { sourcedId, exited } = entry;
  const keys = keysOf(entry);
  const line: PartName = { sourcedId, keys, schools: schoolsListing(entry), ...(exited && { exited }) };
  return JSON.stringify(line);
}

export const placedKey = (kind: KeyKind, key: string): string => `${kind}${key}`;

export const kindOf = ({ key }: NamePlace): KeyKind | undefined => KEY_KINDS.find((kind) => key.startsWith(kind));

/** Ascending by key; of one key by sourcedId. */
export const inOrder = (one: NamePlace, other: NamePlace): number =>
  compare(one.key, other.key) || compare(one.sourcedId, other.sourcedId);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
