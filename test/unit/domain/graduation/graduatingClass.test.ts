import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { schoolYearNamed } from '../../../../shared/domain/calendar/schoolYear.ts';
import { graduatingClass, type SeniorEnrollment } from '../../../../shared/domain/graduation/graduatingClass.ts';
import { studentId } from '../../../../shared/domain/identity.ts';

const day = (iso: string) => parseDay(iso)!;
const year = schoolYearNamed(2027, '08-01');
const CLOSING = day('2027-06-10');
const enrolled = (fields: Partial<SeniorEnrollment> = {}): SeniorEnrollment => ({
  student: studentId('a'),
  school: 'S1',
  entry: day('2026-08-17'),
  primary: false,
  ...fields,
});
const classOf = (...enrollments: readonly SeniorEnrollment[]) => graduatingClass(enrollments, year, CLOSING);

describe('the class of a year', () => {
  it.each([
    ['open on the closing day', {}, true],
    ['entered on the closing day', { entry: CLOSING }, true],
    ['entering the day after', { entry: CLOSING + 1 }, false],
    ['leaving the day after the closing day', { exit: CLOSING + 1, exitType: 'Transferred' }, true],
    ['gone on the closing day, which the exit day is not part of', { exit: CLOSING, exitType: 'Transferred' }, false],
    ['graduated before the closing day', { exit: day('2027-05-28'), exitType: 'Graduated' }, true],
    ['exited because the year ended', { exit: day('2027-05-28'), exitType: 'End of school year' }, true],
    ['graduated in an earlier school year', { exit: day('2026-06-01'), exitType: 'Graduated' }, false],
    ['dropped out', { exit: day('2027-02-01'), exitType: 'Dropout' }, false],
    ['never came', { exitType: 'No show' }, false],
    ['enrolled by mistake', { exitType: 'Invalid enrollment' }, false],
  ] as const)('a student who is %s', (_, fields, belongs) => {
    expect(classOf(enrolled(fields))).toHaveLength(belongs ? 1 : 0);
  });

  it('takes each student once: open before exited, primary first, then the latest entry', () => {
    const exited = enrolled({ school: 'S0', exit: day('2027-05-28'), exitType: 'Graduated', primary: true });
    const first = enrolled({ school: 'S1' });
    const later = enrolled({ school: 'S2', entry: day('2027-01-05') });
    const primary = enrolled({ school: 'S3', primary: true });
    const schools = (...all: readonly SeniorEnrollment[]) => classOf(...all).map(({ school }) => school);
    expect(schools(exited, first)).toEqual(['S1']);
    expect(schools(first, later)).toEqual(['S2']);
    expect(schools(later, primary, first)).toEqual(['S3']);
    expect(schools(first, primary, later, exited)).toEqual(schools(exited, later, primary, first));
  });

  it('is ordered by sourcedId', () => {
    const students = ['b', 'a', 'B', '10', '9'].map((id) => enrolled({ student: studentId(id) }));
    expect(classOf(...students).map(({ student }) => student)).toEqual(['10', '9', 'B', 'a', 'b']);
  });
});
