import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, inject, it } from 'vitest';
import type { CloudEvent } from '../../infra/local/cloud.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { evening } from './district.ts';
import { expectedTiers } from './expected.ts';
import { makeStage } from './stage.ts';
import type { StudentRow } from './views.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'waymark-restart-'));
// The clouds that use it are stopped first: hooks run last to first.
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const KEY = 'drops/nightly/2026-03-12.zip';

/** Resolves when a function has died. */
function death(functionName: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const onEvent = (event: CloudEvent) => {
    if (event.type === 'functionFailed' && event.function.endsWith(functionName)) resolve();
  };
  return { promise, onEvent };
}

it('a cloud that is stopped in the middle of a drop finishes it when it is started again', async () => {
  const { promise, onEvent } = death('normalize-drop');
  const first = await makeStage(evening('2026-03-12'), { dataDir, onEvent });
  first.kill('normalize-drop', { after: 'PutObject' }, 4);
  await first.put('2026-03-12.zip', zipOf(first.filesOf({ asOf: '2026-03-12' })));
  await promise;
  expect(await first.admin.all('/v1/drops')).toMatchObject([{ status: 'normalizing' }]);
  await first.cloud.stop();

  const second = await makeStage(undefined, { dataDir });
  await second.cloud.idle();
  expect(await second.dropOf(KEY)).toMatchObject({ status: 'published', edition: 1 });
  expect(second.cloud.executions('ingest').map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED']);
  await second.cloud.stop();
});

it('a cloud whose process is killed in the middle of a publish finishes it when it is started again', async () => {
  const script = fileURLToPath(new URL('killedCloud.ts', import.meta.url));
  const child = spawn(process.execPath, [script, inject('assembly'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  expect(output.toString().trim()).toBe('half published');
  child.kill('SIGKILL');
  await once(child, 'exit');

  const cloud = await makeStage(undefined, { dataDir });
  expect(cloud.cloud.clock.now().toISOString()).toMatch(/^2026-03-13T08:/);
  await cloud.cloud.idle();
  expect(cloud.cloud.executions('assess').map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED']);
  await expect(cloud.admin.read('/v1/runs/2026-03-13.1')).resolves.toMatchObject({ status: 'published', edition: 1 });
  const expected = expectedTiers(cloud.filesOf({ asOf: '2026-03-12' }), '2026-03-12');
  const students = await cloud.admin.all<StudentRow>('/v1/students');
  for (const { sourcedId, tiers } of students)
    expect([sourcedId, tiers['attendance']]).toEqual([sourcedId, expected.get(sourcedId)?.tier]);
  expect(students.length).toBe([...expected.values()].filter(({ exited }) => !exited).length);
  expect(cloud.tierEvents().map(({ detailType }) => detailType)).toEqual(['Baseline Published']);
  expect(cloud.cloud.deadLetters()).toEqual([]);
});
