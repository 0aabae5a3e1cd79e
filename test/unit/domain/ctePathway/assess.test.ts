import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { assessCtePathway } from '../../../../shared/domain/ctePathway/assess.ts';
import type { CteContext, CteRecord, Pathway } from '../../../../shared/domain/ctePathway/record.ts';
import { type CourseAttempt, sortOut } from '../../../../shared/domain/graduation/attempts.ts';
import { CTE_PATHWAY_SENTENCES } from '../../../../shared/domain/tiers/sentences/ctePathway.ts';
import { attempt, creditsOf } from '../graduation/transcript.ts';

const CTE = 'Career and Technical Education';
const rules = { schoolYear: 2027, creditsPerFullCourse: creditsOf('1'), repeatableCourses: [] };
const course = (title: string, ...courseCodes: string[]) => ({ title, courseCodes, credits: creditsOf('1') });

const health: Pathway = {
  id: 'health',
  title: 'Therapeutic services',
  careerPathways: ['Therapeutic Services'],
  cipCodes: ['51.0000'],
  courses: [course('Introduction', 'HS1', 'HS1A', 'HS1B'), course('Terminology', 'HS2'), course('Practicum', 'HS3')],
  credentialRequired: false,
};

const context: CteContext = {
  pathways: [health],
  creditsPerFullCourse: creditsOf('1'),
  isCteCourse: (code, subject) => (subject === undefined ? code.startsWith('CTE') : subject === CTE),
  concentratorCourses: 2,
  completerCourses: 3,
  offTrackTier: 2,
  version: 'v1',
};

const DAY = parseDay('2027-03-01')!;
const row = (line: number) => ({ drop: 'd', file: 'programs', line });
const inHealth = { careerPathway: 'therapeutic services ', row: row(2) };
const scheduled = (...codes: string[]) => codes.map((courseCode) => ({ courseCode, title: courseCode }));

function assess(attempts: readonly CourseAttempt[], fields: Partial<CteRecord> = {}, over: Partial<CteContext> = {}) {
  const record = { day: DAY, exited: false, participations: [inHealth], credentials: [], scheduled: [], ...fields };
  return assessCtePathway({ ...record, attempts: sortOut(attempts, rules) }, { ...context, ...over });
}
const codes = (result: ReturnType<typeof assess>) => result.reasons.map(({ code }) => code);

describe('a CTE pathway', () => {
  it('is off track, tier 2, when the next course neither runs nor is asked for nor booked', () => {
    const result = assess([attempt('HS1')]);
    expect(result).toMatchObject({ tier: 2, flags: ['offTrack'], asOf: '2027-03-01', thresholds: 'v1' });
    expect(result.reasons[0]).toMatchObject({
      code: 'nextCourseNotScheduled',
      items: ['Terminology'],
      rows: [row(2)],
      detail: { pathway: 'Therapeutic services', tier: 2 },
    });
  });

  it.each([
    ['asked for or booked', [attempt('HS1')], scheduled('HS2')],
    ['in progress', [attempt('HS1'), attempt('HS2', { result: 'In Progress' })], []],
    ['half done and its second semester runs', [attempt('HS1A', { credits: '0.5' })], scheduled('HS1B')],
  ])('is on track when the next course is %s', (_, attempts, courses) => {
    const result = assess(attempts, { scheduled: courses });
    expect(result).toMatchObject({ tier: 1, flags: [] });
    expect(codes(result)[0]).toBe('nextCourseScheduled');
  });

  it('is off track where only a later course is scheduled', () => {
    expect(assess([attempt('HS1')], { scheduled: scheduled('HS3') }).tier).toBe(2);
  });

  it.each([
    [1, 'participant', '2', []],
    [2, 'concentrator', '3', ['concentrator']],
    [3, 'completer', '3', ['completer', 'concentrator']],
  ] as const)('with %i courses done makes a %s', (count, status, cutPoint, flags) => {
    const done = ['HS1', 'HS2', 'HS3'].slice(0, count).map((code) => attempt(code));
    const result = assess(done, { scheduled: scheduled('HS2', 'HS3') });
    expect(result.flags).toEqual(flags);
    expect(result.reasons.find(({ code }) => code === 'pathwayCourses')).toMatchObject({
      value: `${count}`,
      cutPoint,
      detail: { status },
    });
  });

  it('that is completed has no next course', () => {
    const result = assess(['HS1', 'HS2', 'HS3'].map((code) => attempt(code)));
    expect(result.tier).toBe(1);
    expect(codes(result)).toEqual(['pathwayCourses']);
  });

  it('may ask for a credential', () => {
    const done = ['HS1', 'HS2', 'HS3'].map((code) => attempt(code));
    const strict = { pathways: [{ ...health, credentialRequired: true }] };
    expect(codes(assess(done, {}, strict))).toContain('credentialMissing');
    const cna = { title: 'Certified Nursing Assistant', cipCode: '51.0000', row: row(9) };
    const result = assess(done, { credentials: [cna] }, strict);
    expect(result.flags).toContain('completer');
    expect(result.reasons.find(({ code }) => code === 'credentials')).toMatchObject({ items: [cna.title] });
  });

  it('counts a course when all of its credit is earned, exactly', () => {
    const almost = attempt('HS1', { earnedCredits: creditsOf('0.999999') });
    expect(assess([almost]).reasons[0]).toMatchObject({ items: ['Introduction'] });
    expect(assess([attempt('HS1')]).reasons[0]).toMatchObject({ items: ['Terminology'] });
  });

  it('trap 15: a course taken twice is one course', () => {
    const twice = [
      attempt('CTE1', { schoolYear: 2025, academicSubject: CTE }),
      attempt('CTE1', { academicSubject: CTE }),
    ];
    const unknown = { careerPathway: 'Welding', row: row(2) };
    expect(assess(twice, { participations: [unknown] }).reasons[1]).toMatchObject({
      code: 'pathwayCourses',
      value: '1',
    });
  });

  it('that nobody listed goes by full courses of CTE subjects, three to complete', () => {
    const welding = { participations: [{ careerPathway: 'Welding', row: row(2) }] };
    const taken = (credits: string, code = 'CTE1') => attempt(code, { credits, academicSubject: CTE });
    expect(assess([taken('0.999999')], welding).reasons[1]).toMatchObject({ value: '0' });
    expect(assess([taken('1')], { ...welding, scheduled: scheduled('CTE2') })).toMatchObject({ tier: 1 });
    expect(assess([taken('1')], { ...welding, scheduled: scheduled('ART1') })).toMatchObject({ tier: 2 });
    const three = ['CTE1', 'CTE2', 'CTE3'].map((code) => taken('1', code));
    expect(assess(three, welding)).toMatchObject({ tier: 1, flags: ['completer', 'concentrator'] });
  });

  it('two programs of one pathway are one; of several pathways each is told, and one off track decides', () => {
    const again = { cipCode: '51.0000', row: row(3) };
    const welding = { careerPathway: 'Welding', row: row(4) };
    const result = assess([attempt('HS1')], {
      participations: [welding, again, inHealth],
      scheduled: scheduled('CTE1'),
    });
    expect(result.tier).toBe(2);
    expect(codes(result)).toEqual([
      'nextCourseNotScheduled',
      'nextCourseScheduled',
      'pathwayCourses',
      'pathwayCourses',
    ]);
  });

  it('leaves the flag alone where the threshold set says so', () => {
    expect(assess([attempt('HS1')], {}, { offTrackTier: 1 })).toMatchObject({ tier: 1, flags: ['offTrack'] });
  });

  it('does not depend on the order of rows', () => {
    const attempts = ['HS1A', 'HS1B', 'HS2'].map((code) => attempt(code, { credits: '0.5' }));
    const participations = [inHealth, { cipCode: '51.0000', row: row(3) }, { careerPathway: 'Welding', row: row(4) }];
    const expected = assess(attempts, { participations });
    const shuffled = fc.tuple(
      fc.shuffledSubarray(attempts, { minLength: 3 }),
      fc.shuffledSubarray(participations, { minLength: 3 }),
    );
    fc.assert(
      fc.property(shuffled, ([some, others]) => {
        expect(assess(some, { participations: others })).toEqual(expected);
      }),
    );
  });

  it('says every reason in words', () => {
    const result = assess([attempt('HS1')]);
    expect(result.reasons.map((reason) => CTE_PATHWAY_SENTENCES[reason.code]?.(reason, result))).toEqual([
      'Therapeutic services: off track, the next course (Terminology) is neither running nor requested nor scheduled.',
      'Therapeutic services: 1 of 3 courses done (Introduction); a participant.',
    ]);
  });
});
