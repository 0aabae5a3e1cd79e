import { S3Client } from '@aws-sdk/client-s3';
import type { Day } from '../../../shared/domain/calendar/day.ts';
import type { RunRecord } from '../../../shared/store/entities.ts';
import type { EmbeddedCloud } from '../cloud.ts';
import { type ApiClient, apiClient } from '../console/apiClient.ts';
import { type DropTarget, dropZip } from '../console/dropping.ts';
import type { CsvFile } from '../district/csv.ts';
import { type Corrections, type District, NO_CORRECTIONS } from '../district/district.ts';
import { zipOf } from '../district/drop.ts';
import { filesOf } from '../district/files.ts';
import type { DropView, Page, StudentRow } from './views.ts';

/** What every scene of the demo works with. */
export interface Stage {
  /** What the SIS has corrected so far; every later export keeps it. */
  corrections: Corrections;
  /** Lines a careless registrar left in the attendance file, until they are mended. */
  careless: readonly string[];
  readonly cloud: EmbeddedCloud;
  readonly district: District;
  readonly admin: ApiClient;
  /** Who keeps the feeds of the district: sees drops and runs, and nobody's record. */
  readonly dataManager: ApiClient;
  readonly target: DropTarget;
  readonly say: (text: string) => void;
  /** An instant as the district's clocks show it. */
  readonly wallClock: (instant: Date) => string;
  /** A member of the district's staff, by role, as an API caller. */
  as(sourcedId: string, ...roles: string[]): ApiClient;
}

/** The sample tenant's time zone. */
const WALL_CLOCK = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'full',
  timeStyle: 'short',
  timeZone: 'America/Chicago',
});

export function makeStage(cloud: EmbeddedCloud, district: District, say: Stage['say']): Stage {
  const as = (sourcedId: string, ...roles: string[]) =>
    apiClient(cloud.baseUrl, () => cloud.token({ sub: sourcedId, roles }));
  const principal = district.staff[0]?.sourcedId ?? '';
  return {
    corrections: NO_CORRECTIONS,
    careless: [],
    cloud,
    district,
    say,
    wallClock: (instant) => WALL_CLOCK.format(instant),
    as,
    admin: as(principal, 'districtAdmin'),
    dataManager: as(principal, 'dataManager'),
    target: {
      s3: new S3Client(cloud.clients().s3),
      bucket: cloud.resource('Drops', 'AWS::S3::Bucket'),
      name: 'nightly-full',
    },
  };
}

/** The SIS's export of one evening: everything, or the files that are named. */
export function exported(stage: Stage, asOf: Day, { finishedTerms = 1, only }: ExportChoice = {}): readonly CsvFile[] {
  const { cloud, district, corrections, careless: extraEventLines } = stage;
  const generatedAt = cloud.clock.now().toISOString();
  return filesOf(district, { asOf, generatedAt, corrections, finishedTerms, extraEventLines }, only);
}

interface ExportChoice {
  readonly finishedTerms?: 0 | 1 | 2;
  readonly only?: readonly string[];
}

/** What changes from day to day. */
export const DAILY = ['schoolEnrollments', 'attendanceEvents', 'attendanceTaken', 'classMeetings'];

/** Puts a zip into the bucket as the SIS does, waits until ingest is through with it, and answers what came of it. */
export async function send(stage: Stage, fileName: string, zip: Uint8Array): Promise<DropView> {
  const { cloud, admin, target } = stage;
  const key = await dropZip(target, fileName, zip);
  await cloud.idle();
  const { items } =
    await admin.get<Page<{ readonly dropId: string; readonly objectKey: string }>>('/v1/drops?limit=20');
  const dropId = items.find((drop) => drop.objectKey === key)?.dropId;
  if (dropId === undefined) throw new Error(`nothing came of the drop ${key}`);
  return admin.get<DropView>(`/v1/drops/${dropId}`);
}

/** The same for a drop that has to be taken in. */
export async function sendGood(stage: Stage, fileName: string, files: readonly CsvFile[]): Promise<DropView> {
  const drop = await send(stage, fileName, zipOf(files));
  if (drop.status !== 'published') throw new Error(`the drop ${fileName} ended as ${drop.status}`);
  return drop;
}

/** Lets the night's schedules run up to an instant; returns the newest run. */
export async function playNight(stage: Stage, until: Date): Promise<RunRecord> {
  await stage.cloud.clock.advanceTo(until);
  await stage.cloud.idle();
  const { items } = await stage.admin.get<Page<RunRecord>>('/v1/runs?limit=1');
  const newest = items[0];
  if (!newest) throw new Error('no run was made: the schedule did not fire');
  return stage.admin.get<RunRecord>(`/v1/runs/${newest.runId}`);
}

/** Every student the caller may see. */
export async function allStudents(api: ApiClient, query = ''): Promise<readonly StudentRow[]> {
  const students: StudentRow[] = [];
  let cursor: string | undefined;
  do {
    const more = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = await api.get<Page<StudentRow>>(`/v1/students?limit=100${query}${more}`);
    students.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return students;
}
