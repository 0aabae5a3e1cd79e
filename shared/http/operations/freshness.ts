import { thresholdsOn } from '../../assess/thresholdsOn.ts';
import { isStale, schoolDaysBehind } from '../../domain/attendance/coverage.ts';
import { type Day, formatDay, parseDay } from '../../domain/calendar/day.ts';
import { lastClosedDay } from '../../domain/calendar/timeZone.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { readInstructionalDays } from '../../lake/instructionalDays.ts';
import { s3Lake } from '../../lake/lake.ts';
import { environment } from '../../runtime/environment.ts';
import { readStaffAccess } from '../../store/directory.ts';
import { readCoverage, readCurrent } from '../../store/editions.ts';
import type { Caller } from '../caller.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext } from '../route.ts';
import { getFreshnessContract } from './contracts.ts';

export const getFreshnessRoute = defineRoute({
  ...getFreshnessContract,
  handle: async (context) => {
    const { caller } = context;
    const day = closedDay(context);
    const [shown, state, coverage] = await Promise.all([schoolsShownTo(caller), readCurrent(), readCoverage()]);
    const { edition, marks } = state;
    const lake = s3Lake(environment('LAKE_BUCKET'));
    const calendars = edition ? await readInstructionalDays(lake, edition) : new Map<SchoolId, readonly Day[]>();
    const schools = [...new Set([...Object.keys(coverage), ...calendars.keys()])].filter(shown).sort();
    const { staleAfterDays } = thresholdsOn(context.tenant.tenant.thresholds, day).attendance;
    return {
      body: {
        day: formatDay(day),
        edition: edition ? { number: edition.number, generatedAt: edition.generatedAt } : null,
        schools: schools.map((school) =>
          schoolFreshness(school, calendars.get(school), coverage[school], day, staleAfterDays),
        ),
        files: Object.entries(marks)
          .map(([file, { generatedAt }]) => ({ file, rows: edition?.tables[file]?.rows ?? 0, generatedAt }))
          .sort((a, b) => (a.file < b.file ? -1 : 1)),
      },
    };
  },
});

function closedDay({ now, tenant }: RequestContext): Day {
  const { timeZone, schoolYear } = tenant.tenant;
  return lastClosedDay(now, timeZone, schoolYear.dayClosesAt);
}

/** The whole district for its own staff, the schools of their roles for others. */
async function schoolsShownTo({ roles, staffId }: Caller): Promise<(school: SchoolId) => boolean> {
  if (roles.includes('districtAdmin') || roles.includes('dataManager')) return () => true;
  if (staffId === undefined) throw new Problem('access.staff_unknown');
  const own = (await readStaffAccess(staffId)).access?.schools ?? [];
  return (school) => own.includes(school);
}

function schoolFreshness(
  school: SchoolId,
  instructionalDays: readonly Day[] | undefined,
  covered: string | undefined,
  day: Day,
  staleAfterDays: number,
) {
  const coveredTo = covered === undefined ? undefined : parseDay(covered);
  if (instructionalDays === undefined || coveredTo === undefined) {
    return { school, coveredTo: covered ?? null, schoolDaysBehind: null, stale: false };
  }
  const calendar = { school, instructionalDays, instructionalMinutes: new Map<Day, number>(), coveredTo };
  return {
    school,
    coveredTo: formatDay(coveredTo),
    schoolDaysBehind: schoolDaysBehind(calendar, day),
    stale: isStale(calendar, day, staleAfterDays),
  };
}
