import { domainsIn } from '../../domain/access/fieldClass.ts';
import { formatDay } from '../../domain/calendar/day.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import { studentId } from '../../domain/identity.ts';
import { type AssessedTier, DOMAINS, type Domain } from '../../domain/tiers/result.ts';
import { summaryOf } from '../../domain/tiers/summary.ts';
import type { DirectoryEntry, PublishedPointer } from '../../store/entities.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import {
  getStudentContract,
  getStudentTierHistoryContract,
  getStudentTiersContract,
  listStudentsContract,
} from './contracts.ts';
import { explainTiers, explainTiersAsOf } from './explainTiers.ts';
import { type ListedStudent, listStudents } from './listStudents.ts';
import { shownTiers, standingTier } from './overridden.ts';
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
      const flags = [...new Set(domains.flatMap((each) => each.flags))].sort();
      const summary = summaryOf(tiersOf(domains));
      return { body: { ...directoryOf(directory), flags, domains, summary, ...publicationOf(published), access } };
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

/** A student as lists show them: tiers and their summary of the classes the caller may see. */
function rowOf({ entry, classes }: ListedStudent) {
  const tiers = Object.fromEntries(domainsIn(DOMAINS, classes).map((domain) => [domain, entry.tiers[domain]]));
  return { ...directoryOf(entry), tiers, summary: summaryOf(tiers) };
}

const tiersOf = (domains: readonly { readonly domain: Domain; readonly tier: AssessedTier }[]) =>
  Object.fromEntries(domains.map(({ domain, tier }) => [domain, tier]));

function directoryOf({ sourcedId, givenName, familyName, grade, school, schools, exited, flags }: DirectoryEntry) {
  return { sourcedId, givenName, familyName, grade, school, schools, exited, flags };
}

function publicationOf(published: PublishedPointer | undefined) {
  return { asOf: published?.asOf ?? null, runId: published?.runId ?? null };
}
