import { S3Client } from '@aws-sdk/client-s3';
import type { Day } from '../../../shared/domain/calendar/day.ts';
import type { DropRecord, RunRecord } from '../../../shared/store/entities.ts';
import type { EmbeddedCloud } from '../cloud.ts';
import { type ApiClient, apiClient } from '../console/apiClient.ts';
import { type DropTarget, dropZip } from '../console/dropping.ts';
import { type Corrections, type District, NO_CORRECTIONS } from '../district/district.ts';
import { zipOf } from '../district/drop.ts';
import { filesOf } from '../district/files.ts';
import type { Page, StudentRow } from './views.ts';

/** What every scene of the demo works with. */
export interface Stage {
  /** What the SIS has corrected so far; every later export keeps it. */
  corrections: Corrections;
  /** Lines a careless registrar left in the attendance file, until they are mended. */
  careless: readonly string[];
  readonly cloud: EmbeddedCloud;
  readonly district: District;
  readonly admin: ApiClient;
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
    target: {
      s3: new S3Client(cloud.clients().s3),
      bucket: cloud.resource('Drops', 'AWS::S3::Bucket'),
      name: 'nightly-full',
    },
  };
}

/** The SIS's export of one evening, put into the bucket; waits until ingest is through with it. */
export async function dropNight(stage: Stage, asOf: Day, finishedTerms: 0 | 1 | 2 = 1): Promise<DropRecord> {
  const { cloud, district, admin, target, corrections, careless } = stage;
  const generatedAt = cloud.clock.now().toISOString();
  const night = { asOf, generatedAt, corrections, finishedTerms, extraEventLines: careless };
  const files = filesOf(district, night);
  const key = await dropZip(target, `${generatedAt.slice(0, 10)}.zip`, zipOf(files));
  await cloud.idle();
  const { items } = await admin.get<Page<DropRecord>>('/v1/drops?limit=20');
  const dropId = items.find((drop) => drop.objectKey === key)?.dropId;
  if (dropId === undefined) throw new Error(`nothing came of the drop ${key}`);
  return admin.get<DropRecord>(`/v1/drops/${dropId}`);
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
