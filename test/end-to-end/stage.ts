import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, inject } from 'vitest';
import { type CloudEvent, type CloudOptions, type EmbeddedCloud, startCloud } from '../../infra/local/cloud.ts';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import type { District } from '../../infra/local/district/district.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import type { DeathPoint } from '../../infra/local/faults.ts';
import type { Diagnostic } from '../../shared/domain/diagnostic.ts';
import type { DropRecord, RunRecord, SchoolAccount } from '../../shared/store/entities.ts';
import { type Client, clientOf, type Page } from './client.ts';
import { type Export, exportFiles, SMALL } from './district.ts';

/** An event on the district's own bus. */
export interface TierEvent {
  readonly detailType: string;
  readonly detail: {
    readonly eventId: string;
    readonly studentSourcedId?: string;
    readonly domain?: string;
    readonly from?: number | string;
    readonly to?: number | string;
    readonly runId: string;
  };
}

export type DropView = DropRecord & {
  readonly diagnostics: Page<Diagnostic>;
  readonly reconciliation: { readonly items: readonly SchoolAccount[] };
};

/** One district on one embedded cloud, and the people who work with it. */
export interface Stage {
  readonly cloud: EmbeddedCloud;
  readonly district: District;
  /** What happened in the cloud so far. */
  readonly told: readonly CloudEvent[];
  readonly s3: S3Client;
  readonly dropsBucket: string;
  readonly admin: Client;
  as(sub: string, ...roles: string[]): Client;
  /** Events on the district's bus so far. */
  tierEvents(): readonly TierEvent[];
  /** The SIS's files of one evening. */
  filesOf(night: Export): readonly CsvFile[];
  /** Puts a zip into the drops bucket without waiting; returns its key. */
  put(fileName: string, body: Uint8Array | string): Promise<string>;
  /** Puts one evening's zip and waits for what comes of it. */
  drop(night: Export, fileName?: string): Promise<DropView>;
  dropOf(key: string): Promise<DropView>;
  /** Lets a function die once (`Faults.kill`). */
  kill(functionName: string, at: DeathPoint, call?: number): void;
  /** Functions that have died since this was asked last, sorted; one that failed in any other way is told with its error. */
  died(): readonly string[];
  /** Lets schedules run up to an instant; returns the newest run. */
  night(until: Date): Promise<RunRecord>;
}

const nameOfFailure = (functionName: string, errorType: string): string => {
  const name = functionName.replace('waymark-sample-', '');
  return errorType === 'Runtime.ExitError' ? name : `${name}: ${errorType}`;
};

/** Starts a cloud of the sample tenant's template; it is stopped after the file's tests. */
export async function makeStage(startAt: Date | undefined, options: Partial<CloudOptions> = {}): Promise<Stage> {
  const told: CloudEvent[] = [];
  const cloud = await startCloud({
    assembly: inject('assembly'),
    port: 0,
    ...(startAt && { startAt }),
    ...options,
    onEvent: (event) => {
      told.push(event);
      options.onEvent?.(event);
    },
  });
  afterAll(() => cloud.stop());
  return stageOf(cloud, told, SMALL);
}

/** The same in the morning after a first drop and a first night (2026-03-13). */
export function makeStageOnFirstMorning(): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'waymark-data-'));
  cpSync(inject('firstMorning'), dataDir, { recursive: true });
  // Hooks run last to first: the cloud is stopped before its folder goes.
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  return makeStage(undefined, { dataDir });
}

function stageOf(cloud: EmbeddedCloud, told: readonly CloudEvent[], district: District): Stage {
  const s3 = new S3Client(cloud.clients().s3);
  let seen = 0;
  const dropsBucket = cloud.resource('Drops', 'AWS::S3::Bucket');
  const as: Stage['as'] = (sub, ...roles) => clientOf(cloud, sub, ...roles);
  const admin = as(district.staff[0]?.sourcedId ?? '', 'districtAdmin');
  const files: Stage['filesOf'] = (night) => exportFiles(district, night);
  const put: Stage['put'] = async (fileName, body) => {
    const key = `drops/nightly/${fileName}`;
    await s3.send(new PutObjectCommand({ Bucket: dropsBucket, Key: key, Body: body }));
    return key;
  };
  const dropOf: Stage['dropOf'] = async (key) => {
    const drops = await admin.all<DropRecord>('/v1/drops');
    const dropId = drops.find((drop) => drop.objectKey === key)?.dropId;
    if (dropId === undefined) throw new Error(`nothing came of ${key}`);
    return admin.read<DropView>(`/v1/drops/${dropId}?limit=100`);
  };
  return {
    cloud,
    district,
    told,
    s3,
    dropsBucket,
    admin,
    as,
    tierEvents: () =>
      told.flatMap((event) => (event.type === 'event' && event.bus === 'waymark-sample' ? [event as TierEvent] : [])),
    kill: (functionName, at, call = 1) => cloud.faults.kill(functionName, at, { call }),
    died: () => {
      const failures = told.slice(seen).flatMap((event) => (event.type === 'functionFailed' ? [event] : []));
      seen = told.length;
      return failures.map((each) => nameOfFailure(each.function, each.errorType)).sort();
    },
    filesOf: files,
    put,
    dropOf,
    drop: async (night, fileName = `${night.asOf}.zip`) => {
      const key = await put(fileName, zipOf(files(night)));
      await cloud.idle();
      return dropOf(key);
    },
    night: async (until) => {
      await cloud.clock.advanceTo(until);
      await cloud.idle();
      const { items } = await admin.read<Page<RunRecord>>('/v1/runs?limit=1');
      const newest = items[0];
      if (!newest) throw new Error('no run was made: the schedule did not fire');
      return admin.read<RunRecord>(`/v1/runs/${newest.runId}`);
    },
  };
}
