import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { announceBatch } from '../../../shared/assess/publish/announceBatch.ts';
import { completePublish } from '../../../shared/assess/publish/completePublish.ts';
import { publishBatch } from '../../../shared/assess/publish/publishBatch.ts';
import { guardRun } from '../../../shared/assess/run/guardRun.ts';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { summarizeRun } from '../../../shared/assess/run/summarizeRun.ts';
import { assessRun, completeRun } from '../../../shared/assess/shards/assessRun.ts';
import { staffId, studentId } from '../../../shared/domain/identity.ts';
import type { Edition } from '../../../shared/lake/edition.ts';
import { type Lake, memoryLake } from '../../../shared/lake/lake.ts';
import { recordRun } from '../../../shared/records/recordRun.ts';
import { listCaseload, listSchoolStudents, readStaffAccess, readStudent } from '../../../shared/store/directory.ts';
import { documents } from '../../../shared/store/documents.ts';
import { operationsKeys } from '../../../shared/store/keys.ts';
import { readPublished } from '../../../shared/store/published.ts';
import { tierChanges } from '../../../shared/store/tiers.ts';
import { coveredTo, type DistrictRows, SCHOOLS, storeEdition } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';

/** A district's lake and the nights of its assessments, step by step as the state machine takes them. */
export interface Nights {
  readonly lake: Lake;
  /** Makes an edition current, its attendance covered up to a day. */
  publishEdition(number: number, rows: DistrictRows, coveredUpTo: string): Promise<Edition>;
  /** Runs the night of a day to its end; returns the run's id and how it went. */
  run(day: string, options?: NightOptions): Promise<{ runId: string; outcome: 'skipped' | 'held' | 'published' }>;
}

export interface NightOptions {
  /** Ends before this step, as if the execution had been aborted. */
  readonly stopBefore?: 'publish' | 'complete' | 'announce' | 'summarize';
}

/** 04:00 in the sample tenant's time zone, on the morning after a day. */
export const morningAfter = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) + 33 * 3_600_000);

export function nights(lake: Lake = memoryLake()): Nights {
  return {
    lake,
    async publishEdition(number, rows, coveredUpTo) {
      const edition = await storeEdition(lake, number, rows);
      const put = (Item: object) =>
        documents.send(new PutCommand({ TableName: process.env['OPERATIONS_TABLE'], Item }));
      await put({ ...operationsKeys.currentEdition(), state: { revision: number, edition, marks: {}, rollovers: [] } });
      await put({ ...operationsKeys.coverage(), coverage: coveredTo(coveredUpTo) });
      return edition;
    },
    async run(day, { stopBefore } = {}) {
      const now = morningAfter(day);
      const scheduledAt = now.toISOString();
      const { runId, outcome } = await openRun({ scheduledAt }, { lake, tenant: sampleTenant(), now });
      if (outcome === 'skipped') return { runId, outcome };
      await assessRun(runId, 0, lake, now);
      const { changes } = await completeRun(runId, lake, now);
      const numbers = Array.from({ length: changes.batches }, (_, batch) => batch);
      if ((await guardRun(runId, lake, now)).outcome === 'held') return { runId, outcome: 'held' };
      await recordRun(runId, lake, now);
      if (stopBefore === 'publish') return { runId, outcome: 'published' };
      for (const batch of numbers) await publishBatch(runId, batch, lake, now);
      if (stopBefore === 'complete') return { runId, outcome: 'published' };
      await completePublish(runId, lake, now);
      if (stopBefore === 'announce') return { runId, outcome: 'published' };
      for (const batch of numbers) await announceBatch(runId, batch, lake, now);
      if (stopBefore !== 'summarize') await summarizeRun(runId, now);
      return { runId, outcome: 'published' };
    },
  };
}

/** A student's published transitions in attendance, newest first. */
export const attendanceChanges = async (student: string) =>
  (await tierChanges(studentId(student))).filter(({ domain }) => domain === 'attendance');

/** Everything readers can see, as text; the run that is visible is left out, as a new one may show the same students. */
export async function visibleDistrict(students: readonly string[]): Promise<string> {
  const staff = SCHOOLS.flatMap((school) => ['principal', 'counselor', 'teacher'].map((role) => `${role}-${school}`));
  const seen = {
    students: await Promise.all(
      students.map(async (id) => {
        const student = await readStudent(studentId(id));
        const changes = await tierChanges(studentId(id));
        return [id, student?.directory, student?.tiers, changes];
      }),
    ),
    schools: await Promise.all(SCHOOLS.map(async (id) => [id, await schoolList(id)])),
    staff: await Promise.all(
      staff.map(async (id) => [
        id,
        (await readStaffAccess(staffId(id))).access,
        (await listCaseload(staffId(id), { limit: 1_000 })).students,
      ]),
    ),
  };
  return JSON.stringify(seen, sortedKeys, 1);
}

/** DynamoDB gives a map's members in no particular order. */
function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A school's list, page by page. */
export async function schoolList(school: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await listSchoolStudents(school, { limit: 3, ...(after && { after: studentId(after) }) });
    ids.push(...page.students.map(({ sourcedId }) => sourcedId));
    if (!page.after) return ids;
    after = page.after;
  }
}

/** Items of the student table, by the start of their partition key. */
export async function studentItems(prefix: string): Promise<readonly Record<string, unknown>[]> {
  const answer = await documents.send(
    new ScanCommand({ TableName: process.env['STUDENT_TABLE'], ConsistentRead: true }),
  );
  return (answer.Items ?? []).filter((item) => String(item['pk']).startsWith(prefix));
}

export const visibleRun = async () => (await readPublished())?.runId;
