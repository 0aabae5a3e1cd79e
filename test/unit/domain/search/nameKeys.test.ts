import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byName, folded, foundBy, keyOf, type Named, nameSearch } from '../../../../shared/domain/search/nameKeys.ts';

const person = (familyName: string, givenName: string, sourcedId = 'stu-1'): Named => ({
  sourcedId,
  givenName,
  familyName,
});
const finds = (typed: string, named: Named): boolean => {
  const search = nameSearch(typed);
  return search !== undefined && foundBy(named, search) !== undefined;
};

describe('a folded text', () => {
  it.each([
    ['case', 'GARCÍA', 'garcia'],
    ['marks, decomposed or not', 'A\u030angstro\u0308m Ångström', 'angstrom angstrom'],
    ['letters that no decomposition takes apart', 'Straße Łukasz Ørsted Æsa Þór', 'strasse lukasz orsted aesa thor'],
    ['apostrophes of any kind', "O'Brien O’Brien Oʻbrien", 'obrien obrien obrien'],
    ['hyphens and dots', 'Smith-Jones, J. R.', 'smith jones j r'],
    ['a Greek sigma at the end', 'ΓΙΏΡΓΟΣ', 'γιωργοσ'],
    ['full width and ligatures', 'Ｌｉ ﬁ', 'li fi'],
  ])('leaves out %s', (_what, text, expected) => {
    expect(folded(text)).toBe(expected);
  });

  it.each(['李小龍', 'Ковалёва', 'محمد', 'नेहा', '김민준', 'Ωμέγα'])('keeps other writing systems apart: %s', (name) => {
    expect(folded(name)).not.toBe('');
    expect(finds(name, person(name, 'Ana'))).toBe(true);
  });

  it('begins with what the beginning of a text becomes, whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.nat(30), (text, length) => {
        const beginning = [...text].slice(0, length).join('');
        expect(folded(text).startsWith(folded(beginning))).toBe(true);
      }),
    );
  });
});

describe('a search', () => {
  const ana = person('García López', 'Ana María', 'STU-0042');

  it.each([
    'g',
    'garcia',
    'García L',
    'ana',
    'Ana Maria Garcia',
    'garcia lopez ana',
    'García López, Ana',
    'garcia, an',
    'stu-00',
    'STU-0042',
    '  garcia ',
  ])('finds by %j', (typed) => {
    expect(finds(typed, ana)).toBe(true);
  });

  it.each(['lopez', 'maria', 'garcia, maria', 'ana, garcia', 'stu-0043', '0042', 'garciaa'])(
    'does not by %j',
    (typed) => {
      expect(finds(typed, ana)).toBe(false);
    },
  );

  it.each(['', '  ', '---', ',', ', ana', '\u0301'])(
    'is none without a letter or digit before the comma: %j',
    (typed) => {
      expect(nameSearch(typed)).toBeUndefined();
    },
  );

  it('finds everybody by every beginning of their names, whatever they are called', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(name, name, fc.integer({ min: 1, max: 12 }), (familyName, givenName, length) => {
        const named = person(familyName, givenName);
        for (const text of [familyName, givenName, `${familyName}, ${givenName}`, `${givenName} ${familyName}`]) {
          const typed = [...text].slice(0, length).join('');
          const search = nameSearch(typed);
          // A comma within a name reads as the one between names.
          if (!search || familyName.includes(',') || givenName.includes(',')) continue;
          const kind = foundBy(named, search);
          if (kind === undefined && typed.includes(',') && folded(givenName) === '') continue;
          expect([typed, kind]).not.toEqual([typed, undefined]);
          if (kind) expect(keyOf(named, kind).startsWith(search.prefix)).toBe(true);
        }
      }),
    );
  });

  it('leads to somebody by one of their keys alone', () => {
    const twice = person('Anand', 'Ana');
    const search = nameSearch('ana');
    expect(search && foundBy(twice, search)).toBe('f');
  });
});

describe('the order of names', () => {
  it('goes by family name without marks, then given name, then id', () => {
    const people = [person('Zürn', 'A'), person('zurn', 'A', 'stu-0'), person('Äbel', 'B'), person('Abel', 'C')];
    expect(people.toSorted(byName).map(({ familyName, givenName }) => `${familyName} ${givenName}`)).toEqual([
      'Äbel B',
      'Abel C',
      'zurn A',
      'Zürn A',
    ]);
  });
});
