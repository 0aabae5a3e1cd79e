import { describe, expect, it } from 'vitest';
import { calendarDatesFile } from '../../../../shared/sis/files/calendarDates.ts';
import { demographicsFile } from '../../../../shared/sis/files/demographics.ts';
import { parseText } from './parseText.ts';

const DAYS = 'schoolSourcedId,date,calendarEvent\n';

describe('messages', () => {
  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['vertical bars', '|'],
  ])('name %s that separate the cells of a file, once', async (name, separator) => {
    const { diagnostics, unusable } = await parseText(calendarDatesFile, DAYS.replaceAll(',', separator));
    expect(unusable).toBe(true);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      `The header is a single column with ${name} in it: separate cells with commas, or set delimiter in the mapping.`,
    ]);
  });

  const messageOf = async (row: string) =>
    (await parseText(calendarDatesFile, `${DAYS}${row}\n`)).diagnostics[0]?.message;

  const minutesMessageOf = async (minutes: string) =>
    (
      await parseText(
        calendarDatesFile,
        `schoolSourcedId,date,calendarEvent,instructionalMinutes\nHS,2021-09-03,holiday,${minutes}\n`,
      )
    ).diagnostics[0]?.message;

  it('quote a date or a code, and say what to write', async () => {
    expect(await messageOf('HS,9/3/2021,holiday')).toBe(
      'date holds "9/3/2021": write a date of the calendar as YYYY-MM-DD, such as 2024-09-03.',
    );
    expect(await messageOf('HS,2021-09-03,Fair day')).toContain(
      'calendarEvent holds "Fair day", a code that is neither of the standard nor in the code map: name it there, or write one of instructionalDay,',
    );
  });

  it('say that a word can be given a meaning', async () => {
    const parsed = await parseText(demographicsFile, 'sourcedId,sex\nS1,Female\n');
    expect(parsed.diagnostics[0]?.message).toBe(
      'sex holds "Female": write one of male, female, other, unspecified, or say in the code map what it means.',
    );
  });

  it('tell of an id only its class', async () => {
    expect(await messageOf('H S 1,2021-09-03,holiday')).toMatch(
      /^schoolSourcedId holds text of 5 characters with spaces: write an id/,
    );
  });

  it('do not quote a date of birth', async () => {
    const parsed = await parseText(demographicsFile, 'sourcedId,birthDate\nS1,9/3/2011\n');
    expect(parsed.rejects).toEqual(['2 birthDate row.invalid_date']);
    expect(parsed.diagnostics[0]?.message).not.toContain('2011');
  });

  it('do not quote what slipped into a date or code column', async () => {
    expect(await messageOf('HS,Tyrone Dyer,holiday')).not.toContain('Tyrone');
    expect(await messageOf('HS,2021-09-03,604821')).toContain('calendarEvent holds 6 digits');
    expect(await messageOf('HS,604821,holiday')).toContain('date holds 6 digits');
    expect(await messageOf('HS,20219876543,holiday')).toContain('date holds 11 digits');
    expect(await messageOf('HS,604-82-1234,holiday')).toContain('date holds text of 11 characters');
    expect(await messageOf('HS,20210903,holiday')).toContain('date holds "20210903"');
    expect(await minutesMessageOf('604821')).toContain('instructionalMinutes holds 6 digits');
    expect(await minutesMessageOf('360.12345')).toContain('instructionalMinutes holds "360.12345"');
  });
});
