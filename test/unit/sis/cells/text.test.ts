import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteLookup } from '../../../../shared/sis/cells/byteLookup.ts';
import { coded, id, idList, listOf, oneOf, personalText, time } from '../../../../shared/sis/cells/types.ts';
import { readCell } from './readCell.ts';

describe('an id', () => {
  it('has fewer than 256 of the characters OneRoster allows', () => {
    const pattern = /^[0-9A-Za-z.\-_/@]{1,255}$/;
    const near = fc.array(fc.constantFrom('a', 'Z', '0', '9', '.', '-', '_', '/', '@', ' ', 'é', '{', '`', '['), {
      maxLength: 5,
    });
    fc.assert(
      fc.property(near, (characters) => {
        const text = characters.join('');
        expect(readCell(id, text)).toBe(pattern.test(text) ? text : 'refused');
      }),
      { numRuns: 1000 },
    );
    expect(readCell(id, 'x'.repeat(255))).toBe('x'.repeat(255));
    expect(readCell(id, 'x'.repeat(256))).toBe('refused');
  });

  it('can stand in a list, with or without spaces after the commas', () => {
    expect(readCell(idList, 'T1,T2')).toBe('T1,T2');
    expect(listOf('T1, T2')).toEqual(['T1', 'T2']);
    expect(readCell(idList, 'T1, T2')).toBe('T1, T2');
    expect(['T1,', ',T1', 'T1,,T2', 'T 1,T2'].map((text) => readCell(idList, text))).toEqual(Array(4).fill('refused'));
  });
});

describe('a text', () => {
  it('has at most 4,000 characters, however many bytes those take', () => {
    for (const character of ['x', 'é', '語', '😀']) {
      const longest = character.repeat(4000);
      expect(readCell(personalText, longest)).toBe(longest);
      expect(readCell(personalText, longest + character)).toBe('refused');
    }
  });
});

describe('an enumeration', () => {
  const grade = oneOf(['09', '10'], { '9': '09' });

  it('has its words in just this spelling', () => {
    expect(['09', '10', '11', 'O9', '0', '090'].map((text) => readCell(grade, text))).toEqual([
      '09',
      '10',
      'refused',
      'refused',
      'refused',
      'refused',
    ]);
  });

  it('reads an alias as its word', () => expect(readCell(grade, '9')).toBe('09'));

  it('that can be coded refuses an unknown code as unmapped', () => {
    expect(readCell(coded(['Tardy']), 'T')).toBe('refused');
    expect(coded(['Tardy']).code).toBe('row.unmapped_code');
  });
});

describe('a time of day', () => {
  it.each(['07:05', '23:59:59', '00:00'])('may be %s', (text) => expect(readCell(time, text)).toBe(text));
  it.each(['7:05', '24:00', '12:60', '12:00:60', '12-00', '12:00 PM', '12:000'])('is not %s', (text) => {
    expect(readCell(time, text)).toBe('refused');
  });
});

describe('text', () => {
  it('is kept as written', () => expect(readCell(personalText, ' Zoë "Z" ')).toBe(' Zoë "Z" '));
});

describe('a lookup by bytes', () => {
  it('finds every word of its set and no other', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ maxLength: 6 }), { maxLength: 40 }),
        fc.string({ maxLength: 6 }),
        (words, other) => {
          const lookup = new ByteLookup(words);
          const find = (word: string) => {
            const bytes = new TextEncoder().encode(`<${word}>`);
            return lookup.find(bytes, 1, bytes.length - 1);
          };
          expect(words.map(find)).toEqual(words.map((_, index) => index));
          expect(find(other)).toBe(words.indexOf(other));
        },
      ),
    );
  });
});
