import { zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { staffId } from '../../../shared/domain/identity.ts';
import { releaseDrop } from '../../../shared/ingest/decideDrop.ts';
import { readCoverage } from '../../../shared/store/editions.ts';
import { leaseHolder } from '../../../shared/store/leases.ts';
import { type Files, fileOf, holdCodes, storedEvents, type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { absences, attendanceCsv, EVENTS, wholeDrop } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
});

/** A zip that is not compressed: what it holds can be found and damaged in it. */
const storedZip = (files: Files) =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])), {
      level: 0,
    }),
  );

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

  it('is raised when exit dates would withdraw more than 10 students and more than 10 % of a school', async () => {
    const files = wholeDrop(EVENTS);
    const slipped = (files['schoolEnrollments.csv'] ?? '')
      .replace('entryDate', 'entryDate,exitWithdrawDate')
      .replaceAll(/^(A-.*)$/gm, '$1,2022-02-28');
    const drop = await send({ ...files, 'schoolEnrollments.csv': slipped.replaceAll(/^(B-.*)$/gm, '$1,') });
    expect(drop.status).toBe('held');
    expect(holdCodes(drop)).toEqual([['guard.withdrawals', 'schoolEnrollments.csv', 'A']]);
    expect(drop.holds?.[0]?.message).toContain('20 of 20 students enrolled at school A');
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
      ['guard.school_missing', 'orgs.csv', 'B'],
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
    const { 'manifest.csv': manifest = '', ...files } = withManifest(wholeDrop(EVENTS));
    expect((await district.sendZip('capital', { ...files, 'Manifest.csv': manifest })).holds).toMatchObject([
      { code: 'package.missing_manifest', message: expect.stringContaining('name it exactly manifest.csv') },
    ]);
  });

  it('is raised by a line without an end, and by damage to a file that nothing reads', async () => {
    const take = async (name: string, zip: Uint8Array) =>
      holdCodes(await district.ingest(await district.announce(district.drops.write(`drops/sis/${name}.zip`, zip))));
    const files = wholeDrop(EVENTS);
    const endless = { ...files, 'attendanceEvents.csv': `studentSourcedId,"${'x'.repeat(40 << 20)}` };
    expect(await take('endless', storedZip(withManifest(endless)))).toContainEqual([
      'file.endless_line',
      'attendanceEvents.csv',
      undefined,
    ]);
    const text = 'a page that nobody asked for';
    const damaged = storedZip({ ...withManifest(files), 'notes.txt': text });
    damaged.write('A', damaged.indexOf(text));
    expect(await take('damaged', damaged)).toEqual([['zip.crc_mismatch', 'notes.txt', undefined]]);
  });

  it('is raised by a drop from the future, which would keep every later one out', async () => {
    const soon = new Date(district.now.getTime() + 23 * 3_600_000).toISOString();
    expect((await send(wholeDrop(EVENTS.slice(1)), `waymark.generatedAt,${soon}`)).status).toBe('published');
    const drop = await send(wholeDrop(EVENTS), 'waymark.generatedAt,2222-03-01T00:00:00Z');
    expect(holdCodes(drop)).toEqual([['manifest.generated_in_future', 'manifest.csv', undefined]]);
    expect(await storedEvents(district)).toBe(99);
  });

  it('names the other schools when a file is sent for one alone; released, it replaces that one', async () => {
    const only = { 'attendanceEvents.csv': attendanceCsv(absences('A', 5, 9)) };
    const drop = await send(only);
    expect(holdCodes(drop)).toEqual([['guard.school_missing', 'attendanceEvents.csv', 'B']]);
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rows: 45, unchanged: 45, removed: 5 });
    const by = { by: staffId('admin'), at: '2022-03-02T05:00:00Z', reason: 'School A has sent its own' };
    await releaseDrop(drop.dropId, by, async () => {});
    expect((await district.ingest(drop.dropId)).status).toBe('published');
    expect(await storedEvents(district)).toBe(45 + 50);
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
