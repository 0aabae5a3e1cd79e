import type { FileMapping } from './fileMapping.ts';
import type { Mapping } from './mapping.ts';

/** How a file of the source is mapped: for each target the first entry whose pattern fits its name. */
export function mappingsOf(mapping: Mapping | undefined, fileName: string): readonly FileMapping[] {
  const fitting = mapping?.files.filter((file) => fits(file.source, fileName)) ?? [];
  return fitting.filter((file, index) => fitting.findIndex(({ target }) => target === file.target) === index);
}

/** Whether another file's rows are completed from this one. */
export function isJoined(mapping: Mapping | undefined, fileName: string): boolean {
  return mapping?.files.some(({ joins }) => joins.some(({ source }) => fits(source, fileName))) ?? false;
}

/** Whether the mapping has a use for the file. */
export function isSource(mapping: Mapping | undefined, fileName: string): boolean {
  return mappingsOf(mapping, fileName).length > 0 || isJoined(mapping, fileName);
}

/** A file that the mapping asks for and that is not there. */
export interface MissingSource {
  readonly target: string;
  /** The pattern that no name fits. */
  readonly pattern: string;
  /** What the rows would be completed from; otherwise its own rows are missing. */
  readonly isJoined: boolean;
}

/**
 * What a table still lacks: as soon as one of its sources is there every other one that is not optional must be, and every
 * file that those which are there are completed from. Half of a table would look like a withdrawal of the rest.
 */
export function missingSources(
  mapping: Mapping | undefined,
  target: string,
  fileNames: readonly string[],
): readonly MissingSource[] {
  const entries = mapping?.files.filter((file) => file.target === target) ?? [];
  const isThere = (pattern: string) => fileNames.some((name) => fits(pattern, name));
  const there = entries.filter(({ source }) => isThere(source));
  if (there.length === 0) return [];
  const own = entries.filter(({ source, optional }) => !optional && !isThere(source)).map(({ source }) => source);
  const joined = there.flatMap(({ joins }) => joins.map(({ source }) => source)).filter((pattern) => !isThere(pattern));
  return [
    ...own.map((pattern) => ({ target, pattern, isJoined: false })),
    ...[...new Set(joined)].map((pattern) => ({ target, pattern, isJoined: true })),
  ];
}

/** Whether a name fits a pattern, in which `*` stands for any characters; the case of letters does not count. */
export function fits(pattern: string, fileName: string): boolean {
  const literal = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i').test(fileName);
}
