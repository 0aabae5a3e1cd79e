import { beforeAll, describe, expect, it } from 'vitest';
import { replayRun } from '../../../infra/local/replay/replayRun.ts';
import { readStudentResult } from '../../../shared/assess/results/readStudentResult.ts';
import { keepConfiguration, type RunInputs } from '../../../shared/assess/run/runInputs.ts';
import { readManifest } from '../../../shared/assess/run/runManifest.ts';
import { assessDistrict } from '../../../shared/assess/shards/assessDistrict.ts';
import { PART_STUDENTS } from '../../../shared/assess/shards/assessPart.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import { makeChange } from '../../../shared/purge/change.ts';
import { runChanges } from '../../../shared/purge/runChanges.ts';
import { tableWithout } from '../../../shared/purge/tableWithout.ts';
import { coveredTo, districtRows, storeEdition } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';
import { DAY_1 } from '../assess/twoNights.ts';
import { VersionedBucket } from './versionedBucket.ts';

/** The last part has one student. */
const STUDENTS = 2 * PART_STUDENTS + 1;
const idOf = (index: number) => `student-${String(index).padStart(6, '0')}`;
const pinned: RunInputs = {
  ...{ runId: '2026-10-27.1', edition: 1, configurationVersion: 'c0ffee', asOf: DAY_1, abandoned: [] },
  coverage: coveredTo(DAY_1),
};

describe('a run of several parts', () => {
  const assessed = new VersionedBucket();
  beforeAll(async () => {
    const students = Array.from({ length: STUDENTS }, (_, each) => ({
      id: idOf(each),
      school: each % 2 === 0 ? 'north' : 'south',
      absences: each % 5,
    }));
    await storeEdition(assessed, 1, districtRows(students));
    await keepConfiguration(assessed, sampleTenant());
    await assessDistrict(assessed, pinned, { threads: 1 });
  });

  it.each([
    ['begins the first part', 0],
    ['begins a later part', PART_STUDENTS],
    ['ends a part', PART_STUDENTS - 1],
    ['is alone in the last part', STUDENTS - 1],
  ])(
    'does not know a student any more who %s, and finds everybody else',
    { timeout: 120_000 },
    async (_what, index) => {
      const lake = assessed.copy();
      // Somebody has looked before: what is kept open has to stay right.
      expect(await readStudentResult(lake, pinned.runId, studentId(idOf(3)))).toBeDefined();

      const subject = idOf(index);
      for (const key of Object.keys(lake.visible())) {
        const bytes = key.endsWith('.table') ? await lake.get(key) : undefined;
        const without = bytes && tableWithout(bytes, subject);
        if (without) lake.write(key, without.bytes);
      }
      const keys = Object.keys(lake.visible()).filter((key) => key.startsWith(`runs/${pinned.runId}/`));
      const run = { runId: pinned.runId, keys, subject, purgeId: 'p1' };
      for await (const change of runChanges(lake, run)) await makeChange(lake, change);

      const named = Object.entries(lake.visible()).filter(([, text]) => new RegExp(`${subject}(?!\\d)`).test(text));
      expect(named.map(([key]) => key).filter((key) => !key.endsWith('.table'))).toEqual([]);
      expect((await replayRun(lake, pinned, { threads: 1 })).differences).toEqual([]);
      const { studentCount, purged } = await readManifest(lake, pinned.runId);
      expect([studentCount, purged]).toEqual([STUDENTS - 1, ['p1']]);
      const neighbours = [index - 2, index - 1, index + 1, index + 2, 5, STUDENTS - 2].filter(
        (each) => each >= 0 && each < STUDENTS && each !== index,
      );
      for (const open of [lake, lake.copy()]) {
        expect(await readStudentResult(open, pinned.runId, studentId(subject))).toBeUndefined();
        for (const each of neighbours) {
          const sourcedId = idOf(each);
          expect(await readStudentResult(open, pinned.runId, studentId(sourcedId))).toMatchObject({ sourcedId });
        }
      }
      // Done again it changes nothing.
      const again = [];
      for await (const change of runChanges(lake, run)) again.push(change.key);
      expect(again).toEqual([]);
    },
  );
});
