import type { Tenant } from '../../../shared/tenant/tenant.ts';
import { academicsTierSql } from './academicsTiers.ts';
import { attendanceTierSql } from './attendanceTiers.ts';
import { behaviorTierSql } from './behaviorTiers.ts';
import { courseCreditsSql } from './credits.ts';
import { ctePathwayTierSql } from './ctePathwayTiers.ts';
import { graduationTierSql } from './graduationTiers.ts';
import type { AssessedYear } from './people.ts';
import { wellBeingTierSql } from './wellBeingTiers.ts';

/** A domain in SQL: its statements leave a table with a row for each student. */
export interface TierSql {
  /** Of the results. */
  readonly domain: string;
  readonly table: string;
  readonly statements: (year: AssessedYear, tenant: Tenant) => readonly string[];
}

/** Every domain in its order, as CTE pathways go by the credits of graduation; attendance for files whose enrolments do not overlap and whose rows are of days. */
export const TIER_SQL: readonly TierSql[] = [
  {
    domain: 'attendance',
    table: 'attendance_tiers',
    statements: (year) => attendanceTierSql({ ...year, spans: 'withoutOverlap', rows: 'byDay' }),
  },
  { domain: 'academics', table: 'academics_tiers', statements: academicsTierSql },
  { domain: 'behavior', table: 'behavior_tiers', statements: behaviorTierSql },
  { domain: 'wellBeing', table: 'well_being_tiers', statements: wellBeingTierSql },
  {
    domain: 'graduation',
    table: 'graduation_tiers',
    statements: (year, tenant) => [courseCreditsSql(year), ...graduationTierSql(year, tenant)],
  },
  { domain: 'ctePathway', table: 'cte_tiers', statements: ctePathwayTierSql },
];
