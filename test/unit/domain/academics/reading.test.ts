import { describe, expect, test } from 'vitest';
import { gradeTypeReader } from '../../../../shared/domain/academics/gradeTypes.ts';
import { screenerLevelReader } from '../../../../shared/domain/academics/screenerLevels.ts';
import { subjectOfTitle, subjectReader } from '../../../../shared/domain/academics/subjects.ts';
import { termReader } from '../../../../shared/domain/academics/terms.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';

const day = (text: string) => parseDay(text)!;

describe('what a course is about', () => {
  const read = subjectReader([
    { subDomain: 'literacy', core: true, subjects: ['Humanities'], subjectCodes: [], courseCodes: ['JOURN'] },
    { subDomain: 'other', core: false, subjects: [], subjectCodes: ['02999'], courseCodes: [] },
  ]);
  const of = (words: Partial<Parameters<typeof read>[0]>) => {
    const { subDomain, core, unknown } = read({ subjects: [], subjectCodes: [], ...words });
    return [subDomain, core, ...(unknown === undefined ? [] : [unknown])];
  };

  test('is known by Ed-Fi names and common ones, in any case', () => {
    expect(of({ subjects: ['English Language Arts'] })).toEqual(['literacy', true]);
    expect(of({ subjects: ['MATH'] })).toEqual(['mathematics', true]);
    expect(of({ subjects: ['Life and Physical Sciences'] })).toEqual(['other', true]);
    expect(of({ subjects: ['Social Sciences and History'] })).toEqual(['other', true]);
    expect(of({ subjects: ['Physical, Health, and Safety Education'] })).toEqual(['other', false]);
  });

  test('is known by subject codes of the SCED where no word tells', () => {
    expect(of({ subjectCodes: ['01001'] })).toEqual(['literacy', true]);
    expect(of({ subjectCodes: ['52'] })).toEqual(['mathematics', true]);
    expect(of({ subjectCodes: ['04101G1.0011'] })).toEqual(['other', true]);
    expect(of({ subjects: ['Art'], subjectCodes: ['01001'] })).toEqual(['other', false]);
  });

  test('goes by the map of the district first: course, word, code', () => {
    expect(of({ courseCode: 'JOURN', subjects: ['Art'] })).toEqual(['literacy', true]);
    expect(of({ subjects: ['Humanities'] })).toEqual(['literacy', true]);
    expect(of({ subjectCodes: ['02999'] })).toEqual(['other', false]);
  });

  test('is other and not core where nobody explains the word, and keeps it to be told', () => {
    expect(of({ subjects: ['Basket Weaving'] })).toEqual(['other', false, 'Basket Weaving']);
    expect(of({})).toEqual(['other', false]);
  });

  test('follows from the title of a screener that names no subject', () => {
    expect(subjectOfTitle('mCLASS DIBELS 8th Edition').subDomain).toBe('literacy');
    expect(subjectOfTitle('Star Math').subDomain).toBe('mathematics');
    expect(subjectOfTitle('Star').subDomain).toBe('other');
  });
});

describe('words of screeners', () => {
  const none = screenerLevelReader({ levels: {}, byTitle: {} });

  test.each([
    ['DIBELS 8', 'Well Below Benchmark', 'wellBelowBenchmark'],
    ['DIBELS 8', 'below benchmark', 'belowBenchmark'],
    ['Star Reading', 'At/Above Benchmark', 'atBenchmark'],
    ['Star Reading', 'On Watch', 'belowBenchmark'],
    ['Star Reading', 'Urgent Intervention', 'wellBelowBenchmark'],
    ['i-Ready Reading', 'Early On Grade Level', 'atBenchmark'],
    ['i-Ready Reading', '1 Grade Level Below', 'belowBenchmark'],
    ['i-Ready Reading', '3 or More Grade Levels Below', 'wellBelowBenchmark'],
    ['MAP Growth', 'LoAvg', 'belowBenchmark'],
    ['MAP Growth', 'Low', 'wellBelowBenchmark'],
  ])('%s: %s is %s', (title, word, level) => {
    expect(none(title, word)).toBe(level);
  });

  test('are never guessed: Low is a level of MAP and of nothing else', () => {
    expect(none('FastBridge', 'Low')).toBeUndefined();
    expect(none('State test', 'Basic')).toBeUndefined();
  });

  test('of the district go before those of the vendors, those for one title before all', () => {
    const own = screenerLevelReader({
      levels: { 'On Watch': 'atBenchmark', Low: 'belowBenchmark' },
      byTitle: { 'Star Math': { 'On Watch': 'wellBelowBenchmark' } },
    });
    expect(own('Star Reading', 'on watch')).toBe('atBenchmark');
    expect(own('STAR MATH', 'On Watch')).toBe('wellBelowBenchmark');
    expect(own('FastBridge', 'Low')).toBe('belowBenchmark');
  });
});

describe('kinds of marks', () => {
  test('are those of Ed-Fi and of the district; an empty one is current and an unknown one nothing', () => {
    const read = gradeTypeReader({ final: ['Zeugnis'], current: [], ignored: ['Quarter'] });
    expect([read('Final'), read('Zeugnis'), read('Progress Report'), read(''), read(undefined)]).toEqual([
      'final',
      'final',
      'current',
      'current',
      'current',
    ]);
    expect([read('Conduct'), read('Quarter'), read('Foo')]).toEqual(['ignored', 'ignored', undefined]);
  });
});

describe('terms', () => {
  const sessions = [
    ['T1', 'Trimester One', '2026-08-31', '2026-11-20'],
    ['T2', 'Trimester Two', '2026-11-23', '2027-03-05'],
    ['T3', 'Trimester Three', '2027-03-08', '2027-06-11'],
    ['SU', 'Summer School', '2027-06-20', '2027-07-20'],
  ].map(([sourcedId, title, start, end]) => ({
    ...{ sourcedId: sourcedId!, title: title!, type: 'term', begins: day(start!), ends: day(end!), schoolYear: 2027 },
  }));
  const read = termReader(sessions);

  test('are those of academicSessions by title or id, with how much of the year is over', () => {
    expect(read(2027, 'T2')).toMatchObject({ share: { posted: 2, of: 3 }, summer: false });
    expect(read(2027, 'trimester three')).toMatchObject({
      share: { posted: 3, of: 3 },
      begins: day('2027-03-08'),
      ends: day('2027-06-11'),
    });
    expect(read(2027, 'Summer School')).toMatchObject({ summer: true, order: 2 });
    expect(read(2027, 'Summer School').share).toBeUndefined();
  });

  test.each([
    ['S1', 1, 2],
    ['Second Semester', 2, 2],
    ['Fall', 1, 2],
    ['Spring Semester', 2, 2],
    ['Q3', 3, 4],
    ['First Trimester', 1, 3],
    ['Year Round', 1, 1],
  ])('are read by the word where no session is called so: %s', (name, posted, of) => {
    const term = read(2026, name);
    expect(term).toMatchObject({ share: { posted, of } });
    expect([term.begins, term.ends]).toEqual([undefined, undefined]);
  });

  test('tell nothing where the word does not', () => {
    expect(read(2026, 'Period B')).toEqual({ name: 'Period B', order: 0, summer: false });
  });
});
