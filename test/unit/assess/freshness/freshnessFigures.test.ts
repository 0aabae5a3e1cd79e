import { describe, expect, it } from 'vitest';
import type { SchoolAndFiles } from '../../../../shared/assess/freshness/freshness.ts';
import { freshnessFigures } from '../../../../shared/assess/freshness/freshnessFigures.ts';

const school = (id: string, daysBehind: number, changes: Partial<SchoolAndFiles> = {}): SchoolAndFiles => ({
  school: id,
  name: id,
  coveredTo: '2026-10-05',
  daysBehind,
  stale: daysBehind >= 2,
  daysNotTaken: 0,
  latestNotTaken: [],
  files: [],
  ...changes,
});
const file = (name: string, daysBehind: number) => ({ file: name, generatedAt: '2026-10-05T03:00:00Z', daysBehind });

describe('what is measured of freshness every night', () => {
  it('is how many schools are stale, and those behind by their days, the furthest first', () => {
    expect(freshnessFigures({ schools: [school('a', 1), school('b', 0), school('c', 4)] })).toEqual({
      staleSchools: 1,
      attendanceDaysBehind: 4,
      schools: [
        { school: 'c', daysBehind: 4 },
        { school: 'a', daysBehind: 1 },
      ],
      files: [],
    });
  });

  it('leaves out schools that have never sent attendance, which would never catch up', () => {
    const { coveredTo: _never, ...unknown } = school('a', 90, { stale: false });
    expect(freshnessFigures({ schools: [unknown] })).toMatchObject({ attendanceDaysBehind: 0, schools: [] });
  });

  it('is of each file that is behind the days of the school that is furthest', () => {
    const files = [[file('orgs', 0), file('attendanceEvents', 2)], [file('attendanceEvents', 5)]] as const;
    const schools = files.map((each, index) => school(`${index}`, 0, { files: each }));
    expect(freshnessFigures({ schools }).files).toEqual([{ file: 'attendanceEvents', daysBehind: 5 }]);
  });

  it('has a figure of its own for a hundred schools at most', () => {
    const schools = Array.from({ length: 250 }, (_, index) => school(`${index}`, 1 + (index % 9)));
    const figures = freshnessFigures({ schools }).schools;
    expect(figures).toHaveLength(100);
    expect(Math.min(...figures.map(({ daysBehind }) => daysBehind))).toBeGreaterThan(5);
  });
});
