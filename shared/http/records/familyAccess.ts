import {
  GRANTED_CLASSES,
  type RightsFacts,
  rightsHolderOn,
  rightsTransferOn,
  standsOn,
} from '../../domain/access/familyRights.ts';
import {
  entryProblem,
  type GrantEntry,
  isOfStaff,
  type RecordedGrant,
  withEntries,
  withoutOldEnded,
} from '../../domain/access/recordedGrants.ts';
import { guardianId, type StaffId, type StudentId, studentId } from '../../domain/identity.ts';
import type { StudentRecord } from '../../domain/record/studentRecord.ts';
import { readStudentRecord } from '../../records/readStudentRecord.ts';
import type { PublishedPointer } from '../../store/entities.ts';
import {
  changeFamilyAccess,
  type FamilyAccess,
  type FamilyAccessRevision,
  readFamilyAccess,
} from '../../store/familyAccess.ts';
import { authorOf } from '../author.ts';
import { districtLake } from '../districtLake.ts';
import { etagOf, requireIfMatch } from '../etag.ts';
import { derivedId } from '../idempotency.ts';
import { Problem } from '../problems.ts';
import { publishedEdition } from '../publishedEdition.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { todayOf } from '../today.ts';
import { getFamilyAccessContract, putFamilyAccessContract } from './familyAccessContracts.ts';
import { listRightsTransfersRoute } from './familyAccessTransfers.ts';

const getFamilyAccessRoute = defineRoute({
  ...getFamilyAccessContract,
  handle: async (context, { params }) => {
    const { directory, published } = await seeStudent(context, 'familyAccess.read', studentId(params.id), [
      'directory',
    ]);
    const [{ access, history }, record] = await Promise.all([
      readFamilyAccess(directory.sourcedId),
      publishedRecord(published, directory.sourcedId),
    ]);
    const facts = factsOf(context, record);
    return { body: viewOf(directory.sourcedId, facts, access, history), etag: etagOf(access.revision) };
  },
});

const putFamilyAccessRoute = defineRoute({
  ...putFamilyAccessContract,
  handle: async (context, { params, body }) => {
    const author = authorOf(context);
    const { directory, published } = await seeStudent(context, 'familyAccess.write', studentId(params.id), [
      'directory',
    ]);
    const student = directory.sourcedId;
    const [{ access, history }, record] = await Promise.all([
      readFamilyAccess(student),
      publishedRecord(published, student),
    ]);
    requireIfMatch(context, etagOf(access.revision));
    const facts = factsOf(context, record);
    const entries = body.entries.map(({ guardianSourcedId, verifiedOn, ...entry }) => {
      return { ...entry, guardianSourcedId: guardianId(guardianSourcedId), from: verifiedOn };
    });
    refuse(entries, access, record, facts);
    const change = recordedBy(author, student, access, entries, facts.today, context.now.toISOString());
    if (!(await changeFamilyAccess(student, access, change))) throw new Problem('precondition.failed');
    const changed = { revision: access.revision + 1, grants: change.grants };
    return {
      body: viewOf(student, facts, changed, [{ ...change, revision: changed.revision }, ...history]),
      etag: etagOf(changed.revision),
    };
  },
});

/** What staff record of families of students who have turned 18. */
export const familyAccessRoutes: readonly Route[] = [
  getFamilyAccessRoute,
  putFamilyAccessRoute,
  listRightsTransfersRoute,
];

async function publishedRecord(published: PublishedPointer, student: StudentId): Promise<StudentRecord | undefined> {
  const edition = await publishedEdition(published);
  return edition === undefined ? undefined : readStudentRecord(districtLake(), edition, student);
}

function factsOf(context: RequestContext, record: StudentRecord | undefined): RightsFacts {
  const { familyAccessAt18 } = context.tenant.tenant.access;
  return { birthDate: record?.birthDate, today: todayOf(context), familyAccessAt18 };
}

function refuse(
  entries: readonly GrantEntry[],
  { grants }: FamilyAccess,
  record: StudentRecord | undefined,
  { today }: RightsFacts,
): void {
  const known = new Set([
    ...(record?.guardians ?? []).map(({ sourcedId }) => sourcedId),
    ...grants.filter(isOfStaff).map(({ guardianSourcedId }) => guardianSourcedId),
  ]);
  for (const entry of entries) {
    if (!known.has(entry.guardianSourcedId)) throw new Problem('family_access.guardian_unknown');
    const problem = entryProblem(entry, grants, today);
    if (problem) throw new Problem(`family_access.${problem}`);
  }
}

function recordedBy(
  author: StaffId,
  student: StudentId,
  { revision, grants }: FamilyAccess,
  entries: readonly GrantEntry[],
  today: string,
  at: string,
): Omit<FamilyAccessRevision, 'revision'> {
  const by = { kind: 'staff', sourcedId: author } as const;
  const make = (entry: GrantEntry, place: number): RecordedGrant => ({
    ...entry,
    grantId: derivedId('grant', student, String(revision + 1), String(place)),
    recordedBy: by,
    recordedAt: at,
  });
  return { by, at, grants: withoutOldEnded(withEntries(grants, entries, make), today) };
}

function viewOf(
  studentSourcedId: StudentId,
  facts: RightsFacts,
  { grants }: FamilyAccess,
  history: readonly FamilyAccessRevision[],
) {
  const shown = (some: readonly RecordedGrant[]) =>
    some.map((each) => ({ ...grantView(each), inForce: rightsHolderOn(facts) !== 'parents' && standsOn(each, facts) }));
  return {
    studentSourcedId,
    familyAccessAt18: facts.familyAccessAt18,
    rightsHolder: rightsHolderOn(facts),
    rightsTransferOn: (facts.birthDate !== undefined && rightsTransferOn(facts.birthDate)) || null,
    entries: shown(grants.filter(isOfStaff)),
    consents: shown(grants.filter((each) => !isOfStaff(each))),
    history: history.map(({ revision, at, by, grants: left }) => ({ revision, at, by, grants: left.map(grantView) })),
  };
}

/** A grant as the API shows it. */
export function grantView(grant: RecordedGrant) {
  const { grantId, guardianSourcedId, basis, evidence = null, purpose = null, records, from, validUntil } = grant;
  const { recordedBy, recordedAt, revokedAt = null } = grant;
  return {
    ...{ grantId, guardianSourcedId, basis, evidence, purpose },
    records: records ?? GRANTED_CLASSES,
    ...{ verifiedOn: from, validUntil, recordedBy, recordedAt, revokedAt },
  };
}
