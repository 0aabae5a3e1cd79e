import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { attendanceEventsFile } from '../../../../shared/sis/files/attendanceEvents.ts';
import { parseText } from '../parse/parseText.ts';

const HEADER =
  'studentSourcedId,schoolSourcedId,date,category,absenceClass,portionOfDay,minutesMissed,period,eventId\n';
const parse = (rows: string, context: Parameters<typeof parseText>[2] = {}) =>
  parseText(attendanceEventsFile, HEADER + rows, context);

describe('a part of the day', () => {
  it.each(['Partial', 'Early departure'])('of a %s must say how large it is', async (category) => {
    const parsed = await parse(`S1,HS,2021-09-01,${category},,,,,\nS1,HS,2021-09-02,${category},,0.25,,,\n`);
    expect(parsed.rejects).toEqual(['2 portionOfDay row.missing_portion']);
    expect(parsed.records[0]?.cells['portionOfDay']).toBe(0.25);
  });

  it('can be minutes where the calendar gives that school and day its minutes', async () => {
    const instructionalMinutes = (school: string, day: number) =>
      school === 'HS' && day === parseDay('2021-09-01') ? 400 : undefined;
    const rows =
      'S1,HS,2021-09-01,Partial,,,100,,\nS1,HS,2021-09-02,Partial,,,100,,\nS1,MS,2021-09-01,Partial,,,100,,\n';
    const parsed = await parse(rows, { context: { instructionalMinutes } });
    expect(parsed.rejects).toEqual(['3 minutesMissed row.missing_portion', '4 minutesMissed row.missing_portion']);
    expect(parsed.records.map((record) => record.cells['minutesMissed'])).toEqual([100]);
  });

  it('is not needed for absences and tardies', async () => {
    const rows = ['Excused Absence', 'Unexcused Absence', 'Tardy', 'Present', 'In Attendance']
      .map((category) => `S1,HS,2021-09-01,${category},,,,,\n`)
      .join('');
    expect(await parse(rows)).toMatchObject({ rows: 5, rejected: 0 });
  });

  it.each(['1.1', '-0.5', '0.1234567', 'half'])('is never %s', async (portion) => {
    expect((await parse(`S1,HS,2021-09-01,Tardy,,${portion},,,\n`)).rejects).toEqual([
      '2 portionOfDay row.invalid_number',
    ]);
  });
});

describe('codes of the source', () => {
  const codes = {
    category: {
      U: { category: 'Unexcused Absence' },
      HALF: { category: 'Excused Absence', portionOfDay: '0.5', absenceClass: 'medical' },
      P: { category: 'Partial' },
    },
  };

  it('become the category they are mapped to, beside those of Ed-Fi', async () => {
    const parsed = await parse('S1,HS,2021-09-01,U,,,,,\nS1,HS,2021-09-02,Tardy,,,,,\n', { context: { codes } });
    expect(parsed.records.map((record) => record.cells['category'])).toEqual(['Unexcused Absence', 'Tardy']);
  });

  it('fill in what the row leaves empty and nothing else', async () => {
    const parsed = await parse('S1,HS,2021-09-01,HALF,,,,,\nS1,HS,2021-09-02,HALF,religious,0.75,,,\n', {
      context: { codes },
    });
    expect(parsed.records.map(({ cells }) => [cells['absenceClass'], cells['portionOfDay']])).toEqual([
      ['medical', 0.5],
      ['religious', 0.75],
    ]);
  });

  it('are held to the same rules', async () => {
    expect((await parse('S1,HS,2021-09-01,P,,,,,\n', { context: { codes } })).rejects).toEqual([
      '2 portionOfDay row.missing_portion',
    ]);
  });

  it('that no map names reject their rows, and each is told once with its count', async () => {
    const rows =
      'S1,HS,2021-09-01,X,,,,,\nS2,HS,2021-09-01,X,,,,,\nS3,HS,2021-09-01,Y1,,,,,\nS4,HS,2021-09-01,u,,,,,\n';
    const parsed = await parse(rows, { context: { codes } });
    expect(parsed.rejects).toEqual([2, 3, 4, 5].map((line) => `${line} category row.unmapped_code`));
    const notices = parsed.diagnostics.filter((diagnostic) => diagnostic.severity === 'notice');
    expect(notices.map((notice) => notice.message)).toEqual([
      'category: 2 rows were rejected for "X", which no code map names.',
      'category: 1 row was rejected for "Y1", which no code map names.',
      'category: 1 row was rejected for "u", which no code map names.',
    ]);
  });

  it('that are mapped to what the column cannot hold are a mistake of the configuration', async () => {
    const wrong = { category: { U: { category: 'Unexcused Absence', absenceClass: 'sick' } } };
    await expect(parse('S1,HS,2021-09-01,U,,,,,\n', { context: { codes: wrong } })).rejects.toThrow(
      /absenceClass.*"sick"/,
    );
  });
});

describe('a deletion', () => {
  const header = 'studentSourcedId,schoolSourcedId,date,category,eventId,status,dateLastModified\n';
  const at = 'tobedeleted,2021-10-01T05:00:00Z';

  it('needs the event id alone, or the student, school and date', async () => {
    const rows = `,,,,E1,${at}\nS1,HS,2021-09-01,,,${at}\nS1,HS,,,,${at}\n`;
    const parsed = await parseText(attendanceEventsFile, header + rows, { mode: 'delta' });
    expect(parsed.records.map(({ cells, deleted }) => [cells, deleted])).toEqual([
      [{ eventId: 'E1' }, true],
      [{ studentSourcedId: 'S1', schoolSourcedId: 'HS', date: '2021-09-01' }, true],
    ]);
    expect(parsed.rejects).toEqual(['4 date row.missing_required_value']);
  });
});
