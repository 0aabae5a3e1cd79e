import { type CsvScanner, FLAW, type ScanFailure } from '../csv/scanner.ts';

export interface RecordFlaw {
  readonly code: string;
  readonly message: string;
}

const FLAWS: readonly (RecordFlaw & { readonly bit: number })[] = [
  {
    bit: FLAW.invalidUtf8,
    code: 'csv.invalid_utf8',
    message:
      'The row has bytes that are not UTF-8: export the file as UTF-8, or set encoding in the mapping to cp1252.',
  },
  {
    bit: FLAW.nulByte,
    code: 'csv.nul_byte',
    message: 'The row has a NUL byte: export the file as UTF-8 text without binary content (UTF-16 looks like this).',
  },
  {
    bit: FLAW.strayQuote,
    code: 'csv.stray_quote',
    message: 'A quoted cell goes on after its closing quote: write a quote inside a quoted cell twice ("").',
  },
  {
    bit: FLAW.bareCarriageReturn,
    code: 'csv.bare_carriage_return',
    message: 'The row has a carriage return without a line feed: end lines with LF or CRLF, and take it out of cells.',
  },
];

/** What is told of a file as a whole. */
export const EMPTY_FILE: RecordFlaw = {
  code: 'table.missing_header',
  message: 'The file is empty: it needs at least a header row.',
};
export const NO_ROWS: RecordFlaw = {
  code: 'table.missing_data_rows',
  message: 'The file has a header and no rows: leave it out when there is nothing to send.',
};
export const CUT_OFF: RecordFlaw = {
  code: 'csv.cut_off',
  message: 'The last row has no line end and cannot be read: the file was probably cut off. Send it again.',
};

/** What is wrong with a record as CSV, before any cell is looked at; undefined when nothing is. */
export function flawOf(scanner: CsvScanner, width: number): RecordFlaw | undefined {
  if (scanner.flaws !== 0) return FLAWS.find((flaw) => (scanner.flaws & flaw.bit) !== 0);
  if (scanner.fieldCount === width) return undefined;
  return {
    code: 'table.row_width_mismatch',
    message:
      `The row has ${scanner.fieldCount} cells and the header ${width}: put cells with commas, quotes or line breaks ` +
      'in quotes.',
  };
}

/** What to tell of a file that could not be read to its end. */
export function failureMessage(failure: ScanFailure): string {
  return failure.code === 'csv.unclosed_quote'
    ? 'The file ends inside a quoted cell that begins in this row: it was cut off, or a quote is missing. Send it again.'
    : 'The row that begins here is larger than 16 MiB: most likely a quote was never closed. Nothing after it was read.';
}
