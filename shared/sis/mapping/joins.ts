import { type DropFile, DropSourceError } from '../drop/source.ts';
import type { FileMapping } from './fileMapping.ts';
import { JoinError, type JoinTable, readJoin } from './joinTable.ts';
import { fits } from './sources.ts';

/**
 * The files that rows are completed from, in the order of the mapping's joins. Throws a `DropSourceError`, which holds the
 * drop, when one is not there or cannot be used.
 */
export async function readJoins(mapping: FileMapping, files: readonly DropFile[]): Promise<readonly JoinTable[]> {
  const tables: JoinTable[] = [];
  for (const join of mapping.joins) {
    const file = files.find(({ name }) => fits(join.source, name));
    if (!file) throw unusable(join.source, `${join.source} is not in the drop: the rows of ${mapping.source} need it.`);
    try {
      tables.push(await readJoin(join, mapping, file.name, file.open()));
    } catch (error) {
      throw error instanceof JoinError ? unusable(file.name, error.message) : error;
    }
  }
  return tables;
}

const unusable = (file: string, message: string) => new DropSourceError('mapping.join_unusable', message, file);
