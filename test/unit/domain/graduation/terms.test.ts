import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AcademicSession } from '../../../../shared/domain/calendar/academicSession.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { lastPostedTerm, postedPart, termsDue } from '../../../../shared/domain/graduation/postedTerms.ts';
import { termSpanReader } from '../../../../shared/domain/graduation/termSpan.ts';

const day = (text: string) => parseDay(text)!;
const session = (title: string, type: string, begins: string, ends: string): AcademicSession => ({
  ...{ sourcedId: `id-${title}`, title, type, schoolYear: 2027 },
  ...{ begins: day(begins), ends: day(ends) },
});
const yearNamed = () => ({ first: day('2026-08-01'), last: day('2027-07-31') });
const reader = (termsPerYear: number, sessions: readonly AcademicSession[] = [], terms = {}) =>
  termSpanReader({ termsPerYear, terms, sessions, yearNamed });

describe('what a term spans', () => {
  it.each([
    [2, 'S1', { from: 0, to: 1 }],
    [2, ' spring semester ', { from: 1, to: 2 }],
    [2, 'Year', { from: 0, to: 2 }],
    [2, 'Q1', { from: 0, to: 0 }],
    [2, 'Q2', { from: 0, to: 1 }],
    [2, 'Q3', { from: 1, to: 1 }],
    [3, 'Second Trimester', { from: 1, to: 2 }],
    [4, 'S1', { from: 0, to: 2 }],
    [2, 'Summer', { from: 0, to: 0 }],
    [2, 'whatever', { from: 0, to: 0 }],
  ])('of %i terms a year by its usual name: %s', (termsPerYear, name, span) => {
    expect(reader(termsPerYear)(2027, name)).toEqual(span);
  });

  it('follows the dates of the session so called, by title, id or the beginning of its title', () => {
    const sessions = [
      session('Fall Semester', 'semester', '2026-08-17', '2026-12-19'),
      session('Spring Semester', 'semester', '2027-01-05', '2027-06-04'),
      session('2026-2027', 'schoolYear', '2026-08-17', '2027-06-04'),
    ];
    const read = reader(2, sessions);
    const fall = { from: 0, to: 1, begins: day('2026-08-17'), ends: day('2026-12-19') };
    expect(read(2027, 'Fall')).toEqual(fall);
    expect(read(2027, 'id-Fall Semester')).toEqual(fall);
    expect(read(2027, 'Spring Semester')).toMatchObject({ from: 1, to: 2 });
    expect(read(2027, '2026-2027')).toMatchObject({ from: 0, to: 2 });
    expect(read(2026, 'Fall')).toEqual({ from: 0, to: 1 });
  });

  it('is told by the tenant before anything else', () => {
    expect(reader(2, [], { S1: { from: 1, to: 2 }, M9: { from: 2, to: 2 } })(2027, 's1')).toEqual({ from: 0, to: 2 });
    expect(reader(2, [], { M9: { from: 2, to: 2 } })(2027, 'M9')).toEqual({ from: 1, to: 2 });
  });
});

describe('a term has posted', () => {
  it('once half of the students have a final result, exactly', () => {
    expect(lastPostedTerm({ students: 10, withResult: [4, 0] })).toBe(0);
    expect(lastPostedTerm({ students: 10, withResult: [5, 4] })).toBe(1);
    expect(lastPostedTerm({ students: 10, withResult: [10, 5] })).toBe(2);
    expect(lastPostedTerm({ students: 0, withResult: [0, 0] })).toBe(0);
  });

  it('in the year as far as it is known, else in the year before', () => {
    expect(termsDue(2024, 2027, { thisYear: 1, yearBefore: 2 }, 2)).toBe(7);
    expect(termsDue(2024, 2027, { thisYear: 0, yearBefore: 2 }, 2)).toBe(6);
    expect(termsDue(2024, 2027, { thisYear: 0, yearBefore: 1 }, 2)).toBe(5);
    expect(termsDue(2027, 2027, { thisYear: 0, yearBefore: 2 }, 2)).toBe(0);
  });

  it('never makes more due than has posted', () => {
    const term = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(term, term, fc.integer({ min: 2015, max: 2027 }), (thisYear, yearBefore, began) => {
        expect(termsDue(began, 2027, { thisYear, yearBefore }, 3)).toBeLessThanOrEqual((2028 - began) * 3);
      }),
    );
  });

  it('in part for a course that runs on', () => {
    expect(postedPart({ from: 0, to: 2 }, 1)).toEqual({ posted: 1, of: 2 });
    expect(postedPart({ from: 0, to: 2 }, 2).posted).toBe(0);
    expect(postedPart({ from: 1, to: 2 }, 1).posted).toBe(0);
  });
});
