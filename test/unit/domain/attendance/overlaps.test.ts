import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enrolledSpans, lastEnrolledDay } from '../../../../shared/domain/attendance/enrolledSpans.ts';
import { overlaps } from '../../../../shared/domain/attendance/overlaps.ts';
import type { SchoolEnrollment } from '../../../../shared/domain/attendance/record.ts';
import { absences, assess, context, FIRST, range, rateOf, reason, schoolDay } from './district.ts';

const YEAR = { first: FIRST, last: FIRST + 300 };
const at = (school: string, from: number, exit?: number, more: Partial<SchoolEnrollment> = {}): SchoolEnrollment => ({
  school,
  entry: FIRST + from,
  ...(exit !== undefined && { exit: FIRST + exit }),
  ...more,
});
const told = (...enrollments: SchoolEnrollment[]) =>
  overlaps(enrollments, YEAR, false).map(({ counted, other, from, to }) => [counted, other, from - FIRST, to - FIRST]);

describe('overlapping enrolments', () => {
  it('are told with the days they share and the school that counts', () => {
    expect(told(at('north', 0, 20), at('south', 10))).toEqual([['south', 'north', 10, 19]]);
    expect(told(at('north', 0, 20, { primary: true }), at('south', 10))).toEqual([['north', 'south', 10, 19]]);
  });

  it('are none where one ends on the day the other begins, unless the exit day counts', () => {
    const moved = [at('north', 0, 10), at('south', 10)];
    expect(told(...moved)).toEqual([]);
    expect(overlaps(moved, YEAR, true)).toMatchObject([{ from: FIRST + 10, to: FIRST + 10 }]);
  });

  it('are none with a student who never came, nor outside of the year', () => {
    expect(told(at('north', 0), at('south', 5, 9, { exitType: 'No show' }))).toEqual([]);
    expect(told(at('north', -400, -200), at('south', -390, -210))).toEqual([]);
  });

  it('are told of a record that is doubled at one school', () => {
    expect(told(at('north', 0), at('north', 5))).toEqual([['north', 'north', 5, 300]]);
  });

  it('are exactly the days on which more than one enrolment is open, in whatever order they come', () => {
    const enrollment = fc
      .tuple(
        fc.constantFrom('a', 'b', 'c'),
        fc.integer({ min: -5, max: 30 }),
        fc.option(fc.nat(20), { nil: undefined }),
      )
      .map(([school, from, length]) => at(school, from, length === undefined ? undefined : from + length));
    const within = { first: FIRST, last: FIRST + 40 };
    fc.assert(
      fc.property(fc.array(enrollment, { maxLength: 5 }), fc.boolean(), (all, exitDayCounts) => {
        const found = overlaps(all, within, exitDayCounts);
        const spans = enrolledSpans(all, within, exitDayCounts);
        for (let day = within.first; day <= within.last; day++) {
          const open = all.filter((each) => each.entry <= day && day <= lastEnrolledDay(each, exitDayCounts));
          const here = found.filter(({ from, to }) => from <= day && day <= to);
          expect(here.length * 2).toBe(open.length ** 2 - open.length);
          const counted = spans.find(({ from, to }) => from <= day && day <= to)?.school;
          if (here.length > 0) expect(here.some((each) => each.counted === counted)).toBe(true);
        }
        expect(overlaps([...all].reverse(), within, exitDayCounts).length).toBe(found.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a student with overlapping enrolments', () => {
  const both = [
    { school: 'north', entry: FIRST, primary: true },
    { school: 'south', entry: schoolDay(11), exit: schoolDay(31) },
  ];

  it('counts each day once, at the primary school, and says so', () => {
    const result = assess(absences([5, 15]), context(40), both);
    expect(rateOf(result)).toBe('2/40');
    expect(result.flags).toContain('overlappingEnrollments');
    expect(reason(result, 'overlappingEnrollments')?.detail).toEqual({
      counted: 'north',
      other: 'south',
      from: '2026-08-17',
      to: '2026-09-13',
    });
  });

  it('leaves the end of an overlap open that goes on', () => {
    const open = [both[0]!, { school: 'south', entry: schoolDay(11) }];
    expect(reason(assess([], context(40), open), 'overlappingEnrollments')?.detail).toEqual({
      counted: 'north',
      other: 'south',
      from: '2026-08-17',
    });
  });

  it('tells of absences at the school that does not count, which are in no figure', () => {
    const result = assess([...absences([5]), ...absences(range(12, 14), 'south')], context(40), both);
    expect(rateOf(result)).toBe('1/40');
    expect(reason(result, 'uncountedEvents')).toMatchObject({
      value: '3',
      dates: ['2026-08-18', '2026-08-19', '2026-08-20'],
    });
  });

  it('tells of absences after the exit, and not of days it does not know yet', () => {
    const left = [{ school: 'north', entry: FIRST, exit: schoolDay(20) }];
    expect(reason(assess(absences([19, 20, 45]), context(40), left), 'uncountedEvents')?.value).toBe('1');
  });
});
