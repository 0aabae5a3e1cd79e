import { attendanceEventsFile } from '../../shared/sis/files/attendanceEvents.ts';
import { ENCODINGS } from '../../shared/sis/mapping/encodings.ts';
import { type FileMapping, fileMapping } from '../../shared/sis/mapping/fileMapping.ts';
import { parseText } from '../unit/sis/parse/parseText.ts';
import { type FuzzTarget, hold, utf8 } from './target.ts';

const base = {
  source: 'attendance.txt',
  target: 'attendanceEvents',
  delimiter: ';',
  nullTokens: ['NULL'],
  trim: true,
  columns: { Student: 'studentSourcedId', Day: 'date', Code: 'category' },
  constants: { schoolSourcedId: 'north' },
  codes: { category: { A: { category: 'Unexcused Absence' }, H: { category: 'Partial', portionOfDay: '0.5' } } },
};

/** Each encoding with one more way of writing files. */
const MAPPINGS: readonly FileMapping[] = ENCODINGS.flatMap((encoding) =>
  [
    { quoteEscape: '\\', dateFormat: 'M/D/YYYY' },
    { skipRows: 1, derived: { Student: { from: 'Pupil', separator: '-', part: -1 } } },
    { header: ['Student', 'Day', 'Code'], dateFormat: 'DD.MM.YYYY*' },
    { unpivot: { columns: { P1: '1', P2: '2' }, label: 'period', cell: 'Code' } },
  ].map((more) => fileMapping.parse({ ...base, encoding, ...more })),
);

const TEXTS = [
  'Student;Day;Code\nS1;9/3/2025;A\n"S\\"2"; NULL ;H\n',
  'a title\r\nPupil;Day;Code\r\nx-S1;2025-09-03;A\r\n;2025-09-03;\r\n',
  'S1;03.09.2025 00:00;H\nZoë;;?\n',
  'Student;Day;P1;P2\nS1;2025-09-03;A;\nS2;2025-09-03;H;A\n',
];

const inUtf16 = (text: string, mark: readonly number[]) =>
  Uint8Array.from([
    ...mark,
    ...[...text].flatMap((character) => [character.charCodeAt(0) & 255, character.charCodeAt(0) >> 8]),
  ]);

/** A file that is read through a mapping, chosen by the first byte: encodings, derived columns, columns made into rows. */
export const mappedTarget: FuzzTarget = {
  name: 'mapped',
  seeds: MAPPINGS.map(({ encoding }, index) => {
    const text = TEXTS[index % TEXTS.length] ?? '';
    const content = encoding === 'utf-16' ? inUtf16(text, index % 2 === 0 ? [0xff, 0xfe] : []) : utf8(text);
    return Uint8Array.from([index, ...content]);
  }),
  run: async (bytes) => {
    const mapping = MAPPINGS[(bytes[0] ?? 0) % MAPPINGS.length];
    if (!mapping) throw new RangeError('there are mappings');
    const content = bytes.subarray(1);
    const context = { mapping, codes: mapping.codes, instructionalMinutes: () => 360 };
    const parse = (chunkBytes: number) => parseText(attendanceEventsFile, content, { context, chunkBytes });
    const whole = await parse(Math.max(1, content.length));
    const { rows, rejected, records } = whole;
    hold(rows === records.length + rejected, 'every row is accepted or rejected');
    for (const chunkBytes of [1, 2, 3, 17]) {
      const again = await parse(chunkBytes);
      hold(JSON.stringify(again) === JSON.stringify(whole), `pieces of ${chunkBytes} bytes are read otherwise`);
    }
    const codes = new Set(whole.diagnostics.map(({ code, column }) => `${code} ${column}`));
    return `${mapping.encoding} ${[...codes].sort().join()} ${Math.min(records.length, 3)}`;
  },
};
