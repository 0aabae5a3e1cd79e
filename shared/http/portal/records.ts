import { rightsHolderOn, rightsTransferOn } from '../../domain/access/familyRights.ts';
import { CLASS_OF_DOMAIN } from '../../domain/access/fieldClass.ts';
import { studentId } from '../../domain/identity.ts';
import { readRecordSources } from '../../records/readStudentRecord.ts';
import type { DirectoryEntry } from '../../store/entities.ts';
import { type StudentPlan, studentPlansOf } from '../../store/plans.ts';
import { districtLake } from '../districtLake.ts';
import { publishedEdition } from '../publishedEdition.ts';
import { defineRoute, type Route } from '../route.ts';
import { getOwnStudentContract, listOwnStudentsContract } from './contracts.ts';
import { domainsView } from './domainsView.ts';
import { listOwn, noteOwn, type OwnStudent, seeOwn } from './ownStudents.ts';
import { recordView, sourcesView } from './recordView.ts';

const listOwnStudentsRoute = defineRoute({
  ...listOwnStudentsContract,
  handle: async (context) => {
    const students = await listOwn(context);
    for (const { directory, access } of students)
      context.disclosures.note([directory.sourcedId], ['directory'], access);
    const items = students.map(({ directory, access }) => {
      return { ...ownedOf(directory), schools: directory.schools, access };
    });
    return { body: { items } };
  },
});

const getOwnStudentRoute = defineRoute({
  ...getOwnStudentContract,
  handle: async (context, { params }) => {
    const own = await seeOwn(context, studentId(params.id));
    const { directory, published, access } = own;
    const [domains, plans, sources] = await Promise.all([
      domainsView(own),
      studentPlansOf(directory.sourcedId),
      sourcesOf(own),
    ]);
    noteOwn(context, own);
    return {
      body: {
        ...ownedOf(directory),
        ...recordView(own),
        ...{ domains, plans: plansView(own, plans), sources: sourcesView(sources) },
        ...{ asOf: published.asOf, rights: rightsView(own), access },
      },
    };
  },
});

export const recordRoutes: readonly Route[] = [listOwnStudentsRoute, getOwnStudentRoute];

const ownedOf = ({ sourcedId, givenName, familyName, grade, exited }: DirectoryEntry) => ({
  ...{ sourcedId, givenName, familyName, grade, exited },
});

async function sourcesOf({ published }: OwnStudent) {
  const edition = await publishedEdition(published);
  return edition === undefined ? undefined : readRecordSources(districtLake(), edition);
}

/** Plans that are under way or to come: what is done and to what end. How they are monitored, and by whom, is the staff's. */
function plansView({ classes, facts }: OwnStudent, plans: readonly StudentPlan[]) {
  return plans
    .filter(({ domain, timeline }) => classes.has(CLASS_OF_DOMAIN[domain]) && timeline.endDate >= facts.today)
    .map(({ domain, goal, strategy, timeline }) => ({ domain, goal, strategy, timeline }));
}

function rightsView({ facts, guardian }: OwnStudent) {
  const { birthDate } = facts;
  return {
    holder: rightsHolderOn(facts),
    transferOn: (birthDate !== undefined && rightsTransferOn(birthDate)) || null,
    until: guardian?.right.validUntil ?? null,
    basis: guardian ? guardian.right.basis : ('ownRecord' as const),
  };
}
