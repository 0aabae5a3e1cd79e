import { beforeAll, describe, expect, it } from 'vitest';
import { readStudentResult } from '../../../shared/assess/results/readStudentResult.ts';
import { keepConfiguration } from '../../../shared/assess/run/runInputs.ts';
import { readManifest } from '../../../shared/assess/run/runManifest.ts';
import { assessDistrict, type Spread } from '../../../shared/assess/shards/assessDistrict.ts';
import { PART_STUDENTS } from '../../../shared/assess/shards/assessPart.ts';
import { studentId } from '../../../shared/domain/identity.ts';
import { type Lake, memoryLake } from '../../../shared/lake/lake.ts';
import { coveredTo, districtRows, schoolDays, storeEdition } from '../../unit/assess/sampleDistrict.ts';
import { sampleTenant } from '../../unit/http/tenant.ts';

const DAYS = schoolDays(30);
const STUDENTS = Array.from({ length: 2 * PART_STUDENTS + 500 }, (_, student) => ({
  id: `s${String(student).padStart(6, '0')}`,
  school: student % 3 === 0 ? 'north' : 'south',
  absences: student % 7 === 0 ? 6 : student % 2,
}));
/** Some have come, some have gone, some miss one day more. */
const LATER = [{ id: 'a-new-one', school: 'north', absences: 1 }, ...STUDENTS.slice(3)].map((student, place) => ({
  ...student,
  absences: student.absences + (place % 500 === 0 ? 1 : 0),
}));

const night = (runId: string, edition: number, more = {}) => ({
  ...{ runId, edition, configurationVersion: sampleTenant().configurationVersion, asOf: DAYS.at(-1)! },
  ...{ coverage: coveredTo(DAYS.at(-1)!), abandoned: [], ...more },
});

async function twoNights(spread: Spread): Promise<Lake & { keys(): readonly string[] }> {
  const lake = memoryLake();
  await keepConfiguration(lake, sampleTenant());
  await storeEdition(lake, 1, districtRows(STUDENTS));
  await storeEdition(lake, 2, districtRows(LATER));
  await assessDistrict(lake, night('first', 1), spread);
  await assessDistrict(lake, night('second', 2, { comparedWith: { publication: 1, runId: 'first' } }), spread);
  return lake;
}

describe('a district that is spread', () => {
  let alone: Lake & { keys(): readonly string[] };
  beforeAll(async () => {
    alone = await twoNights({ shards: 1, threads: 1 });
  });

  it.each([
    ['over two threads', { shards: 1, threads: 2 }],
    ['over three shards', { shards: 3, threads: 1 }],
    ['over more shards than parts', { shards: 5, threads: 2 }],
  ])('%s has the same objects, byte for byte', async (_, spread) => {
    const other = await twoNights(spread);
    const objects = (lake: typeof other) => lake.keys().filter((key) => !key.includes('/shards/'));
    expect(objects(other)).toEqual(objects(alone));
    for (const key of objects(alone)) {
      expect(Buffer.compare((await other.get(key))!, (await alone.get(key))!), key).toBe(0);
    }
  });

  it('is compared across the borders of its parts, which move when somebody comes or goes', async () => {
    const { parts, changes, studentCount } = await readManifest(alone, 'second');
    expect(parts.map((part) => part.studentCount)).toEqual([PART_STUDENTS, PART_STUDENTS, 498]);
    expect(studentCount).toBe(LATER.length);
    const moved = LATER.filter(({ id, absences }) => STUDENTS.find((was) => was.id === id)?.absences !== absences);
    expect(changes.students).toBe(moved.length + 3);
  });

  it('answers for every student, in whatever part, and for nobody else', async () => {
    for (const { id } of [LATER[0]!, LATER[1]!, LATER[PART_STUDENTS]!, LATER.at(-1)!]) {
      expect((await readStudentResult(alone, 'second', studentId(id)))?.sourcedId).toBe(id);
    }
    for (const id of ['a', STUDENTS[0]!.id, 'zzz']) {
      expect(await readStudentResult(alone, 'second', studentId(id))).toBeUndefined();
    }
  });
});
