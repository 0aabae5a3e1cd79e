import { freshnessOf, type SchoolFreshness } from '../../assess/freshness.ts';
import { formatDay } from '../../domain/calendar/day.ts';
import { lastClosedDay } from '../../domain/calendar/timeZone.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { readStaffAccess } from '../../store/directory.ts';
import { type CurrentState, readCoverage, readCurrent } from '../../store/editions.ts';
import type { Caller } from '../caller.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getFreshnessContract } from './contracts.ts';

export const getFreshnessRoute = defineRoute({
  ...getFreshnessContract,
  handle: async ({ caller, now, tenant: { tenant } }) => {
    const asOf = lastClosedDay(now, tenant.timeZone, tenant.schoolYear.dayClosesAt);
    const [shown, state, coverage] = await Promise.all([schoolsShownTo(caller), readCurrent(), readCoverage()]);
    const { edition } = state;
    const schools = edition ? await freshnessOf({ lake: districtLake(), edition, coverage, tenant, asOf }) : [];
    return {
      body: {
        day: formatDay(asOf),
        edition: edition ? { number: edition.number, generatedAt: edition.generatedAt } : null,
        schools: schools.filter(({ school }) => shown(school)).map(schoolView),
        files: filesOf(state),
      },
    };
  },
});

/** The whole district for its own staff, the schools of their roles for others. */
async function schoolsShownTo({ roles, staffId }: Caller): Promise<(school: SchoolId) => boolean> {
  if (roles.includes('districtAdmin') || roles.includes('dataManager')) return () => true;
  if (staffId === undefined) throw new Problem('access.staff_unknown');
  const own = (await readStaffAccess(staffId)).access?.schools ?? [];
  return (school) => own.includes(school);
}

const schoolView = ({ school, name, coveredTo, daysBehind, stale }: SchoolFreshness) => {
  return { school, name, coveredTo: coveredTo ?? null, schoolDaysBehind: daysBehind, stale };
};

function filesOf({ edition, marks }: CurrentState) {
  return Object.entries(marks)
    .map(([file, { generatedAt }]) => ({ file, rows: edition?.tables[file]?.rows ?? 0, generatedAt }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
