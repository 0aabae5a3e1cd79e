import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileSpec } from '../../shared/sis/fileSpec.ts';
import { FILES } from '../../shared/sis/registry.ts';
import { readCsv } from '../bench/sql/csvFiles.ts';
import { openDuck, rowsOf } from '../bench/sql/duck.ts';
import { parseText } from '../unit/sis/parse/parseText.ts';
import { type GeneratedFile, generatedFile } from './generatedFile.ts';

let folder: string;
let duck: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waymark-differential-'));
  duck = await openDuck(join(folder, 'spill'));
});
afterAll(() => {
  duck.closeSync();
  rmSync(folder, { recursive: true, force: true });
});

type Cells = Readonly<Record<string, unknown>>;

/** The rows DuckDB reads, by their place, in the form that the parser's are compared in. */
async function readByDuck(spec: FileSpec, { text, header }: GeneratedFile): Promise<readonly Cells[]> {
  const path = join(folder, `${spec.name}.csv`);
  writeFileSync(path, text);
  const rows = await rowsOf(duck, `SELECT * FROM ${readCsv({ spec, path, header })}`);
  return rows.map((row) =>
    Object.fromEntries(
      spec.columns.flatMap(({ name, type }) => {
        const value = row[name];
        if (value === null || value === undefined || value === '') return [];
        return [[name, type.kind === 'decimal' || typeof value === 'boolean' ? Number(value) : value]];
      }),
    ),
  );
}

describe('values of well-formed files', () => {
  test.each(FILES.map((spec) => [spec.name, spec] as const))('of %s are those that DuckDB reads', async (_, spec) => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(generatedFile(spec), fc.integer({ min: 1, max: 40 }), async (file, chunkBytes) => {
        const context = { instructionalMinutes: () => 360 };
        const { records, rejects, rows, rejected } = await parseText(spec, file.text, { chunkBytes, context });
        expect(rows).toBe(file.cells.length);
        expect(records.length + rejected).toBe(rows);
        accepted += records.length;
        // What a rule of the file refuses is well-formed all the same; nothing else is refused.
        expect(rejects.filter((reject) => / (csv|table)\./.test(reject))).toEqual([]);
        const expected = await readByDuck(spec, file);
        expect(expected.length).toBe(rows);
        for (const { line, cells } of records) expect(cells).toEqual(expected[file.lines.indexOf(line)]);
        if (!spec.rule) expect(records.map(({ line }) => line)).toEqual(file.lines);
      }),
      // Rules of a file refuse most rows of random cells: more of them leave enough to compare.
      { numRuns: spec.rule ? 36 : 12 },
    );
    expect(accepted).toBeGreaterThan(5);
  });
});
