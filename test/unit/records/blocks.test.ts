import { describe, expect, it } from 'vitest';
import { guardianId, studentId } from '../../../shared/domain/identity.ts';
import { type Lake, memoryLake } from '../../../shared/lake/lake.ts';
import { readGuardian, readRecordSources, readStudentRecord } from '../../../shared/records/readStudentRecord.ts';
import { writeRecords } from '../../../shared/records/write/writeRecords.ts';
import { type RecordRows, STARTS_ON, storeRows } from './recordDistrict.ts';

const idOf = (place: number) => `s${String(place).padStart(5, '0')}`;

/** A district of so many students, each with a guardian. */
const districtOf = (students: number, room = 'A'): RecordRows => ({
  users: Array.from({ length: students }, (_, place) => [
    { sourcedId: idOf(place), role: 'student', givenName: `Given ${place} ${room}`, agentSourcedIds: `g${place}` },
    { sourcedId: `g${place}`, role: 'parent' },
  ]).flat(),
});

/** A lake that counts its reads and dies at a write. */
function watched(lake: Lake = memoryLake()) {
  const seen = { gets: 0, ranges: 0, writes: 0, dieAt: Number.POSITIVE_INFINITY };
  const write = async (work: () => Promise<void>) => {
    seen.writes += 1;
    if (seen.writes >= seen.dieAt) throw new Error('killed');
    await work();
  };
  const through: Lake = {
    get: (key) => {
      seen.gets += 1;
      return lake.get(key);
    },
    getRange: (key, start, end) => {
      seen.ranges += 1;
      return lake.getRange(key, start, end);
    },
    put: (key, bytes) => write(() => lake.put(key, bytes)),
    putStream: (key, parts) => write(() => lake.putStream(key, parts)),
  };
  return { lake: through, seen };
}

async function objects(lake: ReturnType<typeof memoryLake>): Promise<Readonly<Record<string, string>>> {
  const keys = lake.keys().filter((key) => key.startsWith('records/'));
  const all = await Promise.all(keys.map(async (key) => [key, Buffer.from((await lake.get(key))!).toString('hex')]));
  return Object.fromEntries(all);
}

describe('records of an edition', () => {
  it.each([1, 15, 16, 17, 1_999, 2_000, 2_001, 4_001])(
    'have every one of %i students, and nobody else',
    async (count) => {
      const lake = memoryLake();
      await storeRows(lake, 1, districtOf(count));
      const { manifest } = await writeRecords(lake, 1, STARTS_ON);
      expect([manifest.studentCount, manifest.parts.students.length]).toEqual([count, Math.ceil(count / 2_000)]);
      const borders = [0, 1, 15, 16, 17, 1_998, 1_999, 2_000, 2_001, 3_999, 4_000].filter((place) => place < count);
      for (const place of [...borders, count - 1]) {
        const record = await readStudentRecord(lake, 1, studentId(idOf(place)));
        expect(record).toMatchObject({ sourcedId: idOf(place), person: { givenName: `Given ${place} A` } });
        expect(await readGuardian(lake, 1, guardianId(`g${place}`), '2026-10-01')).toMatchObject([
          { sourcedId: idOf(place) },
        ]);
        for (const unknown of [`${idOf(place)}-`, idOf(place).slice(0, -1), `S${place}`, '', '~']) {
          expect(await readStudentRecord(lake, 1, studentId(unknown)), unknown).toBeUndefined();
          expect(await readGuardian(lake, 1, guardianId(unknown), '2026-10-01'), unknown).toEqual([]);
        }
      }
    },
  );

  it('have nobody where the edition has no students', async () => {
    const lake = memoryLake();
    await storeRows(lake, 1, {});
    await writeRecords(lake, 1, STARTS_ON);
    expect(await readStudentRecord(lake, 1, studentId('s1'))).toBeUndefined();
    expect(await readGuardian(lake, 1, guardianId('g1'), '2026-10-01')).toEqual([]);
    expect(await readRecordSources(lake, 1)).toMatchObject({ person: { file: 'users' } });
  });

  it('are none of an edition that was not recorded, and are there as soon as it is', async () => {
    const lake = memoryLake();
    await storeRows(lake, 1, districtOf(1));
    const read = () => readStudentRecord(lake, 1, studentId(idOf(0)));
    expect([await read(), await readRecordSources(lake, 1)]).toEqual([undefined, undefined]);
    expect(await readGuardian(lake, 1, guardianId('g0'), '2026-10-01')).toEqual([]);
    await writeRecords(lake, 1, STARTS_ON);
    expect(await read()).toMatchObject({ sourcedId: idOf(0) });
  });

  it('are read by one ranged read once the student’s part is open', async () => {
    const { lake, seen } = watched();
    await storeRows(lake, 1, districtOf(100));
    await writeRecords(lake, 1, STARTS_ON);
    await readStudentRecord(lake, 1, studentId(idOf(3)));
    Object.assign(seen, { gets: 0, ranges: 0 });
    await readStudentRecord(lake, 1, studentId(idOf(99)));
    expect(seen).toMatchObject({ gets: 0, ranges: 1 });
  });

  it('are passed over while their tables are the same, and written anew when one is not', async () => {
    const lake = memoryLake();
    await storeRows(lake, 1, districtOf(3));
    expect((await writeRecords(lake, 1, STARTS_ON)).outcome).toBe('written');
    const before = await objects(lake);
    expect((await writeRecords(lake, 1, STARTS_ON)).outcome).toBe('unchanged');
    expect(await objects(lake)).toEqual(before);
    expect((await writeRecords(lake, 1, '09-01')).outcome).toBe('written');
    await storeRows(lake, 1, districtOf(2));
    expect((await writeRecords(lake, 1, '09-01')).outcome).toBe('written');
  });

  it('are the same bytes when their writing was killed at any write and done again', async () => {
    const whole = memoryLake();
    await storeRows(whole, 1, districtOf(2_010));
    await writeRecords(whole, 1, STARTS_ON);
    const expected = await objects(whole);
    for (let at = 1; at <= Object.keys(expected).length; at++) {
      const stored = memoryLake();
      await storeRows(stored, 1, districtOf(2_010));
      const { lake, seen } = watched(stored);
      seen.dieAt = at;
      await expect(writeRecords(lake, 1, STARTS_ON)).rejects.toThrow('killed');
      expect(await readStudentRecord(stored, 1, studentId(idOf(0)))).toBeUndefined();
      await writeRecords(stored, 1, STARTS_ON);
      expect(await objects(stored)).toEqual(expected);
    }
  });

  it('are those of now when they were written anew under an open reader, as a purge does', async () => {
    const lake = memoryLake();
    await storeRows(lake, 1, districtOf(40, 'a much longer room'));
    await writeRecords(lake, 1, STARTS_ON);
    const read = (place: number) => readStudentRecord(lake, 1, studentId(idOf(place)));
    expect((await read(39))?.person.givenName).toBe('Given 39 a much longer room');
    await storeRows(lake, 1, districtOf(39));
    await writeRecords(lake, 1, STARTS_ON);
    expect((await read(38))?.person.givenName).toBe('Given 38 A');
    expect(await read(39)).toBeUndefined();
  });
});
