import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import { getJson, memoryLake, s3Lake } from '../../../shared/lake/lake.ts';
import { readRecordSources, readStudentRecord } from '../../../shared/records/readStudentRecord.ts';
import { recordFiles } from '../../../shared/records/recordFiles.ts';
import { recordRun } from '../../../shared/records/recordRun.ts';
import { districtRows } from '../../unit/assess/sampleDistrict.ts';
import { morningAfter, nights } from '../assess/nights.ts';
import { DAY_1, DAY_2, DAY_3, DAY_4, nextDay, STUDENTS } from '../assess/twoNights.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
beforeEach(() => engine.clear());
afterAll(() => engine.stop());

const ADA = studentId('s1');
const edition = (absences: number) => districtRows(STUDENTS.map((each) => ({ ...each, absences })));

/** A district in memory, and how many bytes its lake has of an edition's records. */
function district() {
  const lake = memoryLake();
  const bytesOf = async (number: number) => {
    const keys = lake.keys().filter((key) => key.startsWith(`records/${number}/`) && key.endsWith('.blocks'));
    const sizes = await Promise.all(keys.map(async (key) => (await lake.get(key))?.length ?? 0));
    return sizes.reduce((sum, size) => sum + size, 0);
  };
  return { ...nights(lake), lake, bytesOf };
}

describe('the records of a run', () => {
  it('are there before the run is published', async () => {
    const { lake, ...night } = district();
    await night.publishEdition(1, edition(1), DAY_1);
    await night.run(DAY_1, { stopBefore: 'publish' });
    const record = await readStudentRecord(lake, 1, ADA);
    expect(record?.attendance.flatMap(({ events }) => events)).toHaveLength(1);
    expect(record?.classes).toMatchObject([{ teachers: [{ sourcedId: 'teacher-north' }] }]);
  });

  it('are written once of an edition, however many runs take it', async () => {
    const { lake, ...night } = district();
    await night.publishEdition(1, edition(1), DAY_1);
    await night.run(DAY_1);
    const { runId } = await night.run(DAY_2, { stopBefore: 'publish' });
    expect(await recordRun(runId, lake, morningAfter(DAY_2))).toMatchObject({ edition: 1, outcome: 'unchanged' });
  });

  it('stay as long as the published run or one to come needs them, and then hold nothing', async () => {
    const { lake, bytesOf, ...night } = district();
    for (const [place, day] of [DAY_1, DAY_2, DAY_3].entries()) {
      await night.publishEdition(place + 1, edition(place), day);
      await night.run(day);
    }
    expect(await getJson(lake, recordFiles.editions)).toEqual([2, 3]);
    expect([await bytesOf(1), await readStudentRecord(lake, 1, ADA), await readRecordSources(lake, 1)]).toEqual([
      ...[0, undefined, undefined],
    ]);
    for (const number of [2, 3]) expect(await readStudentRecord(lake, number, ADA)).toMatchObject({ sourcedId: ADA });
  });

  it('go, too, of a run that was killed while it wrote them and never came back', async () => {
    const { lake, bytesOf, ...night } = district();
    await night.publishEdition(1, edition(0), DAY_1);
    await night.run(DAY_1);
    await night.publishEdition(2, edition(1), DAY_2);
    await night.run(DAY_2, { stopBefore: 'publish' });
    await lake.put(recordFiles.manifest(2), new TextEncoder().encode('null'));
    await night.publishEdition(3, edition(2), DAY_3);
    await night.run(DAY_3);
    expect(await bytesOf(2)).toBeGreaterThan(0);
    await night.publishEdition(4, edition(3), DAY_4);
    await night.run(DAY_4);
    expect([await bytesOf(1), await bytesOf(2)]).toEqual([0, 0]);
    expect(await getJson(lake, recordFiles.editions)).toEqual([3, 4]);
  });

  it('are not written for a run that has lost its lease', async () => {
    const { lake, ...night } = district();
    await night.publishEdition(1, edition(0), DAY_1);
    const { runId } = await night.run(DAY_1, { stopBefore: 'publish' });
    await night.publishEdition(2, edition(1), DAY_2);
    await night.run(DAY_2);
    await expect(recordRun(runId, lake, morningAfter(DAY_2))).rejects.toMatchObject({ name: 'RunSuperseded' });
  });
});

describe('records on S3', () => {
  let server: FauxqsServer;
  let s3: S3Client;
  beforeAll(async () => {
    server = await startFauxqs({ port: 0, logger: false });
    s3 = new S3Client({
      endpoint: `http://127.0.0.1:${server.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      forcePathStyle: true,
    });
    await s3.send(new CreateBucketCommand({ Bucket: 'lake' }));
  });
  afterAll(async () => {
    s3.destroy();
    await server.stop();
  });

  it('are read back, and are gone for a reader who had them open', async () => {
    const lake = s3Lake('lake', s3);
    const night = nights(lake);
    await night.publishEdition(1, edition(2), DAY_1);
    await night.run(DAY_1);
    expect((await readStudentRecord(lake, 1, ADA))?.attendance.flatMap(({ events }) => events)).toHaveLength(2);
    await night.publishEdition(2, nextDay(), DAY_2);
    await night.run(DAY_2);
    await night.publishEdition(3, edition(1), DAY_3);
    await night.run(DAY_3);
    expect(await readStudentRecord(lake, 1, ADA)).toBeUndefined();
  });
});
