import type { CellType } from '../../../../shared/sis/cells/cell.ts';
import { REFUSED } from '../../../../shared/sis/cells/cell.ts';

const encoder = new TextEncoder();

/** What a type reads from a text: strings as themselves, `refused`, or the number. The cell stands between other bytes. */
export function readCell(type: CellType, text: string, dateFormat?: string): string | number | 'refused' {
  const words: string[] = [];
  const read = type.bind({
    intern: (bytes, start, end) => words.push(new TextDecoder().decode(bytes.subarray(start, end))) - 1,
    internString: (value) => words.push(value) - 1,
    ...(dateFormat === undefined ? {} : { dateFormat }),
  });
  const bytes = encoder.encode(text);
  const surrounded = Uint8Array.from([0x31, ...bytes, 0x32]);
  const value = read(surrounded, 1, 1 + bytes.length);
  if (value === REFUSED) return 'refused';
  return type.kind === 'string' ? (words[value] ?? 'refused') : value;
}
