import { beforeAll, expect, it } from 'vitest';
import { zipOf } from '../../infra/local/district/drop.ts';
import { evening } from './district.ts';
import { makeStageOnFirstMorning, type Stage } from './stage.ts';

/** `contacts.alarms` of the sample tenant, which names nobody else. */
const DATA_TEAM = 'data-team@prairiecreek.example';

let stage: Stage;
beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
});

const told = () => stage.cloud.mail().filter(({ subject }) => subject === 'A drop of SIS files is held');

/** A zip that was cut off on its way. */
function cutZip(): Uint8Array {
  const zip = zipOf(stage.filesOf({ asOf: '2026-03-13' }));
  return zip.subarray(0, Math.floor(zip.length * 0.6));
}

it('the people named in the tenant file are mailed once, whichever function dies on the way', async () => {
  stage.kill('normalize-drop', { after: 'TransactWriteItems' });
  stage.kill('relay-events', { after: 'PutEvents' });
  stage.kill('tell-of-hold', { before: 'SendMessageBatch' });
  const key = await stage.put('cut.zip', cutZip());
  await stage.cloud.idle();
  const { dropId } = await stage.dropOf(key);
  const mails = told();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ to: [DATA_TEAM], from: 'waymark@prairiecreek.example' });
  expect(mails[0]!.text).toContain(`GET /v1/drops/${dropId}`);
  expect(mails[0]!.text).toContain('(zip.invalid_archive)');
  expect(stage.died().filter((name) => /normalize-drop|relay-events|tell-of-hold/.test(name))).toEqual([
    'normalize-drop',
    'relay-events',
    'tell-of-hold',
  ]);
});

it('the same zip sent again, unchanged, tells nobody a second time', async () => {
  const key = await stage.put('cut-again.zip', cutZip());
  await stage.cloud.idle();
  expect((await stage.dropOf(key)).status).toBe('held');
  expect(told()).toHaveLength(1);
});

it('the mail quotes no student', async () => {
  const text = JSON.stringify(told());
  const students = await stage.admin.all<{ sourcedId: string; familyName: string }>('/v1/students');
  expect(students.length).toBeGreaterThan(0);
  for (const { sourcedId } of students) expect(text).not.toContain(sourcedId);
});
