import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMeant, overlaid } from '../../../../shared/domain/tiers/thresholds.ts';
import { THRESHOLD_SECTIONS, thresholdContent, thresholdSet } from '../../../../shared/tenant/thresholds.ts';

const read = (rules: unknown, attendance: unknown = {}) =>
  thresholdSet.safeParse({ version: 'v', effectiveFrom: '2026-08-01', attendance, rules });

/** What is wrong, by path. */
const errorsOf = (rules: unknown, attendance?: unknown): Record<string, string> =>
  Object.fromEntries((read(rules, attendance).error?.issues ?? []).map((each) => [each.path.join('.'), each.message]));

describe('a threshold set', () => {
  test('needs no section: what it leaves out is as the field has it, and has no rules', () => {
    const set = thresholdSet.parse({ version: 'v', effectiveFrom: '2026-08-01' });
    expect(set).toMatchObject({ attendance: { tier2: '10/100' }, rules: [] });
  });

  test.each(Object.entries(THRESHOLD_SECTIONS))('reads what it wrote of %s as it wrote it', (_, section) => {
    const written = section.parse({});
    expect(section.parse(JSON.parse(JSON.stringify(written)))).toEqual(written);
  });
});

describe('rules', () => {
  test('are kept as they are written: what they leave out is not filled in', () => {
    const rules = [{ when: { gradingPeriod: 'first' }, attendance: { tier2: '8/100' } }];
    expect(read(rules).data?.rules).toEqual(rules);
  });

  test.each([
    ['an unknown member', [{ when: { gradingPeriod: 'first' }, attendence: {} }], 'rules.0'],
    ['an unknown setting', [{ when: { gradingPeriod: 'first' }, attendance: { tier4: '1/2' } }], 'rules.0.attendance'],
    ['an unknown condition', [{ when: { grade: ['09'] }, attendance: { tier2: '8/100' } }], 'rules.0.when'],
    [
      'a grade that is no code',
      [{ when: { gradeLevels: ['9'] }, attendance: { tier2: '8/100' } }],
      'rules.0.when.gradeLevels.0',
    ],
    ['an empty list', [{ when: { schools: [] }, attendance: { tier2: '8/100' } }], 'rules.0.when.schools'],
    [
      'a school longer than any id',
      [{ when: { schools: ['x'.repeat(256)] }, attendance: { tier2: '8/100' } }],
      'rules.0.when.schools.0',
    ],
    ['no condition', [{ when: {}, attendance: { tier2: '8/100' } }], 'rules.0.when'],
    ['nothing to change', [{ when: { gradingPeriod: 'first' } }], 'rules.0'],
    ['nothing to change in a domain', [{ when: { gradingPeriod: 'first' }, attendance: {} }], 'rules.0.attendance'],
    [
      'nothing to change in one of two domains',
      [{ when: { schools: ['n'] }, attendance: { tier2: '8/100' }, behavior: {} }],
      'rules.0.behavior',
    ],
    ['a wrong type', [{ when: { gradingPeriod: 'first' }, attendance: { tier2: 8 } }], 'rules.0.attendance.tier2'],
    [
      'a value out of range',
      [{ when: { schools: ['n'] }, attendance: { minimumDays: 0 } }],
      'rules.0.attendance.minimumDays',
    ],
    [
      'what is one for the district',
      [{ when: { schools: ['n'] }, attendance: { staleAfterDays: 5 } }],
      'rules.0.attendance',
    ],
  ])('with %s are refused, with the place', (_, rules, path) => {
    expect(Object.keys(errorsOf(rules))).toEqual([path]);
  });

  test('are refused when what they make of the set is not valid, at the rule that does it', () => {
    const errors = errorsOf([
      { when: { gradeLevels: ['09'] }, attendance: { tier2: '15/100' } },
      { when: { schools: ['north'] }, attendance: { tier3: '10/100' } },
    ]);
    expect(errors).toEqual({ 'rules.1.attendance.tier3': 'the cuts go up: watch < tier2 < tier3 ≤ 1' });
  });

  test('are refused when two of them do not go together in one student', () => {
    const errors = errorsOf([
      { when: { gradeLevels: ['09'] }, attendance: { tier2: '15/100' } },
      { when: { schools: ['north'] }, attendance: { tier3: '12/100' } },
    ]);
    expect(Object.keys(errors)).toEqual(['rules.1.attendance.tier3']);
    expect(errors['rules.1.attendance.tier3']).toContain('where rules 1, 2 meet');
  });

  test('may contradict each other where no student meets both', () => {
    const [low, high] = [{ tier2: '15/100' }, { tier3: '12/100' }];
    expect(
      errorsOf([
        { when: { gradeLevels: ['09'] }, attendance: low },
        { when: { gradeLevels: ['10'] }, attendance: high },
      ]),
    ).toEqual({});
    expect(
      errorsOf([
        { when: { gradingPeriod: 'first' }, attendance: low },
        { when: { gradingPeriod: 'remaining' }, attendance: high },
      ]),
    ).toEqual({});
  });

  test('say nothing of a section that is wrong by itself', () => {
    const rules = [{ when: { schools: ['north'] }, attendance: { minimumDays: 5 } }];
    expect(Object.keys(errorsOf(rules, { tier2: '30/100' }))).toEqual(['attendance.tier3']);
  });

  test('of a set that is read leave every student with valid cut points', () => {
    const grades = ['08', '09', '10'];
    const schools = ['north', 'south', 'east'];
    const when = fc.oneof(
      fc.record({ gradeLevels: fc.subarray(grades, { minLength: 1 }) }),
      fc.record({ schools: fc.subarray(schools, { minLength: 1 }) }),
      fc.record({ gradingPeriod: fc.constantFrom('first', 'remaining') }),
    );
    const share = fc.integer({ min: 1, max: 30 }).map((n) => `${n}/100`);
    const attendance = fc.oneof(fc.record({ tier2: share }), fc.record({ tier3: share }), fc.record({ watch: share }));
    fc.assert(
      fc.property(fc.array(fc.record({ when, attendance }), { maxLength: 5 }), (rules) => {
        const outcome = read(rules);
        const isValid = (gradeLevel: string, school: string, gradingPeriod: 'first' | 'remaining') => {
          const applying = (rules as { when: object; attendance: object }[]).filter((rule) =>
            isMeant(rule.when, { gradeLevel, school, gradingPeriod }),
          );
          const section = applying.reduce<unknown>(
            (before, rule) => overlaid(before, rule.attendance),
            THRESHOLD_SECTIONS.attendance.parse({}),
          );
          return THRESHOLD_SECTIONS.attendance.safeParse(section).success;
        };
        const everybody = ['', ...grades].every((grade) =>
          ['', ...schools].every((school) => isValid(grade, school, 'first') && isValid(grade, school, 'remaining')),
        );
        expect(outcome.success).toBe(everybody);
      }),
    );
  });

  test('are the same for sets that have no name yet', () => {
    const rules = [{ when: { schools: ['north'] }, attendance: { tier3: '10/100' } }];
    expect(thresholdContent.safeParse({ effectiveFrom: '2026-08-01', rules }).success).toBe(false);
  });
});
