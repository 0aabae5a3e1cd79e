import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { JsonBytes } from '../../../shared/assess/results/jsonBytes.ts';
import { ResultIndexBuilder } from '../../../shared/assess/results/resultIndex.ts';
import { writeResult } from '../../../shared/assess/results/resultLine.ts';
import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import type { Role } from '../../../shared/domain/access/roles.ts';
import { personName, type StudentId, staffId, studentId } from '../../../shared/domain/identity.ts';
import type { AssessedTier, DomainResult, StudentResult } from '../../../shared/domain/tiers/result.ts';
import { putJson, s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import type { LoadedTenant } from '../../../shared/runtime/tenant.ts';
import { type Item, writeItems } from '../../../shared/store/batches.ts';
import { documents } from '../../../shared/store/documents.ts';
import type { DirectoryEntry, PublishedPointer, RunRecord, TierChange } from '../../../shared/store/entities.ts';
import { operationsKeys, studentKeys } from '../../../shared/store/keys.ts';
import { everyDomain } from '../../unit/assess/domains.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { STAFF } from './districtStaff.ts';

/** A seeded district: two schools, staff of every role, and students that tell every scope apart. */
export const PUBLICATION = 7;
export const RUN_ID = '2026-10-05.1';
export const AS_OF = '2026-10-02';

export interface SeededStudent {
  readonly id: StudentId;
  readonly givenName: string;
  readonly familyName: string;
  readonly schools: readonly string[];
  readonly school?: string;
  readonly grade: string;
  readonly tier: AssessedTier;
  readonly exited?: boolean;
  readonly more?: Pick<DirectoryEntry, 'flags' | 'moving' | 'programs'>;
}

const student = (id: string, familyName: string, school: string, grade: string, tier: AssessedTier): SeededStudent => ({
  id: studentId(id),
  givenName: `Given${familyName}`,
  familyName,
  schools: [school],
  grade,
  tier,
});

export const ADA = student('stu-ada', 'Zimmermann', 'north', '09', 3);
export const BEN = student('stu-ben', 'Abernathy', 'north', '10', 1);
export const CLEO = student('stu-cleo', 'Okonkwo', 'south', '09', 2);
/** At both schools. */
export const DEE = { ...student('stu-dee', 'Nakamura', 'south', '11', 2), schools: ['north', 'south'] };
/** Has left the north school. */
export const EVE = {
  ...student('stu-eve', 'Featherstone', 'north', '12', 'notAssessed'),
  schools: [],
  school: 'north',
  exited: true,
};
export const STUDENTS: readonly SeededStudent[] = [ADA, BEN, CLEO, DEE, EVE];

/** Who is on whose caseload, and why. */
const CASELOADS: readonly [string, StudentId, readonly string[]][] = [
  ['staff-counselor', ADA.id, ['counselor']],
  ['staff-counselor', CLEO.id, ['caseManager', 'counselor']],
  ['staff-counselor', BEN.id, ['section']],
  ['staff-teacher', BEN.id, ['section']],
  ['staff-teacher', ADA.id, ['caseManager', 'section']],
  ['staff-interventionist', DEE.id, ['interventionist']],
];

/** The claims of one of the district's people, as the gateway passes them on. */
export const claimsOf = (staff: string | undefined, ...roles: readonly Role[]): Record<string, string> => ({
  sub: staff ?? 'sub-without-staff',
  ...(staff !== undefined && { staff }),
  roles: `[${roles.join(' ')}]`,
});

export const CLAIMS = {
  districtAdmin: claimsOf('staff-district', 'districtAdmin'),
  schoolAdmin: claimsOf('staff-north', 'schoolAdmin'),
  counselor: claimsOf('staff-counselor', 'counselor'),
  teacher: claimsOf('staff-teacher', 'teacher'),
  interventionist: claimsOf('staff-interventionist', 'interventionist'),
  dataManager: claimsOf('staff-data', 'dataManager'),
  family: claimsOf('staff-counselor', 'family'),
  student: claimsOf('staff-counselor', 'student'),
} as const satisfies Record<Role, Record<string, string>>;

/** The sample tenant, whose tokens name the member of staff in the claim `staff`. */
export function tenantWithStaffClaim(): LoadedTenant {
  const { tenant, configurationVersion } = sampleTenant();
  return { tenant: { ...tenant, identity: { ...tenant.identity, subjectClaim: 'staff' } }, configurationVersion };
}

/** What no log line and no problem may ever carry. */
export const PERSONAL = [
  ...STUDENTS.flatMap((each) => [each.id, each.givenName, each.familyName]),
  ...STAFF.map((each) => each.sourcedId),
  'Stafford',
];

/** Slots as a publish leaves them; the next publication's value is there already and must not be seen. */
const slotted = (value: unknown, next?: unknown) =>
  next === undefined
    ? { current: { publication: PUBLICATION, value } }
    : { current: { publication: PUBLICATION + 1, value: next }, previous: { publication: PUBLICATION, value } };

export function directoryOf(each: SeededStudent): DirectoryEntry {
  return {
    sourcedId: each.id,
    givenName: personName(each.givenName),
    familyName: personName(each.familyName),
    grade: each.grade,
    school: each.school ?? each.schools[0] ?? '',
    schools: each.schools,
    exited: each.exited ?? false,
    tiers: everyDomain(each.tier, 'notAssessed'),
    ...each.more,
  };
}

const flagsOf = (each: SeededStudent): readonly string[] => (each.exited ? ['exited'] : []);

function rowsOf(each: SeededStudent): Item[] {
  const directory = directoryOf(each);
  const tier = {
    domain: 'attendance',
    tier: each.tier,
    reasonCodes: ['absenceRate'],
    flags: flagsOf(each),
    thresholds: 'field-1',
    signature: 'signature',
    since: '2026-09-21',
  };
  const next = each === BEN ? { ...directory, tiers: everyDomain<AssessedTier>(3, 'notAssessed') } : undefined;
  return [
    {
      ...studentKeys.student(each.id),
      ...slotted({ directory, tiers: [tier] }, next && { directory: next, tiers: [{ ...tier, tier: 3 }] }),
    },
    ...[...new Set([directory.school, ...each.schools])].map((school) => ({
      ...studentKeys.schoolMember(school, each.id),
      ...slotted(directory, next),
    })),
    ...changesOf(each),
  ];
}

function changesOf(each: SeededStudent): Item[] {
  const change = (publication: number, from: AssessedTier | null, asOf: string): TierChange => ({
    sourcedId: each.id,
    domain: 'attendance',
    from,
    to: each.tier,
    cause: from === null ? 'baseline' : 'data',
    reasonCodes: ['absenceRate'],
    asOf,
    runId: `${asOf}.1`,
    publication,
  });
  return [change(1, null, '2026-09-01'), change(3, 2, '2026-09-21'), change(PUBLICATION + 1, 1, '2026-10-06')].map(
    (each) => ({ ...studentKeys.tierChanges(each.sourcedId, each.publication), changes: [each] }),
  );
}

export const PUBLISHED_RUN: RunRecord = {
  runId: RUN_ID,
  date: '2026-10-05',
  attempt: 1,
  status: 'published',
  startedAt: '2026-10-05T09:00:00.000Z',
  finishedAt: '2026-10-05T09:00:04.000Z',
  edition: 4,
  configurationVersion: 'c0ffee',
  asOf: AS_OF,
  staleSchools: [],
  students: STUDENTS.length,
  changed: 2,
  tierChanges: 1,
  summaries: [
    {
      domain: 'attendance',
      counts: { '1': 1, '2': 2, '3': 1, notAssessed: 1 },
      bySchool: {
        north: { '1': 1, '2': 0, '3': 1, notAssessed: 1 },
        south: { '1': 0, '2': 2, '3': 0, notAssessed: 0 },
      },
    },
  ],
};

/** What readers see. */
export const POINTER: PublishedPointer = {
  ...{ publication: PUBLICATION, runId: RUN_ID, asOf: AS_OF },
  publishedAt: '2026-10-05T09:00:03.000Z',
  edition: 4,
};

/** Writes the district as the newest publication shows it. */
export async function seedDistrict(students: readonly SeededStudent[] = STUDENTS): Promise<void> {
  const rows: Item[] = [
    { ...studentKeys.published(), pointer: POINTER },
    ...students.flatMap(rowsOf),
    ...STAFF.map((each) => ({ ...studentKeys.staffAccess(each.sourcedId), ...slotted(each) })),
    ...CASELOADS.map(([staff, student, bases]) => ({
      ...studentKeys.caseload(staffId(staff), student),
      ...slotted({ sourcedId: student, bases }),
    })),
    // Gone from the caseload as of this publication, though the row is still there.
    { ...studentKeys.caseload(staffId('staff-counselor'), DEE.id), ...slotted(null) },
  ];
  await writeItems(
    environment('STUDENT_TABLE'),
    rows.map((put) => ({ put })),
  );
  await seedRun(PUBLISHED_RUN);
}

export async function seedRun(run: RunRecord): Promise<void> {
  const list = { gsi1pk: operationsKeys.runsList, gsi1sk: `${run.startedAt}#${run.runId}` };
  const Item = { ...operationsKeys.run(run.runId), ...list, run };
  await documents.send(new PutCommand({ TableName: environment('OPERATIONS_TABLE'), Item }));
}

/** What the published run says about a student. */
export function resultOf(each: SeededStudent): StudentResult {
  const directory = directoryOf(each);
  const attendance: DomainResult = {
    tier: each.tier,
    reasons: [
      {
        code: 'absenceRate',
        value: '7/21',
        cutPoint: '20/100',
        dates: ['2026-09-14', '2026-09-15'],
        rows: [{ drop: 'd'.repeat(32), file: 'attendanceEvents.csv', line: 12 }],
        moreRows: 5,
        detail: { missed: '7/1', tier: 3, rule: 'periodShare' },
      },
    ],
    flags: flagsOf(each),
    asOf: AS_OF,
    thresholds: 'field-1',
    signature: 'signature',
  };
  return { sourcedId: each.id, school: directory.school, domains: everyDomain(attendance, NOTHING_KNOWN) };
}

const NOTHING_KNOWN: DomainResult = {
  tier: 'notAssessed',
  reasons: [{ code: 'noData' }],
  flags: [],
  thresholds: 'field-1',
  signature: 'nothing',
};

/** Writes the published run's results into the lake, as assessment leaves them. */
export async function seedResults(students: readonly SeededStudent[] = STUDENTS): Promise<void> {
  const lake = s3Lake(environment('LAKE_BUCKET'));
  const index = new ResultIndexBuilder();
  const inOrder = students.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const lines = inOrder.map((each) => {
    const line = new JsonBytes();
    writeResult(line, resultOf(each));
    line.raw('\n');
    return Buffer.from(line.written());
  });
  let offset = 0;
  for (const [place, line] of lines.entries()) {
    index.add(inOrder[place]?.id ?? '', offset);
    offset += line.length;
  }
  await lake.put(runFiles.results(RUN_ID, 0), Buffer.concat(lines));
  await lake.put(runFiles.index(RUN_ID, 0), index.take(offset));
  await putJson(lake, runFiles.manifest(RUN_ID), { parts: [{ first: inOrder[0]?.id ?? '' }] });
}
