import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../../shared/domain/diagnostic.ts';
import { emptyTable } from '../../../../shared/lake/columnar.ts';
import { encodeTable } from '../../../../shared/lake/encoding.ts';
import { FileRows } from '../../../../shared/lake/fileRows.ts';
import { merge } from '../../../../shared/lake/merge.ts';
import type { FileSpec } from '../../../../shared/sis/fileSpec.ts';
import { attendanceEventsFile } from '../../../../shared/sis/files/attendanceEvents.ts';
import { courseTranscriptsFile } from '../../../../shared/sis/files/courseTranscripts.ts';
import { rolesFile } from '../../../../shared/sis/files/roles.ts';
import { type ParseContext, parseFile } from '../../../../shared/sis/parse/parseFile.ts';
import { parseText } from './parseText.ts';

/** Chunks so small that every record is read by itself, and one in which records are read many at a time. */
const ALONE = 7;
const TOGETHER = 1 << 20;

const ids = ['S1', 'S2', 'S3', '"S4"', 'a-very-long-id-of-more-than-thirty-two-bytes', 'José', 'no id', ''];
const days = ['2025-09-01', '2025-09-02', '"2025-09-03"', '2025-02-30', '2026-01-05T00:00', ''];
const statuses = ['', '', '', 'active', 'tobedeleted', 'Inactive', 'gone'];
const numbers = ['', '0', '1', '0.5', '60', '-1', '1,5', '"1"', 'x'];

interface Kind {
  readonly spec: FileSpec;
  readonly header: string;
  readonly cells: readonly (readonly string[])[];
  readonly context?: Partial<ParseContext>;
}

const codes = {
  category: {
    UA: { category: 'Unexcused Absence', absenceClass: 'other', reason: 'unknown' },
    EA: { category: 'Excused Absence', absenceClass: 'medical', portionOfDay: '1' },
    '': { category: 'Tardy' },
  },
};

const ATTENDANCE: Kind = {
  spec: attendanceEventsFile,
  header: 'status,studentSourcedId,schoolSourcedId,date,category,portionOfDay,minutesMissed,period,dateLastModified',
  cells: [
    statuses,
    ids,
    ['A', 'B', 'A', 'A', ''],
    days,
    ['Tardy', 'Partial', 'Unexcused Absence', 'UA', 'EA', '"Tardy"', 'Zzz', ''],
    numbers,
    numbers,
    ['', '1', '"2""3"', '"a\nb"', 'é'],
    ['', '', '2025-09-01T00:00:00Z'],
  ],
};

const TRANSCRIPTS: Kind = {
  spec: courseTranscriptsFile,
  header:
    'studentSourcedId,schoolYear,term,courseCode,attemptedCredits,earnedCredits,courseAttemptResult,schoolSourcedId',
  cells: [
    ids,
    ['2024', '2025', '25'],
    ['S1', 'S2', 'T'],
    ['ENG', 'MAT', 'SCI', 'ART'],
    ['0.5', '1', ...numbers],
    ['0.5', '0', ...numbers],
    ['Pass', 'Fail', 'pass'],
    ['A', 'B', ''],
  ],
};

const ROLES: Kind = {
  spec: rolesFile,
  header: 'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId',
  cells: [
    Array.from({ length: 400 }, (_, index) => `R${index}`),
    statuses,
    [''],
    ids,
    ['primary'],
    ['student', 'teacher', 'nobody'],
    days,
    days,
    ['A'],
  ],
};

const KINDS: readonly (readonly [string, Kind])[] = [
  ['attendance', ATTENDANCE],
  ['attendance in codes of its own', { ...ATTENDANCE, context: { codes } }],
  ['transcripts', TRANSCRIPTS],
  ['roles', ROLES],
];

/** Mostly good rows, runs of them, and every mistake of a cell, a line or a record between them. */
const fileOf = ({ header, cells }: Kind) => {
  const cell = (values: readonly string[]) =>
    fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...values.slice(0, 3)) }, fc.constantFrom(...values));
  const row = fc.tuple(...cells.map(cell)).map((each) => each.join(','));
  const line = fc.oneof(
    { weight: 100, arbitrary: row },
    row.map((each) => `${each},more`),
    row.map((each) => `${each}\r`),
    row.map((each) => each.replace('S', '\0').replace(',', ',"x"y')),
    fc.constantFrom('', ',', '\r'),
  );
  const end = fc.constantFrom('\n', '', ',"unclosed');
  return fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 120, size: 'max' }), end)
    .map(([lines, last]) => `${header}\n${lines.join('\n')}${last}`);
};

async function tableOf({ spec, context }: Kind, text: string, chunkBytes: number) {
  const diagnostics: Diagnostic[] = [];
  const previous = emptyTable(spec.table);
  const rows = new FileRows(previous, (diagnostic) => diagnostics.push(diagnostic));
  const bytes = new TextEncoder().encode(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const outcome = await parseFile({
    spec,
    version: '1.2',
    mode: 'bulk',
    chunks: chunks(),
    builder: rows,
    context: { instructionalMinutes: () => 360, ...context },
    report: (diagnostic) => diagnostics.push(diagnostic),
  });
  const settings = { startsOn: '08-01', generatedOn: 20_400 };
  const merged = merge({ previous, rows, dropId: 'D1', mode: 'bulk', settings });
  return { outcome, diagnostics, counts: merged.counts.bySchool(), bytes: Buffer.concat(encodeTable(merged.table)) };
}

describe.each(KINDS)('records that are read many at a time: %s', (_, kind) => {
  it('give the rows, the protected keys and the findings that they give one by one', async () => {
    const { context = {} } = kind;
    await fc.assert(
      fc.asyncProperty(fileOf(kind), async (text) => {
        const together = await parseText(kind.spec, text, { context, chunkBytes: TOGETHER });
        expect(together).toEqual(await parseText(kind.spec, text, { context, chunkBytes: ALONE }));
      }),
    );
  });

  it('leave the same bytes, repeats included', async () => {
    await fc.assert(
      fc.asyncProperty(fileOf(kind), async (text) => {
        expect(await tableOf(kind, text, TOGETHER)).toEqual(await tableOf(kind, text, ALONE));
      }),
    );
  });
});
