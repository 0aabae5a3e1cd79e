import { readFreshness, type SchoolAndFiles } from '../../assess/freshness/freshness.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { readStaffAccess } from '../../store/directory.ts';
import type { Caller } from '../caller.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getFreshnessContract } from './freshnessContract.ts';

export const getFreshnessRoute = defineRoute({
  ...getFreshnessContract,
  handle: async ({ caller, now, tenant: { tenant } }) => {
    const [shown, freshness] = await Promise.all([schoolsShownTo(caller), readFreshness(districtLake(), tenant, now)]);
    const { asOf, edition, schools, files } = freshness;
    return {
      body: {
        day: asOf,
        edition: edition ?? null,
        schools: schools.filter(({ school }) => shown(school)).map(schoolView),
        files,
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

const schoolView = ({ coveredTo, daysBehind, files, ...school }: SchoolAndFiles) => ({
  ...school,
  coveredTo: coveredTo ?? null,
  schoolDaysBehind: daysBehind,
  files: files.map(({ file, generatedAt, daysBehind }) => ({ file, generatedAt, schoolDaysBehind: daysBehind })),
});
