import { describe, expect, test } from 'vitest';
import {
  assess,
  attempt,
  currentMark,
  failed,
  missingWork,
  partsOf,
  reasonOf,
  screener,
  THIS_YEAR,
  TODAY,
} from './student.ts';

const LAST_YEAR = { schoolYear: 2026, term: 'Spring Semester' };

describe('the tier of academics', () => {
  test('is 2 at one core failure and 3 at two, over all sub-domains', () => {
    const one = assess({ attempts: [failed('ENG9', 'English')] });
    expect(one.tier).toBe(2);
    expect(partsOf(one)).toEqual({ literacy: 2, mathematics: 'notAssessed', other: 'notAssessed' });
    const two = assess({ attempts: [failed('ENG9', 'English'), failed('ALG1')] });
    expect(two.tier).toBe(3);
    expect(partsOf(two)).toEqual({ literacy: 2, mathematics: 2, other: 'notAssessed' });
    expect(two.reasons[0]).toMatchObject({
      code: 'coreFailures',
      value: '2',
      cutPoint: '2',
      items: ['Course ALG1', 'Course ENG9'],
      detail: { tier: 3 },
    });
  });

  test('is the highest of the sub-domains, which differ', () => {
    const result = assess({
      attempts: [failed('ART1', 'Art'), failed('MUS1', 'Music'), attempt({ code: 'ALG1' })],
      screeners: [screener('Star Reading', 'Reading', 'belowBenchmark')],
    });
    expect(result.tier).toBe(3);
    expect(partsOf(result)).toEqual({ literacy: 2, mathematics: 1, other: 3 });
    expect(reasonOf(result, 'coreFailures')).toBeUndefined();
    expect(result.reasons[0]).toMatchObject({ code: 'failures', value: '2', detail: { subDomain: 'other', tier: 3 } });
  });

  test('is at most 2 for current marks below passing, whatever their number', () => {
    const marks = ['A1', 'A2', 'A3'].map((code) => currentMark(code, 'Mathematics', false));
    const result = assess({ currentMarks: marks });
    expect(result.tier).toBe(2);
    expect(result.reasons[0]).toMatchObject({ code: 'currentMarks', value: '3', cutPoint: '1' });
    expect(assess({ currentMarks: [currentMark('A1', 'Mathematics', true)] }).tier).toBe(1);
  });

  test('is 2 below a benchmark and 3 well below, in the sub-domain of the screener', () => {
    const low = assess({ screeners: [screener('Star Math', 'Mathematics', 'wellBelowBenchmark')] });
    expect(low.tier).toBe(3);
    expect(partsOf(low)).toEqual({ literacy: 'notAssessed', mathematics: 3, other: 'notAssessed' });
    expect(assess({ screeners: [screener('Star Math', 'Mathematics', 'atBenchmark')] }).tier).toBe(1);
  });

  test('counts the lowest of several results of one screener on one day, and the later window before the earlier', () => {
    const of = (level: 'atBenchmark' | 'wellBelowBenchmark', day: number) => screener('DIBELS', 'Reading', level, day);
    expect(assess({ screeners: [of('atBenchmark', TODAY), of('wellBelowBenchmark', TODAY)] }).tier).toBe(3);
    expect(assess({ screeners: [of('atBenchmark', TODAY), of('wellBelowBenchmark', TODAY - 1)] }).tier).toBe(1);
  });

  test('is 2 at five missing assignments, summed over classes; fewer are told and are no change', () => {
    const result = assess({ missing: [missingWork('ENG9', 2), missingWork('ALG1', 3)] });
    expect(result.reasons[0]).toMatchObject({ code: 'missingAssignments', value: '5', cutPoint: '5' });
    expect(result.tier).toBe(2);
    const marks = [currentMark('ALG1', 'Mathematics', true)];
    const few = assess({ missing: [missingWork('ENG9', 2)], currentMarks: marks });
    expect(few.tier).toBe(1);
    expect(few.signature).toBe(assess({ missing: [missingWork('ENG9', 1)], currentMarks: marks }).signature);
  });

  test('does not take a class without missing work for a mark', () => {
    expect(assess({ missing: [missingWork('ENG9', 1)] })).toMatchObject({ tier: 'notAssessed' });
  });

  test('reads no grades never as on track', () => {
    const nothing = assess({});
    expect(nothing.tier).toBe('notAssessed');
    expect(nothing.reasons).toEqual([{ code: 'noData' }]);
    expect(partsOf(nothing)).toEqual({
      literacy: 'notAssessed',
      mathematics: 'notAssessed',
      other: 'notAssessed',
    });
    const inProgress = assess({ attempts: [attempt({ outcome: 'open' })] });
    expect(inProgress.tier).toBe('notAssessed');
  });

  test('is known from a cumulative average alone, while the sub-domains are not', () => {
    const result = assess({ attempts: [attempt({ ...LAST_YEAR, points: 3 })] });
    expect(result.tier).toBe(1);
    expect(Object.values(partsOf(result))).toEqual(['notAssessed', 'notAssessed', 'notAssessed']);
  });

  test('names its flags and the version of its thresholds', () => {
    const result = assess({
      attempts: [failed('X1', 'Basket Weaving')],
      unreadable: [{ file: 'grades', row: 7 }],
      screeners: [screener('Star', 'Reading')],
      exited: true,
    });
    expect(result.flags).toEqual(['exited', 'unknownScreenerLevel', 'unknownSubject', 'unreadableMarks']);
    expect(reasonOf(result, 'unknownSubject')?.items).toEqual(['Basket Weaving']);
    expect(result.thresholds).toBe('field-1');
  });
});

describe('failures that are made good', () => {
  test('are those with a later pass in the same course', () => {
    const later = attempt({ code: 'ALG1', term: 'Spring Semester' });
    const result = assess({ attempts: [failed('ALG1'), later] });
    expect(result.tier).toBe(1);
    expect(reasonOf(result, 'recoveredFailures')).toMatchObject({ value: '1', items: ['Course ALG1'] });
    expect(
      assess({ attempts: [failed('ALG1', 'Mathematics', { term: 'Spring Semester' }), attempt({ code: 'ALG1' })] })
        .tier,
    ).toBe(2);
    expect(assess({ attempts: [failed('ALG1'), attempt({ code: 'GEO1', term: 'Spring Semester' })] }).tier).toBe(2);
  });

  test('are those with a pass in the same subject by a method that recovers: one course for each', () => {
    const recovery = (code: string, word = 'Mathematics') => attempt({ code, subject: word, recovery: true });
    expect(assess({ attempts: [failed('ALG1'), recovery('MATHREC')] }).tier).toBe(1);
    expect(assess({ attempts: [failed('ALG1'), recovery('ENGREC', 'English')] }).tier).toBe(2);
    const two = [failed('ALG1'), failed('GEO1')];
    expect(assess({ attempts: [...two, recovery('REC1')] }).tier).toBe(2);
    expect(assess({ attempts: [...two, recovery('REC1'), recovery('REC2')] }).tier).toBe(1);
    const earlier = attempt({ code: 'REC1', recovery: true });
    expect(assess({ attempts: [failed('GEO1', 'Mathematics', { term: 'Spring Semester' }), earlier] }).tier).toBe(2);
  });

  test('are not those of another course when the recovery makes good its own, failed in an earlier year', () => {
    const lastYear = failed('GEO1', 'Mathematics', { schoolYear: THIS_YEAR - 1 });
    const recovery = attempt({ code: 'GEO1', recovery: true });
    expect(assess({ attempts: [failed('ALG2'), recovery] }).tier).toBe(1);
    expect(assess({ attempts: [lastYear, failed('ALG2'), recovery] }).tier).toBe(2);
  });
});

describe('the first grading period', () => {
  const last = failed('ALG1', 'Mathematics', LAST_YEAR);

  test('takes last school year where this one has posted nothing, and says so', () => {
    const result = assess({ attempts: [last, failed('ENG1', 'English', LAST_YEAR)] });
    expect(result).toMatchObject({ tier: 3, flags: ['priorYear'] });
    expect(result.reasons[0]).toMatchObject({
      code: 'priorYearCoreFailures',
      value: '2',
      detail: { schoolYear: 2026, tier: 3 },
    });
    expect(partsOf(result)).toEqual({ literacy: 2, mathematics: 2, other: 'notAssessed' });
  });

  test('forgets it with the first mark of a term, not with one of a summer school', () => {
    const posted = (term: string) => attempt({ code: 'ENG2', subject: 'English', term });
    expect(assess({ attempts: [last, posted('Fall Semester')] }).tier).toBe(1);
    expect(assess({ attempts: [last, posted('Summer Semester')] }).tier).toBe(2);
  });

  test('counts no failure that summer school has made good, nor one of an earlier year', () => {
    const summer = attempt({ code: 'ALG1', term: 'Summer Semester' });
    expect(assess({ attempts: [last, summer] }).tier).toBe(1);
    expect(assess({ attempts: [failed('ALG1', 'Mathematics', { schoolYear: 2025 })] }).tier).toBe('notAssessed');
  });

  test('takes this year alone where the district wants that', () => {
    expect(assess({ attempts: [last] }, { priorYearFailures: false }).tier).toBe('notAssessed');
  });
});

describe('a first-time ninth grader', () => {
  const courses = (count: number, term: string) =>
    Array.from({ length: count }, (_, index) => attempt({ code: `C${index}`, subject: 'Art', term }));

  test('is on track with the credits of five full-year courses at the end of the year, pro rata before', () => {
    const found = (count: number) => assess({ attempts: courses(count, 'Fall Semester'), firstTimeNinthGrader: true });
    expect(found(5).tier).toBe(1);
    expect(reasonOf(found(5), 'ninthGradeOnTrack')).toMatchObject({
      value: '5/2',
      cutPoint: '5/2',
      detail: { onTrack: true, terms: '1/2' },
    });
    expect(found(4).tier).toBe(2);
    const year = [...courses(5, 'Fall Semester'), ...courses(4, 'Spring Semester')];
    expect(reasonOf(assess({ attempts: year, firstTimeNinthGrader: true }), 'ninthGradeOnTrack')).toMatchObject({
      value: '9/2',
      cutPoint: '5',
      detail: { onTrack: false, terms: '2/2' },
    });
  });

  test('may have one F of a semester in a core course, recovered or not, and no second', () => {
    const fs = (count: number) => Array.from({ length: count }, (_, index) => failed(`F${index}`, 'Science'));
    const recovered = Array.from({ length: 2 }, (_, index) =>
      attempt({ code: `F${index}`, subject: 'Science', term: 'Spring Semester' }),
    );
    const found = (count: number) =>
      assess({
        attempts: [...courses(12, 'Fall Semester'), ...courses(12, 'Spring Semester'), ...fs(count), ...recovered],
        firstTimeNinthGrader: true,
      });
    expect(found(1).tier).toBe(1);
    expect(found(2).tier).toBe(2);
    expect(reasonOf(found(2), 'ninthGradeOnTrack')?.detail).toMatchObject({ coreFailures: 2, coreFailuresAllowed: 1 });
  });

  test('is not judged before a term has posted, nor by summer credit', () => {
    expect(reasonOf(assess({ firstTimeNinthGrader: true }), 'ninthGradeOnTrack')).toBeUndefined();
    const summer = assess({ attempts: courses(3, 'Summer Semester'), firstTimeNinthGrader: true });
    expect(reasonOf(summer, 'ninthGradeOnTrack')).toBeUndefined();
  });

  test('owes what is due of the terms that are over, also with a credit earned early in one that runs', () => {
    const [early, over] = [TODAY + 1, TODAY].map((ends) => {
      const attempts = [
        ...courses(4, 'Fall Semester'),
        attempt({ code: 'C5', subject: 'Art', term: 'Spring Semester' }),
      ];
      const ofSpring = attempts.map((each) =>
        each.term.order === 1 ? { ...each, term: { ...each.term, ends } } : each,
      );
      return reasonOf(assess({ attempts: ofSpring, firstTimeNinthGrader: true }), 'ninthGradeOnTrack');
    });
    expect(early).toMatchObject({ value: '5/2', cutPoint: '5/2', detail: { onTrack: true, terms: '1/2' } });
    expect(over).toMatchObject({ value: '5/2', cutPoint: '5', detail: { onTrack: false, terms: '2/2' } });
  });

  test('gets the credit of a repeated course once', () => {
    const twice = [1, 2].map(() => attempt({ code: 'ALG1', attempted: 1, term: 'Year Round' }));
    const result = assess({ attempts: twice, firstTimeNinthGrader: true });
    expect(reasonOf(result, 'ninthGradeOnTrack')).toMatchObject({ value: '1' });
  });
});
