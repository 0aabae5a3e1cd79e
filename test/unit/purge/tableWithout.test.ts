import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTable, encodeTable } from '../../../shared/lake/encoding.ts';
import { stringAt } from '../../../shared/lake/rows.ts';
import type { TableSchema } from '../../../shared/lake/schema.ts';
import { tableWithout } from '../../../shared/purge/tableWithout.ts';
import { attendanceEventsFile } from '../../../shared/sis/files/attendanceEvents.ts';
import { demographicsFile } from '../../../shared/sis/files/demographics.ts';
import { usersFile } from '../../../shared/sis/files/users.ts';
import { type SampleRow, tableOf } from '../lake/tableOf.ts';

const bytesOf = (schema: TableSchema, rows: readonly SampleRow[]) =>
  new Uint8Array(Buffer.concat(encodeTable(tableOf(schema, rows, 'drop-1'))));

function rowsIn(schema: TableSchema, bytes: Uint8Array) {
  const table = decodeTable(schema, bytes);
  const columns = schema.columns.filter(({ kind }) => kind === 'string');
  return Array.from({ length: table.rowCount }, (_, row) => ({
    line: table.lines.values[row],
    cells: columns.map(({ name }) => stringAt(table.strings(name), row)),
  }));
}

describe('a table that a student is taken out of', () => {
  it('keeps every other row as it stood, with its line, and no text of the student’s', () => {
    const schema = attendanceEventsFile.table;
    const row = fc.record({
      studentSourcedId: fc.constantFrom('s1', 's10', 's2', '1s1'),
      schoolSourcedId: fc.constantFrom('s1', 'north'),
      period: fc.constantFrom('1', '2', 'of s1'),
      attendanceEventType: fc.constantFrom('Daily attendance', 'x'),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (drawn) => {
        const rows = drawn.map((each, at) => ({ ...each, date: 20_000 + at }));
        const before = bytesOf(schema, rows);
        const others = rows.flatMap((each, at) => (each.studentSourcedId === 's1' ? [] : [at]));
        const without = tableWithout(before, 's1');
        if (others.length === rows.length) {
          expect(without).toBeUndefined();
          return;
        }
        expect(without?.rows).toBe(rows.length - others.length);
        const all = rowsIn(schema, before);
        expect(rowsIn(schema, without?.bytes ?? before)).toEqual(others.map((at) => all[at]));
        expect(tableWithout(without?.bytes ?? before, 's1')).toBeUndefined();
        const texts = decodeTable(schema, without?.bytes ?? before).texts('studentSourcedId');
        expect(texts).not.toContain('s1');
      }),
    );
  });

  it('loses the person’s own row in users and demographics, and the id in lists of others', () => {
    const users = bytesOf(usersFile.table, [
      { sourcedId: 's1', givenName: 'Ann', familyName: 'Lee', agentSourcedIds: 'g1' },
      { sourcedId: 'g1', givenName: 'Gus', familyName: 'Lee', agentSourcedIds: 's1,s2' },
      { sourcedId: 'g2', givenName: 'Gil', familyName: 'Orr', agentSourcedIds: 's1' },
    ]);
    const table = decodeTable(usersFile.table, tableWithout(users, 's1')?.bytes ?? users);
    expect(table.texts('sourcedId')).toEqual(['g1', 'g2']);
    expect(table.texts('agentSourcedIds')).toEqual(['s2']);
    expect(table.texts('givenName')).toEqual(['Gus', 'Gil']);
    const demographics = bytesOf(demographicsFile.table, [{ sourcedId: 's1', sex: 'female' }, { sourcedId: 's2' }]);
    expect(tableWithout(demographics, 's1')?.rows).toBe(1);
  });

  it('forgets what dictionaries remembered of rows that are gone', () => {
    const schema = usersFile.table;
    const table = tableOf(schema, [{ sourcedId: 's2', givenName: 'Bo', familyName: 'Orr' }], 'drop-1');
    table.stored('sourcedId').dictionary?.internString('s1');
    table.stored('givenName').dictionary?.internString('Ann');
    const bytes = new Uint8Array(Buffer.concat(encodeTable(table)));
    expect(decodeTable(schema, bytes).texts('givenName')).toEqual(['Bo', 'Ann']);
    const without = tableWithout(bytes, 's1');
    expect(without?.rows).toBe(0);
    expect(decodeTable(schema, without?.bytes ?? bytes).texts('givenName')).toEqual(['Bo']);
  });
});
