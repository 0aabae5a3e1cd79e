import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rejectsList } from '../../../../shared/http/operations/rejects.ts';
import { Findings } from '../../../../shared/ingest/findings.ts';
import { memoryLake } from '../../../../shared/lake/lake.ts';
import { rejectsKey } from '../../../../shared/store/drops.ts';

const DROP = 'd1';

async function listOf(columns: readonly string[], maxBytes: number) {
  const findings = new Findings();
  for (const [index, column] of columns.entries()) {
    const message = `Write a date, such as 2027-01-15, into ${column}.`;
    findings.report({ severity: 'rejected', file: 'users.csv', line: index + 2, column, code: 'row.invalid', message });
  }
  const lake = memoryLake();
  await lake.putStream(rejectsKey(DROP), findings.rejects);
  const whole = (await lake.get(rejectsKey(DROP))) ?? new Uint8Array();
  return { list: (await rejectsList(lake, DROP, maxBytes)) ?? '', size: whole.length, whole };
}

describe('the list of rejects', () => {
  test('is whole while it fits, to the byte, and says when it was cut', async () => {
    const columns = ['date', 'a "quoted", one', 'of\r\ntwo lines', 'élève'];
    const { size, whole } = await listOf(columns, 1e6);
    expect((await listOf(columns, size)).list).toBe(new TextDecoder().decode(whole));
    const { list } = await listOf(columns, size - 1);
    const rows = parse(list) as string[][];
    expect(rows.slice(1, -1).map((row) => row[2])).toEqual(columns.slice(0, -1));
    expect(rows.at(-1)?.[3]).toBe('rejects.cut');
  });

  test('is cut between records, wherever its limit falls', async () => {
    const column = fc.stringMatching(/^[a-z", \r\néß]{0,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(column, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 40, max: 900 }),
        async (columns, limit) => {
          const { list, size } = await listOf(columns, limit);
          const rows = parse(list) as string[][];
          const isCut = size > limit;
          expect(rows[0]).toEqual(['file', 'line', 'column', 'code', 'message']);
          expect(rows.at(-1)?.[3] === 'rejects.cut').toBe(isCut);
          const kept = rows.slice(1, isCut ? -1 : undefined).map((row) => row[2]);
          expect(kept).toEqual(columns.slice(0, kept.length));
          if (!isCut) expect(kept).toHaveLength(columns.length);
        },
      ),
    );
  });

  test('is not there for a drop that left none', async () => {
    expect(await rejectsList(memoryLake(), DROP, 100)).toBeUndefined();
  });
});
