import type { Diagnostic } from '../domain/diagnostic.ts';
import type { Cells } from '../lake/cells.ts';
import type { ColumnarTable } from '../lake/columnar.ts';
import type { Dictionary } from '../lake/dictionary.ts';
import type { FileRows } from '../lake/fileRows.ts';
import type { TableSchema } from '../lake/schema.ts';
import type { FileSpec } from '../sis/fileSpec.ts';
import { FILES } from '../sis/registry.ts';
import { RecordIds } from './recordIds.ts';

const named = FILES.flatMap(({ references = {} }) => Object.values(references));
const TARGETS: ReadonlyMap<string, TableSchema> = new Map(
  FILES.filter(({ name }) => named.includes(name)).map(({ name, table }) => [name, table]),
);

/** Lines that a finding names; the others are counted. */
const LINES_NAMED = 5;

export interface ReferencesContext {
  /** A table of the edition that the drop builds on; undefined when it has never come. */
  readonly stored: (schema: TableSchema) => Promise<ColumnarTable | undefined>;
  readonly report: (diagnostic: Diagnostic) => void;
}

/**
 * Looks whether the rows of a drop name records that exist, in this drop or before it. A row that does not is kept and
 * told once per file and column: a later drop may bring what it names. Distinct values are looked up, not rows.
 */
export class References {
  readonly #context: ReferencesContext;
  readonly #ids = new Map<string, RecordIds | undefined>();

  constructor(context: ReferencesContext) {
    this.#context = context;
  }

  /** A table as the drop leaves it. */
  remember(table: ColumnarTable): void {
    const { name } = table.schema;
    if (TARGETS.has(name)) this.#ids.set(name, new RecordIds(table));
  }

  /** Reports what the rows of a file name and is not there; to be asked when the files they name have been read. */
  async check({ references = {}, table }: FileSpec, rows: FileRows, file: string): Promise<void> {
    for (const [column, target] of Object.entries(references)) {
      const index = table.columns.findIndex(({ name }) => name === column);
      const [cells, dictionary] = [rows.columns[index], rows.dictionaries[index]];
      if (target === undefined || !cells || !dictionary || cells.isMissing) continue;
      const dangling = danglingRows(rows, cells, unknownCodes(dictionary, await this.#idsOf(target)));
      if (dangling.count > 0)
        this.#context.report(finding({ file, column, target, ...dangling }, this.#ids.get(target)));
    }
  }

  async #idsOf(target: string): Promise<RecordIds | undefined> {
    if (!this.#ids.has(target)) {
      const schema = TARGETS.get(target);
      const table = schema && (await this.#context.stored(schema));
      this.#ids.set(target, table && new RecordIds(table));
    }
    return this.#ids.get(target);
  }
}

/** 1 for each code of a dictionary that names a record which is not there; undefined when there is none. */
function unknownCodes(dictionary: Dictionary, ids: RecordIds | undefined): Uint8Array | undefined {
  const { blob, offsets } = dictionary.stored();
  const unknown = new Uint8Array(dictionary.size);
  let isAny = false;
  for (let code = 0; code < dictionary.size; code++) {
    if (ids?.hasAll(blob, offsets[code] ?? 0, offsets[code + 1] ?? 0)) continue;
    unknown[code] = 1;
    isAny = true;
  }
  return isAny ? unknown : undefined;
}

interface DanglingRows {
  readonly count: number;
  readonly lines: readonly number[];
}

function danglingRows(rows: FileRows, cells: Cells, unknown: Uint8Array | undefined): DanglingRows {
  const lines: number[] = [];
  let count = 0;
  for (let row = 0; unknown && row < rows.rowCount; row++) {
    const code = cells.get(row);
    if (Number.isNaN(code) || unknown[code] === 0 || rows.isDeletion(row)) continue;
    count++;
    if (lines.length < LINES_NAMED) lines.push(rows.lines.get(row));
  }
  return { count, lines };
}

interface Dangling extends DanglingRows {
  readonly file: string;
  readonly column: string;
  readonly target: string;
}

function finding({ file, column, target, count, lines }: Dangling, ids: RecordIds | undefined): Diagnostic {
  const [rows, keep] = count === 1 ? ['1 row names', 'It is kept'] : [`${count} rows name`, 'They are kept'];
  const where = `line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}${count > lines.length ? ' …' : ''}`;
  const place = { severity: 'notice', file, line: lines[0] ?? 0, column } as const;
  return ids
    ? {
        ...place,
        code: 'reference.missing_target_record',
        message: `${rows} in ${column} what ${target}.csv does not have (${where}). ${keep}: send it in ${target}.csv, or correct ${column}.`,
      }
    : {
        ...place,
        code: 'reference.missing_target_file',
        message: `${rows} records of ${target}.csv in ${column}, and that file has never come (${where}). ${keep}: send ${target}.csv too.`,
      };
}
