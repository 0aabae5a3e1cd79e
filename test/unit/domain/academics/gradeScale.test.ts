import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GradeScale,
  isOnScale,
  markOf,
  markOfNumber,
  markPasses,
  numberPasses,
  problemsOf,
} from '../../../../shared/domain/academics/gradeScale.ts';
import { type Fraction, fraction, parseFraction } from '../../../../shared/domain/fraction.ts';

const exact = (text: string): Fraction => parseFraction(text) ?? fraction(0);

const PERCENT: GradeScale = {
  id: 'percent',
  numbers: { minimum: exact('0'), maximum: exact('100'), passing: exact('60') },
  marks: [
    { mark: 'A', from: exact('90'), points: exact('4') },
    { mark: 'B', from: exact('80'), points: exact('3') },
    { mark: 'C', from: exact('70'), points: exact('2') },
    { mark: 'D', from: exact('60'), points: exact('1') },
    { mark: 'F', from: exact('0'), points: exact('0') },
    { mark: 'P', passing: true },
    { mark: 'I' },
  ],
};
const STANDARDS: GradeScale = {
  id: 'standards',
  numbers: { minimum: exact('1'), maximum: exact('4'), passing: exact('2') },
  marks: [],
};

/** A scale of `steps` marks from `minimum` on, whose lowest mark begins there and one of which begins at passing. */
const wellFormed = fc
  .record({
    minimum: fc.integer({ min: 0, max: 50 }),
    steps: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
    passingAt: fc.nat(),
  })
  .map(({ minimum, steps, passingAt }): GradeScale => {
    const starts = [minimum];
    for (const step of steps) starts.push((starts.at(-1) ?? minimum) + step);
    const maximum = starts.pop() ?? minimum;
    const passing = starts[passingAt % starts.length] ?? minimum;
    return {
      id: 'any',
      numbers: { minimum: fraction(minimum, 10), maximum: fraction(maximum, 10), passing: fraction(passing, 10) },
      marks: starts.map((from, index) => ({ mark: `M${index}`, from: fraction(from, 10) })).reverse(),
    };
  });

describe('a number on a scale', () => {
  test.each([
    ['100', 'A'],
    ['90', 'A'],
    ['89.999999', 'B'],
    ['65', 'D'],
    ['60', 'D'],
    ['59.999999', 'F'],
    ['0', 'F'],
  ])('%s is %s', (value, mark) => {
    expect(markOfNumber(PERCENT, exact(value))?.mark).toBe(mark);
  });

  test.each(['-1', '100.000001', '101'])('%s is on no scale of percents', (value) => {
    expect(isOnScale(PERCENT, exact(value))).toBe(false);
    expect(markOfNumber(PERCENT, exact(value))).toBeUndefined();
    expect(numberPasses(PERCENT, exact(value))).toBeUndefined();
  });

  test('falls into exactly one mark, the highest that begins at or below it', () => {
    fc.assert(
      fc.property(wellFormed, fc.integer({ min: -10, max: 700 }), (scale, tenths) => {
        expect(problemsOf(scale)).toEqual([]);
        const value = fraction(tenths, 10);
        const { minimum, maximum, passing } = scale.numbers!;
        const number = tenths / 10;
        const inside = number >= Number(minimum.numerator) / 10 && number <= Number(maximum.numerator) / 10;
        const begun = scale.marks.filter(({ from }) => Number(from!.numerator) / 10 <= number);
        const highest = begun.sort((a, b) => Number(b.from!.numerator) - Number(a.from!.numerator))[0];
        expect(isOnScale(scale, value)).toBe(inside);
        expect(markOfNumber(scale, value)).toBe(inside ? highest : undefined);
        expect(numberPasses(scale, value)).toBe(inside ? number >= Number(passing.numerator) / 10 : undefined);
      }),
    );
  });

  test('passes exactly when its mark does', () => {
    fc.assert(
      fc.property(wellFormed, fc.integer({ min: 0, max: 600 }), (scale, tenths) => {
        const mark = markOfNumber(scale, fraction(tenths, 10));
        if (mark) expect(markPasses(scale, mark)).toBe(numberPasses(scale, fraction(tenths, 10)));
      }),
    );
  });

  test('a 3 of standards is a 3 and never 3 %', () => {
    expect(numberPasses(STANDARDS, exact('3'))).toBe(true);
    expect(isOnScale(STANDARDS, exact('85'))).toBe(false);
    expect(isOnScale(STANDARDS, exact('0.9'))).toBe(false);
  });

  test('is on no scale of words', () => {
    expect(isOnScale({ id: 'words', marks: [{ mark: 'P', passing: true }] }, exact('3'))).toBe(false);
  });
});

describe('a letter', () => {
  test('is one of the scale in just its spelling', () => {
    expect(markOf(PERCENT, 'B')?.points).toEqual(exact('3'));
    expect(markOf(PERCENT, 'b')).toBeUndefined();
    expect(markOf(PERCENT, 'B+')).toBeUndefined();
  });

  test.each([
    ['A', true],
    ['D', true],
    ['F', false],
    ['P', true],
    ['I', undefined],
  ])('%s passes: %s', (letter, passes) => {
    expect(markPasses(PERCENT, markOf(PERCENT, letter)!)).toBe(passes);
  });
});

describe('a scale is refused', () => {
  const { numbers } = PERCENT;
  test.each<[string, Omit<GradeScale, 'id'>, RegExp]>([
    ['without anything', { marks: [] }, /neither marks nor numbers/],
    ['with ranges and no numbers', { marks: [{ mark: 'A', from: exact('90') }] }, /need the numbers/],
    ['with a mark twice', { marks: [{ mark: 'P' }, { mark: 'P' }] }, /P is there twice/],
    [
      'that leaves numbers without a mark',
      { numbers: numbers!, marks: [{ mark: 'D', from: exact('60') }] },
      /below D are no mark/,
    ],
    [
      'with two marks from one number on',
      { numbers: numbers!, marks: ['A', 'B'].map((mark) => ({ mark, from: exact('0') })) },
      /begin at the same number/,
    ],
    [
      'whose mark both passes and fails',
      {
        numbers: numbers!,
        marks: [
          { mark: 'C', from: exact('50') },
          { mark: 'F', from: exact('0') },
        ],
      },
      /would pass and fail/,
    ],
    [
      'whose marks begin outside of it',
      {
        numbers: numbers!,
        marks: [
          { mark: 'A', from: exact('101') },
          { mark: 'D', from: exact('60') },
          { mark: 'F', from: exact('0') },
        ],
      },
      /A begins above the maximum/,
    ],
    [
      'that runs backwards',
      { numbers: { ...numbers!, minimum: exact('100'), maximum: exact('0') }, marks: [] },
      /minimum must lie below/,
    ],
    [
      'whose passing number is none of its own',
      { numbers: { ...numbers!, passing: exact('101') }, marks: [] },
      /passing must lie within/,
    ],
    [
      'that says twice whether a mark passes',
      {
        numbers: numbers!,
        marks: [
          { mark: 'D', from: exact('60'), passing: true },
          { mark: 'F', from: exact('0') },
        ],
      },
      /follows from the scale/,
    ],
  ])('%s', (_, scale, problem) => {
    expect(problemsOf({ id: 'any', ...scale }).join('; ')).toMatch(problem);
  });

  test('or taken when every number has one mark', () => {
    expect(problemsOf(PERCENT)).toEqual([]);
    expect(problemsOf(STANDARDS)).toEqual([]);
  });
});
