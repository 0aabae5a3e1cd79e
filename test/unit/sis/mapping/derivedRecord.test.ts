import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attendanceEventsFile } from '../../../../shared/sis/files/attendanceEvents.ts';
import { usersFile } from '../../../../shared/sis/files/users.ts';
import { derivedText } from '../../../../shared/sis/mapping/derivedRecord.ts';
import { readMapping } from '../../../../shared/sis/mapping/mapping.ts';
import { parseMapped } from './parseMapped.ts';

describe('a derived column', () => {
  const text = (rule: object, cells: Readonly<Record<string, string>>) =>
    derivedText(rule as Parameters<typeof derivedText>[0], (column) => cells[column] ?? '');

  it.each([
    [{ from: 'name', separator: ',', part: 1 }, 'Ruiz, Avery M.', 'Ruiz'],
    [{ from: 'name', separator: ',', part: 2 }, 'Ruiz, Avery M.', 'Avery M.'],
    [{ from: 'name', separator: ' ', part: -1 }, 'Avery M. Ruiz', 'Ruiz'],
    [{ from: 'name', separator: ',', part: 3 }, 'Ruiz, Avery', ''],
    [{ from: 'name', withoutPrefix: 'SCH-' }, 'SCH-0012', '0012'],
    [{ from: 'name', withoutPrefix: 'SCH-' }, '0012', '0012'],
    [{ from: 'name', start: 1, length: 2 }, '3401', '34'],
    [{ from: 'name', start: 3 }, '3401', '01'],
    [{ from: 'name', start: 2, length: 1 }, 'a\u{1F600}b', '\u{1F600}'],
    [{ template: '{name}-x' }, 'S', 'S-x'],
    [{ template: '{name}-{other}' }, 'S', ''],
  ])('%j makes of "%s" "%s"', (rule, name, expected) => expect(text(rule, { name })).toBe(expected));

  it('puts parts together again', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9.]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', '|', ' - ', '; '),
        (words, separator) => {
          const name = words.join(separator);
          const parts = words.map((_, index) => text({ from: 'name', separator, part: index + 1 }, { name }));
          const fromEnd = words.map((_, index) => text({ from: 'name', separator, part: -1 - index }, { name }));
          expect(parts).toEqual(words);
          expect(fromEnd.toReversed()).toEqual(words);
          expect(text({ from: 'name', separator, part: words.length + 1 }, { name })).toBe('');
        },
      ),
    );
  });

  it('takes characters by their place, and what is left is the rest', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), fc.integer({ min: 1, max: 22 }), (name, start) => {
        const head = start === 1 ? '' : text({ from: 'name', length: start - 1 }, { name });
        expect(head + text({ from: 'name', start }, { name })).toBe(name);
      }),
    );
  });

  it('feeds target columns as any other; one column can feed several', async () => {
    const parsed = await parseMapped(
      usersFile,
      'Student,School,No,Mail\n"Ruiz, Avery",SCH-12,7,a@x.org\n"Haddad, Noor",12,,\n',
      {
        source: 'Students.csv',
        target: 'users',
        derived: {
          Family: { from: 'Student', separator: ',', part: 1 },
          Given: { from: 'Student', separator: ',', part: 2 },
          SchoolNo: { from: 'School', withoutPrefix: 'SCH-' },
          Key: { template: '{SchoolNo}-{No}' },
        },
        columns: { Key: 'sourcedId', Family: 'familyName', Given: 'givenName', Mail: ['email', 'username'] },
      },
    );
    expect(parsed.records.map(({ cells }) => cells)).toEqual([
      { sourcedId: '12-7', familyName: 'Ruiz', givenName: 'Avery', email: 'a@x.org', username: 'a@x.org' },
    ]);
    expect(parsed.rejects).toEqual(['3 sourcedId row.missing_required_value']);
    expect(parsed.notices).toEqual([]);
  });

  it('has the name even where the file has a column called so', async () => {
    const parsed = await parseMapped(usersFile, 'sourcedId,givenName,Name\nS1,x,"A, B"\n', {
      source: 'users.csv',
      target: 'users',
      derived: {
        givenName: { from: 'Name', separator: ',', part: 2 },
        familyName: { from: 'Name', separator: ',', part: 1 },
      },
    });
    expect(parsed.records[0]?.cells).toEqual({ sourcedId: 'S1', givenName: 'B', familyName: 'A' });
  });

  it('needs the columns it is made of', async () => {
    const parsed = await parseMapped(usersFile, 'id,first,last\nS1,A,B\n', {
      source: 'users.csv',
      target: 'users',
      derived: { sourcedId: { template: '{school}-{id}' } },
      columns: { first: 'givenName', last: 'familyName' },
    });
    expect(parsed).toMatchObject({ unusable: true, rejects: ['1 table.missing_header'] });
    expect(parsed.diagnostics[0]?.message).toContain('"school"');
  });

  it('made of itself is refused when the mapping is read', () => {
    const outcome = readMapping({
      files: [
        {
          source: 'a',
          target: 'users',
          derived: { a: { from: 'b' }, b: { from: 'a' }, c: { from: 'x' } },
          joins: [{ source: 'j', on: { y: 'k' }, columns: { v: 'c' } }],
        },
      ],
    });
    expect('errors' in outcome && outcome.errors.map(({ path }) => path)).toEqual([
      'files.0.derived.c',
      'files.0.derived.a',
      'files.0.derived.b',
    ]);
  });
});

describe('periods side by side', () => {
  const ATT = {
    source: 'ATT.csv',
    target: 'attendanceEvents',
    dateFormat: 'M/D/YYYY*',
    unpivot: { columns: { P1: '1', P2: '2', P3: '3', P9: '9' }, label: 'period', cell: 'category' },
    columns: { ID: 'studentSourcedId', SC: 'schoolSourcedId', DT: 'date' },
    codes: { category: { A: { category: 'Unexcused Absence' }, T: { category: 'Tardy' } } },
  };
  const rows = (...lines: readonly string[]) => `ID,SC,DT,P1,P2,P3\n${lines.join('\n')}\n`;

  it('become a row for each filled cell; every one of them is accounted for', async () => {
    const parsed = await parseMapped(
      attendanceEventsFile,
      rows('7,HS,9/3/2024,A,,T', '8,HS,9/3/2024,,,', '9,HS,9/3/2024,A,?,A'),
      ATT,
    );
    expect(
      parsed.records.map(({ cells, line }) => [line, cells['studentSourcedId'], cells['period'], cells['category']]),
    ).toEqual([
      [2, '7', '1', 'Unexcused Absence'],
      [2, '7', '3', 'Tardy'],
      [4, '9', '1', 'Unexcused Absence'],
      [4, '9', '3', 'Unexcused Absence'],
    ]);
    expect(parsed).toMatchObject({ rows: 5, rejected: 1, rejects: ['4 category row.unmapped_code'] });
    expect(parsed.notices).toEqual(['row.unmapped_code', 'row.without_cells']);
  });

  it('of a damaged row are all protected', async () => {
    const parsed = await parseMapped(attendanceEventsFile, rows('7,HS,9/3/2024,A,,T,x', '8,HS,9/3/2024,A'), ATT);
    expect(parsed).toMatchObject({ rows: 2, rejected: 2, records: [] });
    expect(parsed.protectedKeys).toEqual([
      { cells: { studentSourcedId: '7', schoolSourcedId: 'HS', date: '2024-09-03' }, unreadable: ['period'] },
      { cells: { studentSourcedId: '8', schoolSourcedId: 'HS', date: '2024-09-03' }, unreadable: ['period'] },
    ]);
  });

  it('need at least one of their columns', async () => {
    const parsed = await parseMapped(attendanceEventsFile, 'ID,SC,DT\n7,HS,9/3/2024\n', ATT);
    expect(parsed.rejects).toEqual(['1 table.missing_header']);
  });
});
