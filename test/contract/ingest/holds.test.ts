import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readCoverage } from '../../../shared/store/editions.ts';
import { leaseHolder } from '../../../shared/store/leases.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { type Files, fileOf, holdCodes, storedEvents, TestDistrict, withManifest } from './district.ts';
import { EVENTS, wholeDrop } from './files.ts';

let engine: DynamoEngine;
let district: TestDistrict;

beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  district = new TestDistrict();
});

describe('a hold', () => {
  const send = async (files: Files, ...more: readonly string[]) =>
    district.sendZip(`d${district.now.getTime()}`, withManifest(files, { more }));

  beforeEach(async () => {
    await send(wholeDrop(EVENTS));
  });

  it('keeps the last good data when more than 10 rows and more than 10 % of a school would go', async () => {
    const kept = EVENTS.filter((row) => !row.startsWith('A-0,') && !row.startsWith('A-1,'));
    const drop = await send(wholeDrop(kept));
    expect(drop.status).toBe('held');
    expect(holdCodes(drop)).toEqual([['guard.deletions', 'attendanceEvents.csv', 'A']]);
    expect(drop.holds?.[0]?.message).toBe('20 of 50 records of school A in 2022 would be deleted, more than 10 %.');
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rows: 80, unchanged: 80, removed: 20 });
    expect(await storedEvents(district)).toBe(100);
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
    expect(await leaseHolder('ingest')).toBeUndefined();
  });

  it('is not raised by 10 rows, whatever share they are', async () => {
    const drop = await send(wholeDrop(EVENTS.filter((row) => !row.startsWith('A-0,'))));
    expect(drop).toMatchObject({ status: 'published', holds: [] });
    expect(await storedEvents(district)).toBe(90);
  });

  it('is raised when a school that had records is missing', async () => {
    const drop = await send(wholeDrop(EVENTS.filter((row) => row.startsWith('A'))));
    expect(holdCodes(drop)).toEqual([['guard.school_missing', 'attendanceEvents.csv', 'B']]);
    const gone = await send(
      wholeDrop(
        EVENTS.filter((row) => row.startsWith('A')),
        ['A'],
      ),
    );
    expect(holdCodes(gone)).toEqual([
      ['guard.school_missing', 'calendarDates.csv', 'B'],
      ['guard.school_missing', 'schoolEnrollments.csv', 'B'],
      ['guard.school_missing', 'attendanceEvents.csv', 'B'],
    ]);
  });

  it('is raised when more than 5 % of a file is rejected, not at 5 %', async () => {
    const bad = (count: number) => Array.from({ length: count }, (_, i) => `X-${i},A,soon,Tardy`);
    const allowed = await send(wholeDrop([...EVENTS.slice(0, 95), ...bad(5)]));
    expect(allowed.status).toBe('published');
    const drop = await send(wholeDrop([...EVENTS.slice(0, 94), ...bad(5)]));
    expect(holdCodes(drop)).toEqual([['guard.rejections', 'attendanceEvents.csv', undefined]]);
  });

  it('is raised by a file that breaks off', async () => {
    const files = wholeDrop(EVENTS);
    const cut = { ...files, 'attendanceEvents.csv': `${files['attendanceEvents.csv']?.slice(0, -30)}"` };
    expect(holdCodes(await send(cut))).toContainEqual(['file.truncated', 'attendanceEvents.csv', undefined]);
  });

  it('is raised by a damaged zip and by one without a manifest', async () => {
    const broken = district.drops.write('drops/sis/broken.zip', new TextEncoder().encode('PK no zip'));
    expect(holdCodes(await district.ingest(await district.announce(broken)))).toEqual([
      ['zip.invalid_archive', undefined, undefined],
    ]);
    expect(holdCodes(await district.sendZip('bare', wholeDrop(EVENTS)))).toEqual([
      ['package.missing_manifest', undefined, undefined],
    ]);
  });

  it('is lifted by a rollover, once a school year', async () => {
    const half = EVENTS.filter((row) => !/^[AB]-[01],/.test(row));
    expect((await send(wholeDrop(half), 'waymark.rollover,true')).status).toBe('published');
    expect(await storedEvents(district)).toBe(60);
    const less = half.filter((row) => !/^[AB]-[23],/.test(row));
    expect((await send(wholeDrop(less), 'waymark.rollover,true')).status).toBe('held');
  });

  it('takes no rejected row for a withdrawal', async () => {
    const typo = EVENTS.map((row, i) => (i < 4 ? row.replace('Excused Absence', 'Sick?') : row));
    const drop = await send(wholeDrop(typo));
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rejected: 4, unchanged: 96, removed: 0 });
    expect(await storedEvents(district)).toBe(100);
  });

  it('guards the deletions of a delta too', async () => {
    const now = '2022-03-02T05:00:00Z';
    const rows = EVENTS.slice(0, 11).map((row) => `${row},tobedeleted,${now}`);
    const text = `studentSourcedId,schoolSourcedId,date,category,status,dateLastModified\n${rows.join('\n')}\n`;
    const files = withManifest({ 'attendanceEvents.csv': text }, { delta: ['attendanceEvents'] });
    const drop = await district.sendZip('delta', files);
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rows: 11, deleted: 11 });
    expect(holdCodes(drop)).toEqual([['guard.deletions', 'attendanceEvents.csv', 'A']]);
  });
});
