import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { academicCutPoints } from '../../../../shared/domain/academics/cutPoints.ts';
import { type GradeScale, markOfNumber } from '../../../../shared/domain/academics/gradeScale.ts';
import { readLetter, readNumber } from '../../../../shared/domain/academics/readMark.ts';
import { fraction, parseFraction } from '../../../../shared/domain/fraction.ts';
import { academicThresholds } from '../../../../shared/tenant/thresholds/academics.ts';
import { assess, attempt, currentMark, failed, missingWork, partsOf } from './student.ts';

const exact = (text: string) => parseFraction(text)!;
const PERCENT: GradeScale = {
  id: 'percent',
  numbers: { minimum: exact('0'), maximum: exact('100'), passing: exact('65') },
  marks: [
    { mark: 'A', from: exact('90'), points: exact('4') },
    { mark: 'D', from: exact('65'), points: exact('1') },
    { mark: 'F', from: exact('0'), points: exact('0') },
    { mark: 'I' },
    { mark: 'P', passing: true },
  ],
};
const FOUR: GradeScale = {
  id: 'standards',
  numbers: { minimum: exact('1'), maximum: exact('4'), passing: exact('2') },
  marks: [],
};

describe('traps', () => {
  test('10: no number falls between two marks, and 65 is the D it passes with', () => {
    expect(readNumber(PERCENT, exact('65'))).toEqual({ passes: true, points: exact('1') });
    expect(readNumber(PERCENT, exact('64.999999')).passes).toBe(false);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000 }), (millionths) => {
        const value = fraction(millionths, 1_000_000);
        const mark = markOfNumber(PERCENT, value);
        expect(readNumber(PERCENT, value).passes).toBe(mark?.mark !== 'F');
      }),
    );
  });

  test('3: no grades are never on track', () => {
    expect(assess({}).tier).toBe('notAssessed');
    expect(assess({ firstTimeNinthGrader: true }).tier).toBe('notAssessed');
  });

  test('3 on a four-point scale is a pass, and nothing of a percent scale', () => {
    expect(readNumber(FOUR, exact('3')).passes).toBe(true);
    expect(readNumber(PERCENT, exact('3')).passes).toBe(false);
    expect(readNumber(FOUR, exact('65'))).toEqual({});
  });

  test('15: a repeated course is credited and averaged once', () => {
    const twice = [2025, 2026].map((schoolYear) => attempt({ code: 'ALG1', schoolYear, attempted: 1, points: 1.5 }));
    const other = attempt({ code: 'ENG9', attempted: 1, schoolYear: 2026, points: 2.5 });
    expect(assess({ attempts: [...twice, other] }).tier).toBe(1);
  });

  test('an incomplete says neither pass nor fail, a P passes', () => {
    expect(readLetter(PERCENT, 'I')).toEqual({});
    expect(readLetter(PERCENT, 'P')).toEqual({ passes: true });
    expect(readLetter(PERCENT, 'Z')).toBeUndefined();
  });
});

describe('every cut is reached at its number and not before', () => {
  const cuts = (changes: object) => ({ cuts: academicCutPoints('v', academicThresholds.parse(changes)) });
  const many = <Each>(count: number, make: (code: string) => Each) =>
    Array.from({ length: count }, (_, index) => make(`C${index}`));
  const counts = fc.integer({ min: 0, max: 8 });
  const pair = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4 }));

  test('failures of a sub-domain', () => {
    fc.assert(
      fc.property(counts, pair, (count, [tier2, more]) => {
        const settings = cuts({ failuresTier2: tier2, failuresTier3: tier2 + more });
        const attempts = [attempt({ code: 'ok', subject: 'Art' }), ...many(count, (code) => failed(code, 'Art'))];
        const expected = count >= tier2 + more ? 3 : count >= tier2 ? 2 : 1;
        const result = assess({ attempts }, settings);
        expect(result.tier).toBe(expected);
        expect(partsOf(result)['other']).toBe(expected);
      }),
    );
  });

  test('core failures over the sub-domains', () => {
    const subjects = ['English', 'Mathematics', 'Science', 'Social Studies'];
    fc.assert(
      fc.property(counts, pair, (count, [tier2, more]) => {
        const settings = cuts({
          ...{ failuresTier2: 100, failuresTier3: 100 },
          ...{ coreFailuresTier2: tier2, coreFailuresTier3: tier2 + more },
        });
        const core = Array.from({ length: count }, (_, index) => failed(`C${index}`, subjects[index % 4]!));
        const expected = count >= tier2 + more ? 3 : count >= tier2 ? 2 : 1;
        expect(assess({ attempts: [attempt({ code: 'ok' }), ...core] }, settings).tier).toBe(expected);
      }),
    );
  });

  test('current marks below passing', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 4 }), (count, tier2) => {
        const marks = [currentMark('ok', 'Art', true), ...many(count, (code) => currentMark(code, 'Art', false))];
        const result = assess({ currentMarks: marks }, cuts({ currentMarksTier2: tier2 }));
        expect(result.tier).toBe(count >= tier2 ? 2 : 1);
      }),
    );
  });

  test('missing assignments', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 12 }), (each, cut) => {
        const missing = each.map((count, index) => missingWork(`C${index}`, count));
        const result = assess(
          { missing, currentMarks: [currentMark('ok', 'Art', true)] },
          cuts({ missingAssignmentsTier2: cut }),
        );
        expect(result.tier).toBe(each.reduce((sum, count) => sum + count, 0) >= cut ? 2 : 1);
      }),
    );
  });

  test('credits of a ninth grader', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 1, max: 6 }), (count, needed) => {
        const attempts = [
          failed('zero', 'Art', { term: 'Year' }),
          ...many(count, (code) => attempt({ code, subject: 'Art', term: 'Year' })),
        ];
        const settings = cuts({ onTrackCourses: `${needed}`, failuresTier2: 9, failuresTier3: 9 });
        const result = assess({ attempts, firstTimeNinthGrader: true }, settings);
        expect(result.tier).toBe(count * 0.5 >= needed ? 1 : 2);
      }),
    );
  });
});
