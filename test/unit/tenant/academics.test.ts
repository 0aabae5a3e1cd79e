import { describe, expect, test } from 'vitest';
import { academicSettings } from '../../../shared/tenant/academics.ts';
import { academicThresholds } from '../../../shared/tenant/thresholds/academics.ts';

const problems = (schema: typeof academicSettings | typeof academicThresholds, value: unknown) => {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('settings of academics', () => {
  test('are complete without a word', () => {
    expect(academicSettings.parse({})).toEqual({
      courseMap: [],
      retakePolicy: 'highest',
      priorYearFailures: true,
      recoveryMethods: ['Credit recovery'],
      gradeTypes: { final: [], current: [], ignored: [] },
      screeners: { levels: {}, byTitle: {} },
    });
  });

  test('refuse a line of the course map that names no course, and levels there are not', () => {
    expect(problems(academicSettings, { courseMap: [{ subDomain: 'literacy', core: true }] })).toEqual([
      'courseMap.0.subjects: no course is named: fill in subjects, subjectCodes or courseCodes',
    ]);
    expect(problems(academicSettings, { screeners: { levels: { Low: 'low' } } })).toHaveLength(1);
    expect(problems(academicSettings, { retakePolicy: 'best' })).toHaveLength(1);
  });
});

describe('cut points of academics', () => {
  test('are those of the field without a word', () => {
    expect(academicThresholds.parse({})).toEqual({
      failuresTier2: 1,
      failuresTier3: 2,
      coreFailuresTier2: 1,
      coreFailuresTier3: 2,
      currentMarksTier2: 1,
      gpaTier2: '2.0',
      gpaTier3: '1.0',
      missingAssignmentsTier2: 5,
      onTrackCourses: '5',
      onTrackCoreFailures: 1,
    });
  });

  test('go in one direction, and may fall together', () => {
    expect(problems(academicThresholds, { failuresTier2: 3 })).toEqual([
      'failuresTier3: the cuts go up: failuresTier2 ≤ failuresTier3',
    ]);
    expect(problems(academicThresholds, { coreFailuresTier3: 1 })).toEqual([]);
    expect(problems(academicThresholds, { gpaTier3: '2.5' })).toEqual([
      'gpaTier3: the cuts go down: gpaTier3 ≤ gpaTier2',
    ]);
    expect(problems(academicThresholds, { gpaTier2: '7/3' })).toHaveLength(1);
  });
});
