import { describe, expect, test } from 'vitest';
import { fraction } from '../../../shared/domain/fraction.ts';
import { gradeScaleSettings, gradeScalesOf } from '../../../shared/tenant/gradeScales.ts';

const LETTERS = {
  id: 'letters',
  numbers: { minimum: '0', maximum: '100', passing: '60' },
  marks: [
    { mark: 'A', from: '90', points: '4' },
    { mark: 'D', from: '60', points: '1.5' },
    { mark: 'F', from: '0' },
  ],
};
const pathsOf = (content: unknown) => {
  const parsed = gradeScaleSettings.safeParse(content);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('the grade scales of a tenant', () => {
  test('are none unless they are declared', () => {
    expect(gradeScalesOf(gradeScaleSettings.parse({}))).toEqual({ byId: new Map() });
  });

  test('are read as exact numbers', () => {
    const scales = gradeScalesOf(gradeScaleSettings.parse({ scales: [LETTERS], default: 'letters' }));
    expect(scales.default).toBe(scales.byId.get('letters'));
    expect(scales.default?.marks[1]).toEqual({ mark: 'D', from: fraction(60), points: fraction(15, 10) });
    expect(scales.default?.numbers?.passing).toEqual(fraction(60));
  });

  test('are told each with what is wrong', () => {
    const gap = { ...LETTERS, marks: LETTERS.marks.slice(0, 2) };
    expect(pathsOf({ scales: [gap, { id: 'none' }] })).toEqual([
      'scales.0: numbers below D are no mark: let the lowest mark begin at the minimum',
      'scales.1: the scale has neither marks nor numbers',
    ]);
    expect(pathsOf({ scales: [LETTERS, LETTERS], default: 'points' })).toEqual([
      'scales: each scale has an id of its own',
      'default: names a scale that is not listed under scales',
    ]);
    expect(pathsOf({ scales: [{ ...LETTERS, numbers: { minimum: 0, maximum: '1e2', passing: '60' } }] })).toHaveLength(
      2,
    );
  });
});
