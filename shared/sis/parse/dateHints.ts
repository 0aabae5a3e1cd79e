import { REFUSED, type ReadCell } from '../cells/cell.ts';
import { type DateFormat, dateReader, otherOrder } from '../cells/dateFormat.ts';

/** How exports write dates, most common first; `*` is tried as well. */
export const COMMON_DATE_FORMATS: readonly DateFormat[] = [
  'YYYY-MM-DD',
  'M/D/YYYY',
  'D/M/YYYY',
  'YYYYMMDD',
  'M/D/YY',
  'D/M/YY',
  'YYYY/M/D',
  'M-D-YYYY',
  'D-M-YYYY',
  'D.M.YYYY',
  'MMDDYYYY',
  'D-MMM-YY',
  'D-MMM-YYYY',
  'D MMM YYYY',
  'MMM D, YYYY',
];

const encoder = new TextEncoder();

/** Whether a text is a date in a format. */
export function isDateIn(format: DateFormat, text: string): boolean {
  return readsAll(dateReader(format), encoder.encode(text));
}

const readsAll = (read: ReadCell, bytes: Uint8Array) => read(bytes, 0, bytes.length) !== REFUSED;

/** Looks at the dates of a file that were refused, and finds the format in which they would be read. */
export class DateHints {
  readonly #format: DateFormat;
  readonly #others: readonly DateFormat[];
  /** Made once: every row of a file may be refused. */
  readonly #readers: readonly ReadCell[];
  readonly #columns = new Map<string, { refused: number; readonly read: number[] }>();

  /** @param format that of the mapping, or ISO */
  constructor(format: DateFormat) {
    this.#format = format;
    const swapped = otherOrder(format);
    const all = [
      ...(swapped === undefined ? [] : [swapped]),
      ...COMMON_DATE_FORMATS.flatMap((each) => [each, `${each}*`]),
    ];
    this.#others = [...new Set(all)].filter((each) => each !== format);
    this.#readers = this.#others.map(dateReader);
  }

  refused(column: string, text: string): void {
    const known = this.#columns.get(column) ?? { refused: 0, read: this.#others.map(() => 0) };
    this.#columns.set(column, known);
    known.refused += 1;
    const bytes = encoder.encode(text);
    for (const [index, read] of this.#readers.entries())
      if (readsAll(read, bytes)) known.read[index] = (known.read[index] ?? 0) + 1;
  }

  /** A sentence for each column whose refused cells are nearly all dates in one other format. */
  all(): readonly { readonly column: string; readonly code: string; readonly message: string }[] {
    return [...this.#columns].flatMap(([column, { refused, read }]) => {
      const most = Math.max(...read);
      const format = this.#others[read.indexOf(most)];
      if (format === undefined || most < 2 || most * 10 < refused * 9) return [];
      return [{ column, code: 'row.date_format', message: this.#message(column, refused, most, format) }];
    });
  }

  #message(column: string, refused: number, read: number, format: DateFormat): string {
    const share = read === refused ? 'all of them' : `${read} of them`;
    const advice =
      format === otherOrder(this.#format)
        ? ' Day and month may stand in the other order: then rows that were read have wrong days too.'
        : '';
    return (
      `${column}: ${refused} rows were rejected because they are no dates as ${this.#format}, and ${share} are dates as ` +
      `${format}: if that is how the source writes them, set dateFormat in the mapping.${advice}`
    );
  }
}
