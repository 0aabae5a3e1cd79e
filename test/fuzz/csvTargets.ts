import { CsvScanner, MAX_FIELDS, type ScanFailure, type ScannerOptions } from '../../shared/sis/csv/scanner.ts';
import { readManifest } from '../../shared/sis/manifest/readManifest.ts';
import { FILES } from '../../shared/sis/registry.ts';
import { parseText } from '../unit/sis/parse/parseText.ts';
import { type FuzzTarget, hold, pieces, utf8 } from './target.ts';

const DIALECTS: readonly ScannerOptions[] = [
  {},
  { delimiter: ';' },
  { delimiter: '\t', quoteEscape: '\\' },
  { maxRecordBytes: 64 },
];
const CSV_SEEDS = [
  'a,b\n1,2\n',
  '\uFEFFa,"b ""q""\r\nc"\r\n\r\n1,漢\n',
  'x\ty\n"a\\"b"\t"\\\\"\n',
  '"never closed,\n1,2\n',
  `${'x,'.repeat(1100)}\n`,
].map(utf8);

/** All that a scan gives, as text. */
function scanned(bytes: Uint8Array, options: ScannerOptions, size: number): string {
  const scanner = new CsvScanner(options);
  const records: string[] = [];
  let before = 0;
  const onRecord = () => {
    const { fieldCount, line, flaws, terminated, starts, ends } = scanner;
    hold(fieldCount > 0, 'a record has at least one field');
    hold(line > before, 'every record begins on a later line');
    before = line;
    const fields = Array.from({ length: Math.min(fieldCount, MAX_FIELDS) }, (_, field) => {
      const [start, end] = [starts[field] ?? -1, ends[field] ?? -2];
      hold(start >= 0 && start <= end && end <= scanner.bytes.length, 'a field lies within the bytes');
      return Buffer.from(scanner.bytes.subarray(start, end)).toString('hex');
    });
    records.push(JSON.stringify([line, flaws, terminated, fieldCount, fields]));
  };
  let failure: ScanFailure | undefined;
  for (const piece of pieces(bytes, size)) {
    failure = scanner.push(piece, onRecord);
    if (failure) break;
  }
  failure ??= scanner.finish(onRecord);
  return `${records.join('\n')}\n${JSON.stringify(failure ?? null)}`;
}

/** The scanner: the same records and flaws wherever the pieces of its input end. */
export const scannerTarget: FuzzTarget = {
  name: 'scanner',
  seeds: CSV_SEEDS,
  run: async (bytes) => {
    const options = DIALECTS[(bytes[0] ?? 0) % DIALECTS.length] ?? {};
    const whole = scanned(bytes, options, Math.max(1, bytes.length));
    // Where a record's size is bounded, pieces decide how much of it has arrived when the bound is met.
    const sizes = options.maxRecordBytes === undefined ? [1, 2, 3, 7, 64] : [];
    for (const size of sizes)
      hold(scanned(bytes, options, size) === whole, `pieces of ${size} bytes are scanned otherwise`);
    if (options.maxRecordBytes !== undefined) scanned(bytes, options, 5);
    return whole.replaceAll(/"[0-9a-f]*"/g, (field) => (field.length > 2 ? 'f' : 'e')).slice(0, 60);
  },
};

/** A file of the drop: any of them, chosen by the first byte; the second chooses bulk or delta and the version. */
export const parseFileTarget: FuzzTarget = {
  name: 'parseFile',
  seeds: FILES.flatMap(({ headers, columns }, index) => {
    const header = headers?.['1.2'] ?? columns.map(({ name }) => name);
    const rows = [header.join(','), header.map(() => 'x1').join(','), header.map(() => '2025-09-03').join(',')];
    return [utf8(`${String.fromCharCode(index)}a${rows.join('\n')}\n`)];
  }),
  run: async (bytes) => {
    const spec = FILES[(bytes[0] ?? 0) % FILES.length];
    if (!spec) throw new RangeError('there are files');
    const [choice = 0] = bytes.subarray(1);
    const options = { mode: choice & 1 ? 'bulk' : 'delta', version: choice & 2 ? '1.1' : '1.2' } as const;
    const content = bytes.subarray(2);
    const context = { instructionalMinutes: () => (choice & 4 ? 360 : undefined) };
    const whole = await parseText(spec, content, { ...options, context, chunkBytes: Math.max(1, content.length) });
    const { rows, rejected, unusable, records, rejects, protectedKeys } = whole;
    hold(rows === records.length + rejected, 'every row is accepted or rejected');
    if (!unusable) {
      hold(rejects.length === rejected, 'every rejected row has one diagnostic');
      hold(protectedKeys.length <= rejected, 'only rejected rows are protected');
    }
    for (const chunkBytes of [1, 13]) {
      const again = await parseText(spec, content, { ...options, context, chunkBytes });
      hold(JSON.stringify(again) === JSON.stringify(whole), `pieces of ${chunkBytes} bytes are read otherwise`);
    }
    const codes = new Set(whole.diagnostics.map(({ code, column }) => `${code} ${column}`));
    return `${spec.name} ${[...codes].sort().join()} ${Math.min(records.length, 3)}`;
  },
};

/** The manifest of a drop. */
export const manifestTarget: FuzzTarget = {
  name: 'manifest',
  seeds: [
    'propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,bulk\nfile.attendanceEvents,delta\n',
    'propertyName,value\nfile.attendanceEvents,bulk\nfile.attendanceEvents.from,2025-09-01\n' +
      'file.attendanceEvents.to,2025-10-01\nwaymark.generatedAt,2025-10-01T22:00:00Z\nwaymark.schoolYear,2026\nwaymark.rollover,true\n',
  ].map(utf8),
  run: async (bytes) => {
    const { files, windows, generatedAt, schoolYear, rollover, diagnostics } = readManifest(bytes);
    hold(generatedAt === undefined || !Number.isNaN(Date.parse(generatedAt)), 'generatedAt is an instant');
    for (const { from, to } of windows.values()) {
      const isRefused = diagnostics.some(({ severity }) => severity === 'rejected');
      hold(from === undefined || to === undefined || from <= to || isRefused, 'a window is no gap');
    }
    const codes = new Set(diagnostics.map(({ code }) => code));
    return [...codes].sort().join() + files.size + windows.size + schoolYear + rollover;
  },
};
