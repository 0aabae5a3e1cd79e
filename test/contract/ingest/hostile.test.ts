import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { staffId } from '../../../shared/domain/identity.ts';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import { releaseDrop } from '../../../shared/ingest/decideDrop.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { publishEdition } from '../../../shared/ingest/publishEdition.ts';
import { openTable } from '../../../shared/lake/reader.ts';
import { dayAt, stringAt } from '../../../shared/lake/rows.ts';
import { FILES } from '../../../shared/sis/registry.ts';
import { requireDrop } from '../../../shared/store/drops.ts';
import { currentEdition } from '../../../shared/store/editions.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { type Files, TestDistrict, withManifest, zipOf } from './district.ts';
import { type ModelDrop, type ModelFile, type ModelRow, Oracle, sorted, type TableName } from './oracle.ts';

let engine: DynamoEngine;

beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());

const COLUMNS: Readonly<Record<TableName, readonly string[]>> = {
  users: ['sourcedId', 'givenName', 'familyName', 'metadata.bus'],
  schoolEnrollments: ['studentSourcedId', 'schoolSourcedId', 'entryDate', 'exitWithdrawDate'],
  attendanceEvents: ['studentSourcedId', 'schoolSourcedId', 'date', 'category', 'eventId', 'metadata.note'],
};
const NAMES: readonly TableName[] = ['users', 'schoolEnrollments', 'attendanceEvents'];

const student = fc.constantFrom('s1', 's2', 's3');
const school = fc.constantFrom('A', 'B');
const day = fc.constantFrom('2021-03-01', '2021-06-30', '2021-09-01', '2022-02-01', '2022-02-02');
const cellsOf: Readonly<Record<TableName, fc.Arbitrary<Record<string, string>>>> = {
  users: fc.record({
    sourcedId: student,
    givenName: fc.constantFrom('Ann', 'Bo'),
    familyName: fc.constant('Ames'),
    'metadata.bus': fc.constantFrom('', '', '7'),
  }),
  schoolEnrollments: fc.record({
    studentSourcedId: student,
    schoolSourcedId: school,
    entryDate: fc.constantFrom('2019-08-20', '2020-08-20', '2021-08-20'),
    exitWithdrawDate: fc.constantFrom('', '', '2021-06-01', '2022-01-15'),
  }),
  attendanceEvents: fc.record({
    studentSourcedId: student,
    schoolSourcedId: school,
    date: day,
    category: fc.constantFrom('Tardy', 'Excused Absence'),
    eventId: fc.constantFrom('', '', '', 'e1', 'e2'),
    'metadata.note': fc.constantFrom('', '', 'late bus'),
  }),
};

const rowOf = (name: TableName, mode: 'bulk' | 'delta'): fc.Arbitrary<ModelRow> =>
  fc.tuple(cellsOf[name], fc.nat(9), fc.nat(19)).map(([written, deletes, broken]) => {
    const early = name === 'schoolEnrollments' && (written['exitWithdrawDate'] ?? '') < (written['entryDate'] ?? '');
    const cells = early ? { ...written, exitWithdrawDate: '' } : written;
    return {
      cells,
      deletes: mode === 'delta' && deletes < 3,
      broken: name === 'attendanceEvents' && broken === 0 && deletes > 2,
    };
  });

const fileOf = (name: TableName): fc.Arbitrary<ModelFile> =>
  fc
    .constantFrom<'bulk' | 'delta'>('bulk', 'bulk', 'delta')
    .chain((mode) => fc.array(rowOf(name, mode), { maxLength: 8 }).map((rows) => ({ name, mode, rows })));

const dropOf: fc.Arbitrary<Omit<ModelDrop, 'key'>> = fc
  .record({
    hour: fc.integer({ min: 1, max: 9 }),
    schoolYear: fc.option(fc.constantFrom(2021, 2022), { nil: undefined, freq: 3 }),
    from: fc.option(fc.constantFrom('2021-06-30', '2022-02-01'), { nil: undefined }),
    to: fc.option(fc.constantFrom('2021-09-01', '2022-02-01'), { nil: undefined }),
    files: fc.subarray([...NAMES], { minLength: 1 }).chain((names) => fc.tuple(...names.map(fileOf))),
  })
  .map(({ hour, schoolYear, from, to, files }) => ({
    generatedAt: `2022-03-02T0${hour}:00:00Z`,
    ...(schoolYear !== undefined && { schoolYear }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && (from === undefined || from <= to) && { to }),
    files,
  }));

type Happening = 'comes' | 'comes twice' | 'is released' | 'is overtaken by the next';
const happening = fc.constantFrom<Happening>(
  'comes',
  'comes',
  'comes twice',
  'is released',
  'is overtaken by the next',
);
const history = fc.array(fc.record({ drop: dropOf, happening }), { minLength: 1, maxLength: 6 });

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function csvOf({ name, mode, rows }: ModelFile): string {
  const lines = rows.map(({ cells, deletes, broken }) => [
    ...COLUMNS[name].map((column) => (broken && column === 'category' ? 'Nonsense' : (cells[column] ?? ''))),
    ...(mode === 'delta' ? [deletes ? 'tobedeleted' : 'active', '2022-03-01T00:00:00Z'] : []),
  ]);
  const header = [...COLUMNS[name], ...(mode === 'delta' ? ['status', 'dateLastModified'] : [])];
  return `${[header, ...lines].map((cells) => cells.map(quoted).join()).join('\n')}\n`;
}

function contentsOf({ files, generatedAt, schoolYear, from, to }: Omit<ModelDrop, 'key'>): Files {
  const attends = files.some(({ name }) => name === 'attendanceEvents');
  return withManifest(Object.fromEntries(files.map((file) => [`${file.name}.csv`, csvOf(file)])), {
    generatedAt,
    delta: files.filter(({ mode }) => mode === 'delta').map(({ name }) => name),
    more: [
      ...(schoolYear === undefined ? [] : [`waymark.schoolYear,${schoolYear}`]),
      ...(from && attends ? [`file.attendanceEvents.from,${from}`] : []),
      ...(to && attends ? [`file.attendanceEvents.to,${to}`] : []),
    ],
  });
}

/** Rows of the current edition as text, metadata taken apart again. */
async function storedRows({ lake }: TestDistrict, name: TableName): Promise<readonly object[]> {
  const edition = await currentEdition();
  const spec = FILES.find((file) => file.name === name);
  if (!edition || !spec) return [];
  const table = await openTable(lake, edition, spec.table);
  return Array.from({ length: table.rowCount }, (_, row) => {
    const cells = spec.table.columns.flatMap(({ name: column, kind }): readonly (readonly [string, string])[] => {
      if (kind === 'day') {
        const at = dayAt(table.ints(column), row);
        return at === undefined ? [] : [[column, formatDay(at)]];
      }
      const text = kind === 'string' ? stringAt(table.strings(column), row) : undefined;
      if (text === undefined) return [];
      if (column !== 'metadata') return [[column, text]];
      return Object.entries(JSON.parse(text) as object).map(([key, value]) => [`metadata.${key}`, String(value)]);
    });
    return sorted(Object.fromEntries(cells));
  });
}

const asSet = (rows: Iterable<object>) => [...rows].map((row) => JSON.stringify(row)).sort();

class Play {
  readonly district = new TestDistrict();
  readonly oracle = new Oracle();
  #sent = 0;

  async send(drop: Omit<ModelDrop, 'key'>): Promise<{ readonly dropId: string; readonly drop: ModelDrop }> {
    const key = `drops/sis/${String(this.#sent++).padStart(2, '0')}.zip`;
    const object = this.district.drops.write(key, zipOf(contentsOf(drop)));
    return { dropId: await this.district.announce(object), drop: { ...drop, key } };
  }

  async expectSame(dropId: string, drop: ModelDrop, isReleased = false): Promise<string> {
    const record = await requireDrop(dropId);
    const { status, accounts } = this.oracle.take(drop, isReleased);
    expect(record.status).toBe(status);
    for (const { file, rows, accepted, unchanged, rejected, deleted, removed } of record.files ?? []) {
      expect(accepted + unchanged + rejected + deleted).toBe(rows);
      const account = { rows, accepted, unchanged, rejected, deleted, removed };
      expect(account, file).toEqual(accounts.get(file.replace('.csv', '') as TableName));
    }
    for (const name of NAMES) {
      expect(asSet(await storedRows(this.district, name)), name).toEqual(
        asSet(this.oracle.tables.get(name)?.values() ?? []),
      );
    }
    return status;
  }

  async release(dropId: string, drop: ModelDrop): Promise<void> {
    const by = { by: staffId('admin'), at: drop.generatedAt, reason: 'It is so' };
    const { outcome } = await releaseDrop(dropId, by, async () => {});
    if (outcome !== 'decided') return;
    await this.district.ingest(dropId);
    await this.expectSame(dropId, drop, true);
  }
}

describe('any sequence of drops', () => {
  it('leaves the tables and accounts that the protocol over plain maps leaves', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async (drops) => {
        await engine.clear();
        const play = new Play();
        for (let at = 0; at < drops.length; at++) {
          const { drop, happening } = drops[at]!;
          const next = drops[at + 1];
          const sent = await play.send(drop);
          if (happening === 'is overtaken by the next' && next) {
            // It is read, loses its lease, and another drop is taken in before it is published.
            await checkDrop(sent.dropId, play.district.context);
            const { candidateKey } = await normalizeDrop(sent.dropId, play.district.context);
            if (!candidateKey) {
              await play.expectSame(sent.dropId, sent.drop);
              continue;
            }
            play.district.wait(21);
            at++;
            const other = await play.send(next.drop);
            await play.district.ingest(other.dropId);
            await play.expectSame(other.dropId, other.drop);
            const { outcome } = await publishEdition({ dropId: sent.dropId, candidateKey }, play.district.context);
            if (outcome === 'rebase') await play.district.normalizeAndPublish(sent.dropId);
            await play.expectSame(sent.dropId, sent.drop);
            continue;
          }
          await play.district.ingest(sent.dropId);
          const status = await play.expectSame(sent.dropId, sent.drop);
          if (status === 'held' && happening === 'is released') await play.release(sent.dropId, sent.drop);
          if (happening === 'comes twice') {
            const again = await play.send(drop);
            await play.district.ingest(again.dropId);
            await play.expectSame(again.dropId, again.drop);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
