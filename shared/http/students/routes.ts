import { studentId } from '../../domain/identity.ts';
import type { DirectoryEntry, PublishedPointer } from '../../store/entities.ts';
import { defineRoute, type Route } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { getStudentContract, getStudentTiersContract, listStudentsContract } from './contracts.ts';
import { explainTiers } from './explainTiers.ts';
import { listStudents } from './listStudents.ts';

export const studentRoutes: readonly Route[] = [
  defineRoute({
    ...listStudentsContract,
    handle: async ({ caller }, { query }) => {
      const { students, nextCursor, published } = await listStudents(caller, query);
      return {
        body: {
          items: students.map((student) => ({ ...directoryOf(student), tiers: student.tiers })),
          ...(nextCursor !== undefined && { nextCursor }),
          ...publicationOf(published),
        },
      };
    },
  }),
  defineRoute({
    ...getStudentContract,
    handle: async ({ caller }, { params }) => {
      const { directory, tiers, published, access } = await seeStudent(caller, 'student.read', studentId(params.id));
      const domains = tiers.map(({ domain, tier, since, flags, thresholds, reasonCodes }) => {
        return { domain, tier, since, flags, thresholds, reasonCodes };
      });
      return { body: { ...directoryOf(directory), domains, ...publicationOf(published), access } };
    },
  }),
  defineRoute({
    ...getStudentTiersContract,
    handle: async ({ caller }, { params }) => {
      const student = await seeStudent(caller, 'tiers.read', studentId(params.id));
      const { sourcedId } = student.directory;
      const domains = await explainTiers(student);
      return { body: { sourcedId, domains, ...publicationOf(student.published), access: student.access } };
    },
  }),
];

function directoryOf({ sourcedId, givenName, familyName, grade, school, schools, exited, flags }: DirectoryEntry) {
  return { sourcedId, givenName, familyName, grade, school, schools, exited, flags };
}

function publicationOf(published: PublishedPointer | undefined) {
  return { asOf: published?.asOf ?? null, runId: published?.runId ?? null };
}
