import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../infra/local/assembly.ts';
import { startCloud } from '../../infra/local/cloud.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { evening, exportFiles, morning, SMALL } from './district.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Directory of the sample tenant's synthesized assembly. */
    readonly assembly: string;
    /** Data folder of a cloud in the morning after a district's first drop, to be copied. */
    readonly firstMorning: string;
  }
}

/** Once for all end-to-end tests: the sample tenant's template, and the first night that most of them begin after. */
export default async function setup(project: TestProject): Promise<() => void> {
  const assembly = await synthesize({ tenant: 'sample' });
  const dataDir = mkdtempSync(join(tmpdir(), 'waymark-first-morning-'));
  const cloud = await startCloud({ assembly, dataDir, port: 0, startAt: evening('2026-03-12') });
  await new S3Client(cloud.clients().s3).send(
    new PutObjectCommand({
      Bucket: cloud.resource('Drops', 'AWS::S3::Bucket'),
      Key: 'drops/nightly/2026-03-12.zip',
      Body: zipOf(exportFiles(SMALL, { asOf: '2026-03-12' })),
    }),
  );
  await cloud.clock.advanceTo(morning('2026-03-13'));
  const failed = cloud.executions().filter(({ status }) => status !== 'SUCCEEDED');
  await cloud.stop();
  if (failed.length > 0) throw new Error(`the first night failed: ${failed[0]?.error} ${failed[0]?.cause}`);
  project.provide('assembly', assembly);
  project.provide('firstMorning', dataDir);
  return () => {
    for (const folder of [assembly, dataDir]) rmSync(folder, { recursive: true, force: true });
  };
}
