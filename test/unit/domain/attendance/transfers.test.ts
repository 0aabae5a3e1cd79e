import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessAttendance } from '../../../../shared/domain/attendance/assess.ts';
import type { AttendanceContext } from '../../../../shared/domain/attendance/context.ts';
import type { AttendanceEvent, SchoolEnrollment } from '../../../../shared/domain/attendance/record.ts';
import { tallyAttendance } from '../../../../shared/domain/attendance/tally.ts';
import { explain } from '../../../../shared/domain/tiers/sentence.ts';
import { absences, assess, calendar, context, FIRST, range, rateOf, reason, schoolDay } from './district.ts';
import { naiveAttendance } from './naive.ts';

const dropped: Partial<AttendanceContext> = {
  settings: { ...context(1).settings, previousSchoolDays: 'dropped' },
};
const MOVED: readonly SchoolEnrollment[] = [
  { school: 'north', entry: FIRST, exit: schoolDay(31) },
  { school: 'south', entry: schoolDay(31) },
];
/** 12 of 30 days at the first school, 1 of 30 at the second. */
const EVENTS = [...absences(range(10, 21)), ...absences([40], 'south')];

const atSchools = (within: AttendanceContext) =>
  assess(EVENTS, within, MOVED).reasons.filter(({ code }) => code === 'daysAtSchool');

describe('a student who has moved within the district', () => {
  it('keeps the days of the previous school by default, and says which schools’ days are in the figure', () => {
    const result = assess(EVENTS, context(60), MOVED);
    expect(rateOf(result)).toBe('13/60');
    expect(result.tier).toBe(3);
    expect(atSchools(context(60))).toEqual([
      { code: 'daysAtSchool', value: '12/30', detail: { school: 'north', counted: true } },
      { code: 'daysAtSchool', value: '1/30', detail: { school: 'south', counted: true } },
    ]);
  });

  it('leaves them behind where the district says so, shown and not counted', () => {
    const result = assess(EVENTS, context(60, dropped), MOVED);
    expect(rateOf(result)).toBe('1/30');
    expect(result.tier).toBe(1);
    expect(atSchools(context(60, dropped)).map(({ detail }) => detail?.['counted'])).toEqual([false, true]);
    expect(explain('attendance', result)).toContain(
      'At school north 40.00 % of the days were missed, which are not counted.',
    );
  });

  it('has the same federal figures either way: they are per school', () => {
    const federal = (within: AttendanceContext) =>
      assess(EVENTS, within, MOVED).reasons.filter(({ code }) => code === 'federalChronicAbsence');
    expect(federal(context(60, dropped))).toEqual(federal(context(60)));
    expect(federal(context(60))).toEqual([
      { code: 'federalChronicAbsence', value: '12/30', detail: { school: 'north' } },
    ]);
  });

  it('is too new to assess on the first days at a school that counts alone, with the federal figure of the other', () => {
    const result = assess(EVENTS, context(35, dropped), MOVED);
    expect(result.tier).toBe('notAssessed');
    expect(reason(result, 'tooFewDays')?.cutPoint).toBe('10');
    expect(reason(result, 'federalChronicAbsence')?.value).toBe('12/30');
    const unknown = new Map([['north', calendar('north')]]);
    const nowhere = assess(EVENTS, context(35, { ...dropped, calendars: unknown }), MOVED);
    expect(nowhere.reasons[0]?.code).toBe('noCoverage');
    expect(reason(nowhere, 'federalChronicAbsence')?.value).toBe('12/30');
  });

  it('is one student: a return to the first school counts both stays there', () => {
    const returned = [
      ...MOVED.slice(0, 1),
      { ...MOVED[1]!, exit: schoolDay(41) },
      { school: 'north', entry: schoolDay(41) },
    ];
    expect(rateOf(assess(EVENTS, context(60, dropped), returned))).toBe('12/50');
  });

  it('says nothing of schools for a student of one', () => {
    expect(reason(assess(EVENTS, context(60)), 'daysAtSchool')).toBeUndefined();
  });

  it('agrees with the naive reference under either rule', () => {
    const school = fc.constantFrom('north', 'south');
    const enrollment = fc.tuple(school, fc.integer({ min: 0, max: 60 }), fc.option(fc.nat(60), { nil: undefined })).map(
      ([at, from, length]): SchoolEnrollment => ({
        school: at,
        entry: FIRST + from,
        ...(length !== undefined && { exit: FIRST + from + length }),
      }),
    );
    const event = fc.tuple(school, fc.integer({ min: 0, max: 90 }), fc.nat(9999)).map(
      ([at, on, line]): AttendanceEvent => ({
        school: at,
        day: FIRST + on,
        category: 'Unexcused Absence',
        row: { drop: 'd1', file: 'attendanceEvents', line },
      }),
    );
    fc.assert(
      fc.property(
        fc.array(enrollment, { minLength: 1, maxLength: 3 }),
        fc.uniqueArray(event, { maxLength: 30, selector: (each) => `${each.school} ${each.day}` }),
        fc.boolean(),
        (enrollments, events, isKept) => {
          const within = context(60, isKept ? {} : dropped);
          const record = { enrollments, events };
          const last = tallyAttendance(record, within).counted.enrolled.at(-1)?.school;
          const naive = naiveAttendance(record, within, isKept ? undefined : last);
          expect(assessAttendance(record, within).tier).toBe(naive.tier);
        },
      ),
      { numRuns: 400 },
    );
  });
});
