import fc from 'fast-check';
import { formatDay, parseDay } from '../../shared/domain/calendar/day.ts';
import type { CellType } from '../../shared/sis/cells/cell.ts';
import { REFUSED } from '../../shared/sis/cells/cell.ts';
import type { ColumnSpec, FileSpec } from '../../shared/sis/fileSpec.ts';

/** A well-formed file and where its rows begin. */
export interface GeneratedFile {
  readonly text: string;
  readonly header: readonly string[];
  readonly cells: readonly (readonly string[])[];
  /** Physical line of each row, counted while writing. */
  readonly lines: readonly number[];
}

const idCharacter = fc.constantFrom(...'AZaz09.-_/@');
const id = fc.string({ unit: idCharacter, minLength: 1, maxLength: 8 });
const prose = fc
  .array(fc.constantFrom('a', 'Zoë', '漢', '😀', ' ', ',', '"', '\n', '\r\n', "'", '\\', '7', 'e\u0301', '\t', '|'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => pieces.join(''));
const isoDay = fc.integer({ min: parseDay('1900-01-01')!, max: parseDay('2199-12-31')! }).map(formatDay);
const twoDigits = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
const wallClock = fc
  .tuple(twoDigits(23), twoDigits(59), fc.option(twoDigits(59), { nil: undefined }))
  .map((parts) => parts.filter((part) => part !== undefined).join(':'));
const truth = fc.constantFrom('true', 'false', 'TRUE', 'FALSE', 'True', 'False', '1', '0');
const wholeNumber = fc.oneof(fc.integer({ min: -10, max: 2200 }), fc.integer({ min: -999_999_999, max: 999_999_999 }));
const decimals = fc
  .tuple(
    fc.oneof(fc.nat(1), fc.nat(400), fc.nat(999_999_999)),
    fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 6 }),
  )
  .chain(([whole, places]) =>
    fc.constantFrom(places === '' ? `${whole}` : `${whole}.${places}`, places === '' ? `-${whole}` : `.${places}`),
  );

/** The reader of a type, for asking what it takes; strings are no matter. */
const readerOf = (type: CellType) => type.bind({ intern: () => 0, internString: () => 0 });

function isTaken(type: CellType, cell: string): boolean {
  const bytes = new TextEncoder().encode(cell);
  return cell !== '' && readerOf(type)(bytes, 0, bytes.length) !== REFUSED;
}

/** Cells that a type takes, in all the ways in which it takes them. */
function cellOf({ name, type }: ColumnSpec): fc.Arbitrary<string> {
  if (type.values) return fc.constantFrom(...type.values);
  const sources = [
    id,
    prose,
    isoDay,
    wallClock,
    truth,
    wholeNumber.map(String),
    decimals,
    fc.integer({ min: 1900, max: 2199 }).map(String),
  ];
  const fitting = sources.filter((source) =>
    fc.sample(source, { numRuns: 60, seed: 7 }).some((cell) => isTaken(type, cell)),
  );
  if (fitting.length === 0) throw new Error(`no cell is generated that ${name} (${type.code}) takes`);
  return fc.oneof(...fitting).filter((cell) => isTaken(type, cell));
}

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

/** Files of a spec with random cells, quoting, line ends, byte order mark and last line end. */
export function generatedFile(spec: FileSpec): fc.Arbitrary<GeneratedFile> {
  const header = spec.headers?.['1.2'] ?? spec.columns.map(({ name }) => name);
  const cells = header.map((name): fc.Arbitrary<string> => {
    const column = spec.columns.find((each) => each.name === name);
    if (!column) return fc.constant('');
    return column.required === true
      ? cellOf(column)
      : fc.oneof({ weight: 1, arbitrary: fc.constant('') }, { weight: 2, arbitrary: cellOf(column) });
  });
  return fc
    .record({
      rows: fc.array(fc.tuple(fc.tuple(...cells), fc.infiniteStream(fc.boolean())), { minLength: 1, maxLength: 8 }),
      end: fc.constantFrom('\n', '\r\n'),
      bom: fc.boolean(),
      ended: fc.boolean(),
    })
    .map(({ rows, end, bom, ended }) => {
      let text = header.join(',') + end;
      const lines: number[] = [];
      for (const [row, isQuoted] of rows) {
        lines.push(text.split('\n').length);
        text +=
          row.map((cell) => (/[",\r\n]/.test(cell) || isQuoted.next().value ? quote(cell) : cell)).join(',') + end;
      }
      const whole = ended ? text : text.slice(0, -end.length);
      return { text: (bom ? '\uFEFF' : '') + whole, header, cells: rows.map(([row]) => row), lines };
    });
}
