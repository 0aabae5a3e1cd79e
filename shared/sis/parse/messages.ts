import type { CellType } from '../cells/cell.ts';
import type { DateFormat } from '../cells/dateFormat.ts';

/** What kind of value a cell holds, without telling it: `6 digits`, `text of 14 characters with spaces`. */
function valueClass(value: string): string {
  const length = [...value].length;
  const characters = `${length} ${length === 1 ? 'character' : 'characters'}`;
  if (value.trim() === '') return 'only spaces';
  if (/^\d+$/.test(value)) return `${length} ${length === 1 ? 'digit' : 'digits'}`;
  if (/^\p{L}+$/u.test(value)) return `${length} ${length === 1 ? 'letter' : 'letters'}`;
  return /\s/.test(value) ? `text of ${characters} with spaces` : `text of ${characters}`;
}

/** The value in quotes where its column allows it, else its class. */
export function quotedOrClass(type: CellType, value: string): string {
  return type.quotable?.test(value) ? `"${value}"` : valueClass(value);
}

/** What a cell should hold; dates as the mapping has them. */
function expected({ code, expects }: CellType, dateFormat: DateFormat | undefined): string {
  return code === 'row.invalid_date' && dateFormat !== undefined ? `a date of the calendar as ${dateFormat}` : expects;
}

/** `date holds "9/3/2024": write a date of the calendar as …` */
export function refusalMessage(column: string, type: CellType, value: string, dateFormat?: DateFormat): string {
  if (type.code === 'row.unmapped_code') {
    const shown = quotedOrClass(type, value);
    return `${column} holds ${shown}, a code that is neither of the standard nor in the code map: name it there, or write ${type.expects}.`;
  }
  const orMeaning = type.values === undefined ? '' : ', or say in the code map what it means';
  return `${column} holds ${quotedOrClass(type, value)}: write ${expected(type, dateFormat)}${orMeaning}.`;
}

export function missingMessage(column: string, type: CellType, dateFormat?: DateFormat): string {
  return `${column} is empty and must not be: write ${expected(type, dateFormat)}.`;
}
