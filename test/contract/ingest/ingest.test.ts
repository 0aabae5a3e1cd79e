import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { publishEdition } from '../../../shared/ingest/publishEdition.ts';
import { recordIngestFailure } from '../../../shared/ingest/recordFailure.ts';
import { loadEdition, openTable } from '../../../shared/lake/reader.ts';
import { attendanceEventsFile } from '../../../shared/sis/files/attendanceEvents.ts';
import { dropReport, listDrops, requireDrop } from '../../../shared/store/drops.ts';
import { currentEdition, readCoverage } from '../../../shared/store/editions.ts';
import type { DropRecord } from '../../../shared/store/entities.ts';
import { leaseHolder } from '../../../shared/store/leases.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { type Files, TestDistrict, withManifest } from './district.ts';
import { absence, absences, attendanceCsv, calendarCsv, orgsCsv, SCHOOL_DAYS, wholeDrop } from './files.ts';

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

const EVENTS = [...absences('A', 5, 10), ...absences('B', 5, 10)];
const at = (hour: number) => `2022-03-02T${String(hour).padStart(2, '0')}:00:00Z`;

const fileOf = (drop: DropRecord, file: string) => drop.files?.find((each) => each.file === file);
const holdCodes = (drop: DropRecord) => drop.holds?.map(({ code, file, school }) => [code, file, school]);

async function storedEvents(): Promise<number> {
  const edition = await currentEdition();
  return edition ? (await openTable(district.lake, edition, attendanceEventsFile.table)).rowCount : 0;
}

async function reportOf(drop: DropRecord) {
  return dropReport(district.lake, drop.reportKey ?? '');
}

describe('a drop', () => {
  it('becomes an edition, with every row accounted for', async () => {
    const drop = await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    expect(drop).toMatchObject({ status: 'published', edition: 1, generatedAt: '2022-03-02T01:00:00.000Z' });
    expect(fileOf(drop, 'attendanceEvents.csv')).toEqual({
      file: 'attendanceEvents.csv',
      rows: 100,
      accepted: 100,
      unchanged: 0,
      rejected: 0,
      deleted: 0,
      removed: 0,
    });
    const edition = await currentEdition();
    expect(await loadEdition(district.lake, 1)).toEqual(edition);
    expect(edition?.tables['attendanceEvents']).toMatchObject({ rows: 100, generatedAt: '2022-03-02T01:00:00.000Z' });
    expect(await storedEvents()).toBe(100);
    expect(await leaseHolder('ingest')).toBeUndefined();
  });

  it('does nothing when the same object is announced again', async () => {
    const files = withManifest(wholeDrop(EVENTS), { generatedAt: at(1) });
    const first = await district.sendZip('one', files);
    await district.sendZip('one', files);
    expect(district.started).toEqual([first.dropId]);
    expect((await listDrops({ limit: 10 })).drops).toHaveLength(1);
    expect((await currentEdition())?.number).toBe(1);
  });

  it('is started again when its start was lost', async () => {
    const files = withManifest(wholeDrop(EVENTS));
    await district.announceZip('one', files);
    await district.announceZip('one', files);
    expect(district.started).toHaveLength(2);
    expect(new Set(district.started).size).toBe(1);
  });

  it('makes no edition when its content is known, and moves coverage on', async () => {
    await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
    const again = await district.sendZip(
      'two',
      withManifest(wholeDrop(EVENTS.toReversed()), { generatedAt: '2022-03-04T01:00:00Z' }),
    );
    expect(again.status).toBe('unchanged');
    expect(again.files?.every(({ rows, unchanged }) => rows === unchanged)).toBe(true);
    expect((await currentEdition())?.number).toBe(1);
    expect(await readCoverage()).toEqual({ A: '2022-03-03', B: '2022-03-03' });
  });

  it('that corrects a row keeps the others as they came', async () => {
    await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    const corrected = EVENTS.map((row, i) => (i === 0 ? row.replace('Excused', 'Unexcused') : row)).slice(0, -1);
    const drop = await district.sendZip('two', withManifest(wholeDrop(corrected), { generatedAt: at(2) }));
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rows: 99, accepted: 1, unchanged: 98, removed: 1 });
    expect((await reportOf(drop))?.schools?.filter(({ file }) => file === 'attendanceEvents.csv')).toEqual([
      {
        file: 'attendanceEvents.csv',
        school: 'A',
        added: 0,
        corrected: 1,
        unchanged: 49,
        deleted: 0,
        removed: 0,
      },
      {
        file: 'attendanceEvents.csv',
        school: 'B',
        added: 0,
        corrected: 0,
        unchanged: 49,
        deleted: 0,
        removed: 1,
      },
    ]);
    const [before, after] = [await loadEdition(district.lake, 1), await loadEdition(district.lake, 2)];
    expect(after.parent).toBe(1);
    expect(after.tables['orgs']?.key).toBe(before.tables['orgs']?.key);
    expect(after.tables['attendanceEvents']?.key).not.toBe(before.tables['attendanceEvents']?.key);
  });

  it('tells of weekend events, repeated rows and rejected ones, line by line', async () => {
    const events = [...EVENTS, absence('A', 7, '2022-02-19'), EVENTS[0] ?? '', 'A-1,A,2022-02-30,Tardy'];
    const drop = await district.sendZip('one', withManifest(wholeDrop(events)));
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rows: 103, accepted: 101, unchanged: 1, rejected: 1 });
    const found = (await reportOf(drop))?.diagnostics.map(({ severity, code, line }) => ({ severity, code, line }));
    expect(found).toContainEqual({ severity: 'notice', code: 'attendance.nonInstructionalDay', line: 102 });
    expect(found).toContainEqual({ severity: 'notice', code: 'row.duplicate', line: 103 });
    expect(found).toContainEqual({ severity: 'rejected', code: 'row.invalid_date', line: 104 });
    expect(drop.diagnosticCounts).toMatchObject({ 'row.duplicate': 1, 'row.invalid_date': 1 });
    const rejects = new TextDecoder().decode(await district.lake.get(`drops/${drop.dropId}/rejects.csv`));
    expect(rejects.split('\r\n')).toHaveLength(3);
    expect(rejects).toContain('attendanceEvents.csv,104,date,row.invalid_date,');
  });

  it('names the files that it sets aside', async () => {
    const files = { ...wholeDrop(EVENTS), 'grades.csv': 'studentSourcedId\ns1\n' };
    expect((await district.sendZip('one', withManifest(files))).setAside).toEqual(['grades']);
  });

  it('ends as failed when its ingest failed for good, and lets the next one in', async () => {
    const dropId = await district.announceZip('one', withManifest(wholeDrop(EVENTS)));
    await checkDrop(dropId, district.context);
    expect(await leaseHolder('ingest')).toBe(dropId);
    await recordIngestFailure(dropId, 'Lambda.Unknown', district.now);
    expect(await requireDrop(dropId)).toMatchObject({ status: 'failed', failure: { error: 'Lambda.Unknown' } });
    expect(await leaseHolder('ingest')).toBeUndefined();
  });
});

describe('the list of drops', () => {
  it('shows the newest first, page by page', async () => {
    const sent: string[] = [];
    for (const name of ['one', 'two', 'three']) sent.push(await district.announceZip(name, { [`${name}.csv`]: name }));
    const first = await listDrops({ limit: 2 });
    const second = await listDrops({ limit: 2, ...(first.after !== undefined && { after: first.after }) });
    expect([...first.drops, ...second.drops].map(({ dropId }) => dropId)).toEqual(sent.toReversed());
  });
});

describe('an older drop', () => {
  it('never overwrites a newer one, table by table', async () => {
    await district.sendZip('new', withManifest({ 'orgs.csv': orgsCsv(['A', 'B']) }, { generatedAt: at(5) }));
    const files = { 'orgs.csv': orgsCsv(['A']), 'calendarDates.csv': calendarCsv(['A']) };
    const older = await district.sendZip('old', withManifest(files, { generatedAt: at(4) }));
    expect(older.status).toBe('published');
    expect(older.diagnosticCounts).toMatchObject({ 'file.superseded': 1 });
    expect((await currentEdition())?.tables['orgs']?.rows).toBe(3);
  });

  it('is superseded when every table is newer, also by a drop that changed nothing', async () => {
    await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    await district.sendZip('three', withManifest(wholeDrop(EVENTS), { generatedAt: at(3) }));
    const late = await district.sendZip('two', withManifest(wholeDrop(EVENTS.slice(1)), { generatedAt: at(2) }));
    expect(late.status).toBe('superseded');
    expect(await storedEvents()).toBe(100);
  });

  it('is told by the time its closing object was written where the manifest is silent', async () => {
    const old = await district.announceZip('old', withManifest(wholeDrop(EVENTS)));
    const young = await district.announceZip('young', withManifest(wholeDrop(EVENTS.slice(1))));
    expect((await district.ingest(young)).status).toBe('published');
    expect((await district.ingest(old)).status).toBe('superseded');
  });
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
    expect(await storedEvents()).toBe(100);
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
    expect(await leaseHolder('ingest')).toBeUndefined();
  });

  it('is not raised by 10 rows, whatever share they are', async () => {
    const drop = await send(wholeDrop(EVENTS.filter((row) => !row.startsWith('A-0,'))));
    expect(drop).toMatchObject({ status: 'published', holds: [] });
    expect(await storedEvents()).toBe(90);
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
    expect(await storedEvents()).toBe(60);
    const less = half.filter((row) => !/^[AB]-[23],/.test(row));
    expect((await send(wholeDrop(less), 'waymark.rollover,true')).status).toBe('held');
  });

  it('takes no rejected row for a withdrawal', async () => {
    const typo = EVENTS.map((row, i) => (i < 4 ? row.replace('Excused Absence', 'Sick?') : row));
    const drop = await send(wholeDrop(typo));
    expect(fileOf(drop, 'attendanceEvents.csv')).toMatchObject({ rejected: 4, unchanged: 96, removed: 0 });
    expect(await storedEvents()).toBe(100);
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

describe('coverage', () => {
  it('is the last instructional day closed before the drop, for schools without absences too', async () => {
    const files = withManifest(wholeDrop(absences('A', 1, 3)), { generatedAt: '2022-02-26T12:00:00Z' });
    await district.sendZip('saturday', files);
    expect(await readCoverage()).toEqual({ A: '2022-02-25', B: '2022-02-25' });
  });

  it('counts a day only once it has closed in the district', async () => {
    const send = (name: string, generatedAt: string) =>
      district.sendZip(name, withManifest(wholeDrop(absences('A', 1, 3)), { generatedAt }));
    await send('before five', '2022-03-01T22:59:00Z');
    expect(await readCoverage()).toEqual({ A: '2022-02-28', B: '2022-02-28' });
    await send('at five', '2022-03-01T23:00:00Z');
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
  });

  it('is what the manifest states, and never goes back', async () => {
    const send = (name: string, to: string, generatedAt: string) =>
      district.sendZip(
        name,
        withManifest(wholeDrop(EVENTS), { generatedAt, more: [`file.attendanceEvents.to,${to}`] }),
      );
    await send('one', '2022-02-28', at(1));
    expect(await readCoverage()).toEqual({ A: '2022-02-28', B: '2022-02-28' });
    await send('two', '2022-02-25', at(2));
    expect(await readCoverage()).toEqual({ A: '2022-02-28', B: '2022-02-28' });
    await send('three', '2022-06-01', at(3));
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
  });

  it('stays where it is without attendance in the drop, and for schools the drop does not speak of', async () => {
    await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    const later = '2022-03-04T01:00:00Z';
    await district.sendZip('orgs', withManifest({ 'orgs.csv': orgsCsv(['A', 'B']) }, { generatedAt: later }));
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
    const only = attendanceCsv([absence('A', 9, SCHOOL_DAYS[12] ?? '')]);
    const more = ['file.attendanceEvents.from,2022-03-02'];
    await district.sendZip('a', withManifest({ 'attendanceEvents.csv': only }, { generatedAt: later, more }));
    expect(await readCoverage()).toEqual({ A: '2022-03-03', B: '2022-03-01' });
    expect(await storedEvents()).toBe(101);
  });
});

describe('a folder', () => {
  it('waits for the files its manifest names, then is held by name', async () => {
    const { 'orgs.csv': orgs = '', ...others } = withManifest(wholeDrop(EVENTS));
    const dropId = await district.announceFolder(others);
    expect((await district.ingest(dropId)).status).toBe('waiting');
    district.wait(59);
    expect((await district.ingest(dropId)).status).toBe('waiting');
    expect(orgs).not.toBe('');
    district.wait(1);
    const drop = await district.ingest(dropId);
    expect(drop.status).toBe('held');
    expect(holdCodes(drop)).toEqual([['folder.file_missing', 'orgs.csv', undefined]]);
  });

  it('is taken in when the last file has come', async () => {
    const { 'orgs.csv': orgs = '', ...others } = withManifest(wholeDrop(EVENTS));
    const dropId = await district.announceFolder(others);
    await district.ingest(dropId);
    district.drops.write('drops/sis/nightly/orgs.csv', orgs);
    expect((await district.ingest(dropId)).status).toBe('published');
  });

  it('wants files younger than its previous close', async () => {
    await district.ingest(await district.announceFolder(withManifest(wholeDrop(EVENTS), { generatedAt: at(1) })));
    const next = withManifest(wholeDrop(EVENTS.slice(1)), { generatedAt: at(2) });
    const manifest = district.drops.write('drops/sis/nightly/manifest.csv', next['manifest.csv'] ?? '');
    const dropId = await district.announce(manifest);
    expect((await district.ingest(dropId)).status).toBe('waiting');
    for (const [name, text] of Object.entries(wholeDrop(EVENTS.slice(1)))) {
      district.drops.write(`drops/sis/nightly/${name}`, text);
    }
    expect((await district.ingest(dropId)).status).toBe('published');
    expect(await storedEvents()).toBe(99);
  });

  it('is read in the versions that were there when it was closed', async () => {
    const dropId = await district.announceFolder(withManifest(wholeDrop(EVENTS)));
    expect((await checkDrop(dropId, district.context)).outcome).toBe('ready');
    district.drops.write('drops/sis/nightly/orgs.csv', orgsCsv(['A']));
    await normalizeDrop(dropId, district.context);
    expect(holdCodes(await requireDrop(dropId))).toEqual([['drop.replaced', 'orgs.csv', undefined]]);
  });

  it('is closed anew by the same manifest when its files have changed, and not when they have not', async () => {
    const first = await district.announceFolder(withManifest(wholeDrop(EVENTS)));
    await district.ingest(first);
    await district.announceFolder(withManifest(wholeDrop(EVENTS)));
    expect(district.started).toEqual([first]);
    const second = await district.announceFolder(withManifest(wholeDrop(EVENTS.slice(1))));
    expect(district.started).toEqual([first, second]);
    expect(second).not.toBe(first);
    expect((await district.ingest(second)).status).toBe('published');
    expect(await storedEvents()).toBe(99);
  });

  it('is superseded when its manifest was replaced before it was read', async () => {
    const dropId = await district.announceFolder(withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    await district.announceFolder(withManifest(wholeDrop(EVENTS), { generatedAt: at(2) }));
    expect((await district.ingest(dropId)).status).toBe('superseded');
  });
});

describe('two ingests at once', () => {
  it('are taken one after the other', async () => {
    const first = await district.announceZip('one', withManifest(wholeDrop(EVENTS)));
    const second = await district.announceZip('two', withManifest(wholeDrop(EVENTS.slice(1))));
    expect((await checkDrop(first, district.context)).outcome).toBe('ready');
    expect((await checkDrop(second, district.context)).outcome).toBe('waiting');
    await district.normalizeAndPublish(first);
    expect((await district.ingest(second)).status).toBe('published');
  });

  it('end as if they had come one after the other when the first stalls and loses its lease', async () => {
    const files = { 'orgs.csv': orgsCsv(['A', 'B']), 'calendarDates.csv': calendarCsv(['A', 'B']) };
    const first = await district.announceZip('one', withManifest(files, { generatedAt: at(1) }));
    const rest = { 'attendanceEvents.csv': attendanceCsv(EVENTS) };
    const second = await district.announceZip('two', withManifest(rest, { generatedAt: at(2) }));
    await checkDrop(first, district.context);
    const stalled = await normalizeDrop(first, district.context);
    district.wait(21);
    expect((await district.ingest(second)).status).toBe('published');
    const late = await publishEdition({ dropId: first, candidateKey: stalled.candidateKey ?? '' }, district.context);
    expect(late.outcome).toBe('rebase');
    await district.normalizeAndPublish(first);
    const edition = await loadEdition(district.lake, 2);
    expect(edition).toMatchObject({ parent: 1, dropId: first });
    expect(Object.keys(edition.tables).sort()).toEqual(['attendanceEvents', 'calendarDates', 'orgs']);
    expect(await currentEdition()).toEqual(edition);
  });
});
