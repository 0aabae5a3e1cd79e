import { formatDay } from '../../domain/calendar/day.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import { studentId } from '../../domain/identity.ts';
import type { AssessedTier, Domain } from '../../domain/tiers/result.ts';
import { summaryOf } from '../../domain/tiers/summary.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { getStudentContract, getStudentTierHistoryContract, getStudentTiersContract } from './contracts.ts';
import { explainTiers, explainTiersAsOf } from './explainTiers.ts';
import { listStudentsContract } from './listContract.ts';
import { listStudents } from './listStudents.ts';
import { shownTiers, standingTier } from './overridden.ts';
import { directoryOf, publicationOf, rowOf, trendsOf } from './rows.ts';
import { tierHistory } from './tierHistory.ts';

export const studentRoutes: readonly Route[] = [
  defineRoute({
    ...listStudentsContract,
    handle: async (context, { query }) => {
      const { students, nextCursor, published } = await listStudents(context, query);
      return {
        body: {
          items: students.map(rowOf),
          ...(nextCursor !== undefined && { nextCursor }),
          ...publicationOf(published),
        },
      };
    },
  }),
  defineRoute({
    ...getStudentContract,
    handle: async (context, { params }) => {
      const student = await seeStudent(context, 'student.read', studentId(params.id));
      const { directory, tiers, overrides, published, access, classes } = student;
      const today = todayOf(context);
      const tellsWhy = student.may('override.read');
      const domains = shownTiers(tiers, classes).map((entry) => {
        const { domain, thresholds } = entry;
        return { domain, thresholds, ...standingTier(entry, overrides, today, tellsWhy) };
      });
      const flags = Object.fromEntries(
        domains.filter((each) => each.flags.length > 0).map((each) => [each.domain, each.flags]),
      );
      const summary = summaryOf(tiersOf(domains));
      const trends = trendsOf(directory, classes);
      return {
        body: { ...directoryOf(directory), flags, trends, domains, summary, ...publicationOf(published), access },
      };
    },
  }),
  defineRoute({
    ...getStudentTiersContract,
    handle: async (context, { params, query }) => {
      const student = await seeStudent(context, 'tiers.read', studentId(params.id));
      const { directory, access } = student;
      const { domains, published } =
        query.asOf === undefined
          ? { domains: await explainTiers(student, todayOf(context)), published: student.published }
          : await explainTiersAsOf(student, query.asOf);
      return { body: { sourcedId: directory.sourcedId, domains, ...publicationOf(published), access } };
    },
  }),
  defineRoute({
    ...getStudentTierHistoryContract,
    handle: async (context, { params }) => {
      const { tenant } = context;
      const student = await seeStudent(context, 'tiers.read', studentId(params.id));
      const { directory, published, access } = student;
      const domains = await tierHistory(student, tenant.tenant.schoolYear.startsOn);
      return { body: { sourcedId: directory.sourcedId, domains, ...publicationOf(published), access } };
    },
  }),
];

const todayOf = ({ now, tenant }: RequestContext): string => formatDay(localTimeOf(now, tenant.tenant.timeZone).day);

const tiersOf = (domains: readonly { readonly domain: Domain; readonly tier: AssessedTier }[]) =>
  Object.fromEntries(domains.map(({ domain, tier }) => [domain, tier]));
