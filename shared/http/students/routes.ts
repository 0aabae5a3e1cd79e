import { CLASS_OF_DOMAIN } from '../../domain/access/fieldClass.ts';
import { studentId } from '../../domain/identity.ts';
import { DOMAINS } from '../../domain/tiers/result.ts';
import { defineRoute, type Route } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { todayOf } from '../today.ts';
import { getStudentTierHistoryContract, getStudentTiersContract } from './contracts.ts';
import { explainTiers, explainTiersAsOf } from './explainTiers.ts';
import { listStudentsContract } from './listContract.ts';
import { listStudents } from './listStudents.ts';
import { studentProfile } from './profile/profile.ts';
import { getStudentContract } from './profile/profileContract.ts';
import { publicationOf, rowOf } from './rows.ts';
import { tierHistory } from './tierHistory.ts';
import { studentTimeline } from './timeline/timeline.ts';
import { getStudentTimelineContract } from './timeline/timelineContract.ts';

/** Of notes and contacts a tier says nothing. */
const CLASSES_OF_TIERS = [...new Set(DOMAINS.map((domain) => CLASS_OF_DOMAIN[domain]))];

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
    handle: async (context, { params, query }) => ({
      body: await studentProfile(context, studentId(params.id), query),
    }),
  }),
  defineRoute({
    ...getStudentTiersContract,
    handle: async (context, { params, query }) => {
      const student = await seeStudent(context, 'tiers.read', studentId(params.id), CLASSES_OF_TIERS);
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
      const student = await seeStudent(context, 'tiers.read', studentId(params.id), CLASSES_OF_TIERS);
      const { directory, published, access } = student;
      const domains = await tierHistory(student, tenant.tenant.schoolYear.startsOn);
      return { body: { sourcedId: directory.sourcedId, domains, ...publicationOf(published), access } };
    },
  }),
  defineRoute({
    ...getStudentTimelineContract,
    handle: async (context, { params, query }) => ({
      body: await studentTimeline(context, studentId(params.id), query),
    }),
  }),
];
