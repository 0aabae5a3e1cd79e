import { CsvScanner } from '../../../../shared/sis/csv/scanner.ts';
import { type Encoding, encodingOf, Transcoder } from '../../../../shared/sis/mapping/encodings.ts';
import { COMMON_DATE_FORMATS, isDateIn } from '../../../../shared/sis/parse/dateHints.ts';

/** Rows that are looked at; a sample is enough to see how a file is written. */
const SAMPLED_ROWS = 2000;

/** How a file is written, and what stands in its first rows. */
export interface SniffedFile {
  readonly name: string;
  readonly encoding: Encoding;
  readonly delimiter: string;
  readonly quoteEscape: '"' | '\\';
  readonly nullTokens: readonly string[];
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const DELIMITERS = [',', '\t', ';', '|'];
const NULL_WORDS = ['NULL', 'null', '\\N', '(null)', '#N/A', 'N/A'];

/** Looks at the beginning of a file; undefined when it has no header of at least two columns. */
export function sniff(name: string, head: Uint8Array): SniffedFile | undefined {
  const encoding = encodingIn(head);
  const transcoder = new Transcoder(encoding);
  const bytes = Buffer.concat([transcoder.push(head).slice(), transcoder.finish()]);
  const quoteEscape = usesBackslash(bytes) ? '\\' : '"';
  const readings = DELIMITERS.map((delimiter) => ({ delimiter, rows: rowsOf(bytes, delimiter, quoteEscape) }));
  const best = readings.toSorted((a, b) => likeness(b.rows) - likeness(a.rows))[0];
  const [header, ...rows] = best?.rows ?? [];
  if (!best || !header || header.length < 2) return undefined;
  const cells = new Set(rows.flat());
  const nullTokens = NULL_WORDS.filter((word) => cells.has(word));
  return {
    name,
    encoding,
    delimiter: best.delimiter,
    quoteEscape,
    nullTokens,
    header: header.map((each) => each.trim()),
    rows,
  };
}

function encodingIn(head: Uint8Array): Encoding {
  const marked = encodingOf(head)?.encoding;
  if (marked) return marked;
  try {
    // The last character may be cut off.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return 'utf-8';
  } catch {
    return 'cp1252';
  }
}

/** `\"` within quotes, and not as the end of a cell that ends in a backslash. */
const usesBackslash = (bytes: Buffer) => /\\"[^,;|\t\r\n]/.test(bytes.toString('utf8'));

function rowsOf(bytes: Uint8Array, delimiter: string, quoteEscape: '"' | '\\'): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const scanner = new CsvScanner({ delimiter, quoteEscape });
  const decoder = new TextDecoder();
  const onRecord = () => {
    if (rows.length > SAMPLED_ROWS) return;
    const { bytes: all, starts, ends } = scanner;
    rows.push(
      Array.from({ length: Math.min(scanner.fieldCount, starts.length) }, (_, field) =>
        decoder.decode(all.subarray(starts[field], ends[field])),
      ),
    );
  };
  // What is cut off at the end of the sample is no row.
  scanner.push(bytes, onRecord);
  return rows;
}

/** How many columns a separator makes of the header, if most rows have as many. */
function likeness(rows: readonly (readonly string[])[]): number {
  const width = rows[0]?.length ?? 0;
  const same = rows.filter((row) => row.length === width).length;
  return width > 1 && same * 10 >= rows.length * 9 ? width : 0;
}

/** What the cells of a column say of how dates are written. */
export interface DateReading {
  /** Every format that reads all of them; several when day and month could stand in either order. */
  readonly formats: readonly string[];
}

/** The formats that read every filled cell of a column; none when it holds no dates. */
export function dateFormatsOf(cells: readonly string[], nullTokens: readonly string[]): readonly string[] {
  const filled = [
    ...new Set(cells.map((cell) => cell.trim()).filter((cell) => cell !== '' && !nullTokens.includes(cell))),
  ];
  if (filled.length === 0) return [];
  const reads = (format: string) => filled.every((cell) => isDateIn(format, cell));
  const exact = COMMON_DATE_FORMATS.filter(reads);
  return exact.length > 0 ? exact : COMMON_DATE_FORMATS.map((format) => `${format}*`).filter(reads);
}
