import type { GradeScale, GradeScales } from '../../domain/academics/gradeScale.ts';
import { type ReadMark, readLetter, readNumber } from '../../domain/academics/readMark.ts';
import { MILLIONTHS } from '../../domain/academics/record.ts';
import { decimalOf } from '../../lake/rows.ts';
import type { Table } from '../../lake/table.ts';

/** What the marks of a row say. */
export interface RowMark {
  /** Absent when the mark says neither, or none could be read. */
  readonly passes?: boolean;
  /** Millionths of a grade point; -1 when the mark has none. */
  readonly points: number;
  /** Whether there is a mark that no scale reads. */
  readonly unreadable: boolean;
}

export const NO_MARK: RowMark = { points: -1, unreadable: false };
const UNREADABLE: RowMark = { points: -1, unreadable: true };

/**
 * Reads the marks of a table's rows by their scale: the letter where the scale has it, else the number. Every letter and
 * number of a scale is read once.
 */
export function rowMarkReader(table: Table, letterColumn: string, numericColumn: string, scales: GradeScales) {
  const [letters, letterTexts] = [table.numbers(letterColumn), table.texts(letterColumn)];
  const numbers = table.numbers(numericColumn);
  const scaleCodes = table.numbers('gradeScaleId');
  const standing = scales.default && readyScale(scales.default, letterTexts);
  const named = table.texts('gradeScaleId').map((id) => {
    const scale = scales.byId.get(id);
    return scale && readyScale(scale, letterTexts);
  });
  return (row: number): RowMark => {
    const [letter, number] = [letters.get(row), numbers.get(row)];
    if (Number.isNaN(letter) && Number.isNaN(number)) return NO_MARK;
    const scaleCode = scaleCodes.get(row);
    const scale = Number.isNaN(scaleCode) ? standing : named[scaleCode];
    if (scale === undefined) return UNREADABLE;
    const read = Number.isNaN(letter) ? undefined : scale.letters[letter];
    if (read !== undefined) return read;
    return Number.isNaN(number) ? UNREADABLE : numberMark(scale, number);
  };
}

interface ReadyScale {
  readonly scale: GradeScale;
  /** By the code of a letter; undefined where the scale lacks it. */
  readonly letters: readonly (RowMark | undefined)[];
  /** By the stored number. */
  readonly numbers: Map<number, RowMark>;
}

function readyScale(scale: GradeScale, letterTexts: readonly string[]): ReadyScale {
  const letters = letterTexts.map((letter) => {
    const read = readLetter(scale, letter);
    return read && markOf(read);
  });
  return { scale, letters, numbers: new Map() };
}

function numberMark({ scale, numbers }: ReadyScale, value: number): RowMark {
  const known = numbers.get(value);
  if (known) return known;
  const read = readNumber(scale, decimalOf(value));
  const mark = read.passes === undefined ? UNREADABLE : markOf(read);
  numbers.set(value, mark);
  return mark;
}

/** Points of a scale have at most six decimals. */
function markOf({ passes, points }: ReadMark): RowMark {
  const millionths = points ? Number((points.numerator * BigInt(MILLIONTHS)) / points.denominator) : -1;
  return { ...(passes !== undefined && { passes }), points: millionths, unreadable: false };
}
