import { describe, expect, it } from 'vitest';
import { enrolledSpans } from '../../../../shared/domain/attendance/enrolledSpans.ts';
import type { SchoolEnrollment } from '../../../../shared/domain/attendance/record.ts';

const spans = (enrollments: readonly SchoolEnrollment[], exitDayCounts = false) =>
  enrolledSpans(enrollments, { first: 0, last: 100 }, exitDayCounts).map(({ school, from, to }) => [school, from, to]);

describe('where a student is enrolled on which days', () => {
  it('counts the entry day and not the exit day', () => {
    expect(spans([{ school: 'a', entry: 10, exit: 20 }])).toEqual([['a', 10, 19]]);
    expect(spans([{ school: 'a', entry: 10, exit: 20 }], true)).toEqual([['a', 10, 20]]);
  });

  it('keeps to the school year and the as-of day', () => {
    expect(spans([{ school: 'a', entry: -50 }])).toEqual([['a', 0, 100]]);
    expect(spans([{ school: 'a', entry: 101 }])).toEqual([]);
  });

  it('prefers the primary school, whichever was entered first', () => {
    const enrollments = [
      { school: 'a', entry: 0, primary: true },
      { school: 'b', entry: 30, exit: 61 },
    ];
    expect(spans(enrollments)).toEqual([['a', 0, 100]]);
  });

  it('else prefers the latest entry, and falls back when it ends', () => {
    const enrollments = [
      { school: 'a', entry: 0 },
      { school: 'b', entry: 30, exit: 61 },
    ];
    expect(spans(enrollments)).toEqual([
      ['a', 0, 29],
      ['b', 30, 60],
      ['a', 61, 100],
    ]);
    expect(spans([...enrollments].reverse())).toEqual(spans(enrollments));
  });

  it('counts the day of a move once, at the new school, where the exit day counts', () => {
    const moved = [
      { school: 'a', entry: 0, exit: 50 },
      { school: 'b', entry: 50 },
    ];
    expect(spans(moved, true)).toEqual([
      ['a', 0, 49],
      ['b', 50, 100],
    ]);
  });

  it('joins overlapping enrolments at one school', () => {
    const twice = [
      { school: 'a', entry: 0, exit: 60 },
      { school: 'a', entry: 40 },
    ];
    expect(spans(twice)).toEqual([['a', 0, 100]]);
  });

  it('leaves no shows and invalid enrolments out before anything is preferred', () => {
    const enrollments = [
      { school: 'a', entry: 0 },
      { school: 'b', entry: 0, primary: true, exitType: 'No show' },
      { school: 'c', entry: 5, primary: true, exitType: 'Invalid enrollment' },
    ];
    expect(spans(enrollments)).toEqual([['a', 0, 100]]);
  });

  it('settles equal claims by school id, not by the order of rows', () => {
    const equal = [
      { school: 'b', entry: 0 },
      { school: 'a', entry: 0 },
    ];
    expect(spans(equal)).toEqual([['a', 0, 100]]);
    expect(spans([...equal].reverse())).toEqual([['a', 0, 100]]);
  });
});
