import fc from 'fast-check';
import { expect, it } from 'vitest';
import { REFUSED, type ReadCell } from '../../../../shared/sis/cells/cell.ts';
import { rememberedCell } from '../../../../shared/sis/cells/rememberedCell.ts';

const cells = fc.array(
  fc.oneof(
    fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', '\u00e9') }),
    fc.string({ minLength: 1, maxLength: 40 }),
  ),
  { maxLength: 200 },
);

/** Numbers texts as they come, and refuses those that begin with b. */
function numbering(): ReadCell {
  const codes = new Map<string, number>();
  return (bytes, start, end) => {
    const text = Buffer.from(bytes.subarray(start, end)).toString('latin1');
    if (text.startsWith('b')) return REFUSED;
    codes.set(text, codes.get(text) ?? codes.size);
    return codes.get(text) ?? REFUSED;
  };
}

it('answers what the reader behind it answers, wherever a cell stands in its bytes', () => {
  fc.assert(
    fc.property(cells, fc.nat(9), (texts, before) => {
      const [plain, remembered] = [numbering(), rememberedCell(numbering())];
      for (const text of texts) {
        const bytes = new TextEncoder().encode(`${'-'.repeat(before)}${text}-`);
        expect(remembered(bytes, before, bytes.length - 1)).toBe(plain(bytes, before, bytes.length - 1));
      }
    }),
  );
});

it('goes on answering so in a column where no cell comes again', () => {
  const [plain, remembered] = [numbering(), rememberedCell(numbering())];
  for (let id = 0; id < 20_000; id++) {
    const bytes = new TextEncoder().encode(`${id % 9000}`);
    expect(remembered(bytes, 0, bytes.length)).toBe(plain(bytes, 0, bytes.length));
  }
});
