import { describe, expect, it } from 'vitest';
import { assessmentInputs, assessStudents } from '../../../../shared/assess/students/assessStudents.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import type { DirectoryEntry } from '../../../../shared/store/entities.ts';
import { sampleTenant } from '../../http/tenant.ts';
import {
  coveredTo,
  type DistrictRows,
  districtRows,
  districtTables,
  type SampleFile,
  schoolDays,
} from '../sampleDistrict.ts';

const DAYS = schoolDays(40);
const AS_OF = DAYS.at(-1) ?? '';

function entryOf(rows: DistrictRows, more: Partial<Record<SampleFile, readonly object[]>> = {}): DirectoryEntry {
  const tables = districtTables({ ...rows, ...more } as DistrictRows);
  const inputs = assessmentInputs(tables, coveredTo(AS_OF), sampleTenant().tenant, parseDay(AS_OF) ?? 0);
  const [first] = [...assessStudents(inputs)(0, 1)];
  if (!first) throw new Error('the district has no student');
  return first.directory;
}

const program = (programType: string, beginDate: string, row = {}) => ({
  ...{ studentSourcedId: 's1', programType, beginDate, ...row },
});

describe('a directory entry', () => {
  it('has no flags, trends and programs where there are none: lists hold it once for each school', () => {
    expect(Object.keys(entryOf(districtRows([{ id: 's1', school: 'north', absences: 0 }])))).toEqual([
      ...['sourcedId', 'givenName', 'familyName', 'grade', 'school', 'schools', 'exited', 'tiers'],
    ]);
  });

  it('has the types of programs that are under way on the day, each once, sorted', () => {
    const rows = districtRows([{ id: 's1', school: 'north', absences: 0 }]);
    const day = (place: number) => DAYS.at(place) ?? '';
    const programs = [
      program('IEP', day(3)),
      program('EL', day(0), { endDate: AS_OF }),
      program('EL', day(1)),
      program('504', day(0), { endDate: day(-2) }),
      program('foster', '2099-01-01'),
      program('CTE', day(0), { participationStatus: 'Withdrawn' }),
    ];
    const inactive = sampleTenant().tenant.ctePathways.inactiveStatuses.map((status) => status.toLowerCase());
    const expected = inactive.includes('withdrawn') ? ['EL', 'IEP'] : ['CTE', 'EL', 'IEP'];
    expect(entryOf(rows, { programs }).programs).toEqual(expected);
  });

  it('has flags by domain, and that somebody has left once', () => {
    const rows = districtRows([{ id: 's1', school: 'north', absences: 9, exitWithdrawDate: DAYS[30] ?? '' }]);
    const entry = entryOf(rows);
    expect(entry.exited).toBe(true);
    expect(JSON.stringify(entry.flags ?? {})).not.toContain('exited');
  });
});
