import { readFreshness, type SchoolAndFiles } from '../../assess/freshness/freshness.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { readStaffAccess } from '../../store/directory.ts';
import { listDrops } from '../../store/drops.ts';
import type { DropRecord } from '../../store/entities.ts';
import type { Caller } from '../caller.ts';
import { districtLake } from '../districtLake.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { getFreshnessContract } from './freshnessContract.ts';

/** Older drops that nobody has decided about are of no interest any more. */
const HELD_DAYS = 30;
const HELD_DROPS = 20;
const DAY_MS = 86_400_000;

export const getFreshnessRoute = defineRoute({
  ...getFreshnessContract,
  handle: async ({ caller, now, tenant: { tenant } }) => {
    const from = new Date(now.getTime() - HELD_DAYS * DAY_MS).toISOString();
    const [shown, freshness, held] = await Promise.all([
      schoolsShownTo(caller),
      readFreshness(districtLake(), tenant, now),
      listDrops({ status: 'held', sort: 'newest', from, limit: HELD_DROPS }),
    ]);
    const { asOf, edition, schools, files } = freshness;
    return {
      body: {
        day: asOf,
        edition: edition ?? null,
        schools: schools.filter(({ school }) => shown(school)).map(schoolView),
        heldDrops: held.items.map((drop) => heldView(drop, shown)),
        files,
      },
    };
  },
});

/** Why data that has come does not count; the schools of it that the caller is shown. */
function heldView({ dropId, receivedAt, generatedAt, holds = [] }: DropRecord, shown: (school: SchoolId) => boolean) {
  const namesOf = (names: readonly (string | undefined)[]) =>
    [...new Set(names.filter((name) => name !== undefined))].toSorted();
  return {
    ...{ dropId, receivedAt },
    ...(generatedAt !== undefined && { generatedAt }),
    codes: namesOf(holds.map(({ code }) => code)),
    files: namesOf(holds.map(({ file }) => file)),
    schools: namesOf(holds.map(({ school }) => school)).filter(shown),
  };
}

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
