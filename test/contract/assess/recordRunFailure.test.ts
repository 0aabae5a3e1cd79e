import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { recordRunFailure } from '../../../shared/assess/run/recordRunFailure.ts';
import { getRun } from '../../../shared/store/runs.ts';
import { districtRows, schoolDays } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { morningAfter, nights } from './nights.ts';

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(() => engine.clear());

const DAY = schoolDays(30).at(-1)!;
const NOW = morningAfter(DAY);
const scheduledAt = NOW.toISOString();

async function opened() {
  const district = nights();
  await district.publishEdition(1, districtRows([{ id: 's1', school: 'north', absences: 0 }]), DAY);
  const { runId } = await openRun({ scheduledAt }, { lake: district.lake, tenant: sampleTenant(), now: NOW });
  return { district, runId };
}

describe('a failed run', () => {
  it('is recorded with its error and place, never with the message, and frees the way for the next', async () => {
    const { district, runId } = await opened();
    const report = {
      errorMessage: 'student s1 is unreadable',
      trace: ['TypeError: student s1 is unreadable', '    at read (index.mjs:1:2)', '    at run (index.mjs:3:4)'],
    };
    await recordRunFailure({ runId, error: { Error: 'TypeError', Cause: JSON.stringify(report) } }, NOW);

    expect(await getRun(runId)).toMatchObject({
      status: 'failed',
      failure: { error: 'TypeError', cause: 'at read (index.mjs:1:2)\nat run (index.mjs:3:4)' },
      finishedAt: scheduledAt,
    });
    const later = new Date(NOW.getTime() + 60_000);
    const ports = { lake: district.lake, tenant: sampleTenant(), now: later };
    expect(await openRun({ scheduledAt: later.toISOString() }, ports)).toMatchObject({ outcome: 'opened' });
  });

  it('is found by its schedule when the step that opens it failed', async () => {
    const { runId } = await opened();
    await recordRunFailure({ scheduledAt, error: { Error: 'States.Timeout', Cause: '' } }, NOW);
    expect(await getRun(runId)).toMatchObject({ status: 'failed', failure: { error: 'States.Timeout' } });
  });

  it('may never have been: then there is nothing to record', async () => {
    await recordRunFailure({ scheduledAt, error: { Error: 'States.Timeout', Cause: '' } }, NOW);
    await recordRunFailure({ error: { Error: 'States.Runtime', Cause: '' } }, NOW);
  });
});
