import { describe, expect, it } from 'vitest';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { publishEdition } from '../../../shared/ingest/publishEdition.ts';
import { recordIngestFailure } from '../../../shared/ingest/recordFailure.ts';
import { loadEdition } from '../../../shared/lake/reader.ts';
import { dropReport, listDrops, requireDrop } from '../../../shared/store/drops.ts';
import { currentEdition, readCoverage } from '../../../shared/store/editions.ts';
import { leaseHolder } from '../../../shared/store/leases.ts';
import { fileOf, storedEvents, type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { absence, at, attendanceCsv, calendarCsv, EVENTS, orgsCsv, wholeDrop } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
});

describe('a drop', () => {
  it('becomes an edition, with every row accounted for', async () => {
    const drop = await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    expect(drop).toMatchObject({ status: 'published', edition: 1, generatedAt: '2022-03-02T01:00:00.000Z' });
    expect(fileOf(drop, 'attendanceEvents.csv')).toEqual({
      file: 'attendanceEvents.csv',
      table: 'attendanceEvents',
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
    expect(await storedEvents(district)).toBe(100);
    expect(await leaseHolder('ingest')).toBeUndefined();
  });

  it('does nothing when the same object is announced again', async () => {
    const files = withManifest(wholeDrop(EVENTS), { generatedAt: at(1) });
    const first = await district.sendZip('one', files);
    await district.sendZip('one', files);
    expect(district.started).toEqual([first.dropId]);
    expect((await listDrops({ limit: 10 })).items).toHaveLength(1);
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
    district.wait(48 * 60);
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
    expect(
      (await dropReport(district.lake, drop.reportKey ?? ''))?.schools?.filter(
        ({ file }) => file === 'attendanceEvents.csv',
      ),
    ).toEqual([
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
    const found = (await dropReport(district.lake, drop.reportKey ?? ''))?.diagnostics.map(
      ({ severity, code, line }) => ({ severity, code, line }),
    );
    expect(found).toContainEqual({ severity: 'notice', code: 'attendance.nonInstructionalDay', line: 102 });
    expect(found).toContainEqual({ severity: 'notice', code: 'row.duplicate', line: 103 });
    expect(found).toContainEqual({ severity: 'rejected', code: 'row.invalid_date', line: 104 });
    expect(drop.diagnosticCounts).toMatchObject({ 'row.duplicate': 1, 'row.invalid_date': 1 });
    const rejects = new TextDecoder().decode(await district.lake.get(`drops/${drop.dropId}/rejects.csv`));
    expect(rejects.split('\r\n')).toHaveLength(3);
    expect(rejects).toContain('attendanceEvents.csv,104,date,row.invalid_date,');
  });

  it('names the files that it sets aside', async () => {
    const files = { ...wholeDrop(EVENTS), 'resources.csv': 'sourcedId\nr1\n' };
    expect((await district.sendZip('one', withManifest(files))).setAside).toEqual(['resources']);
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

describe('a drop whose ingest has failed', () => {
  it('is taken in again when its object is sent again, in its place in the order of drops', async () => {
    const files = withManifest(wholeDrop(EVENTS));
    const dropId = await district.announceZip('one', files);
    await checkDrop(dropId, district.context);
    await recordIngestFailure(dropId, 'Lambda.Unknown', district.now);
    await district.announceZip('one', files);
    expect(district.executions).toEqual([dropId, `${dropId}-again-1`]);
    const drop = await district.ingest(dropId);
    expect(drop).toMatchObject({ status: 'published', retries: 1 });
    expect(drop).not.toHaveProperty('failure');
  });

  it('is started once for each failure, however often it is announced', async () => {
    const files = withManifest(wholeDrop(EVENTS));
    const dropId = await district.announceZip('one', files);
    for (const failure of [1, 2]) {
      await recordIngestFailure(dropId, 'Lambda.Unknown', district.now);
      await district.announceZip('one', files);
      await district.announceZip('one', files);
      expect(new Set(district.executions).size).toBe(failure + 1);
    }
    expect((await district.ingest(dropId)).status).toBe('published');
    await district.announceZip('one', files);
    expect(new Set(district.executions).size).toBe(3);
  });
});

describe('a manifest alone', () => {
  it('says that nothing is new', async () => {
    await district.sendZip('one', withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    const coverage = await readCoverage();
    const absent = ['file.orgs,absent', 'file.attendanceEvents,absent'];
    const drop = await district.sendZip('two', withManifest({}, { generatedAt: at(9), more: absent }));
    expect(drop).toMatchObject({ status: 'unchanged', files: [], holds: [] });
    expect(await storedEvents(district)).toBe(100);
    expect(await readCoverage()).toEqual(coverage);
    const late = await district.sendZip('three', withManifest(wholeDrop(EVENTS.slice(1)), { generatedAt: at(8) }));
    expect(late.status).toBe('published');
  });
});

describe('a record that was gone', () => {
  const users = (...ids: readonly string[]) =>
    `sourcedId,givenName,familyName\n${ids.map((id) => `${id},A,B`).join('\n')}\n`;

  it('is there again when it is sent again, and counted', async () => {
    const send = (name: string, csv: string) => district.sendZip(name, withManifest({ 'users.csv': csv }));
    await send('one', users('U1', 'U2', 'U3'));
    await send('two', users('U1'));
    const drop = await send('three', users('U1', 'U2', 'U3', 'U4'));
    expect(fileOf(drop, 'users.csv')).toMatchObject({ accepted: 3, unchanged: 1 });
    const { diagnostics = [] } = (await dropReport(district.lake, drop.reportKey ?? '')) ?? {};
    expect(diagnostics.find(({ code }) => code === 'row.reactivated')?.message).toBe(
      '2 records that were gone are there again.',
    );
    expect((await currentEdition())?.tables['users']?.rows).toBe(4);
  });

  it('is told apart from an id that stands twice', async () => {
    const drop = await district.sendZip('one', withManifest({ 'users.csv': `${users('U1', 'U2')}U2,C,D\n` }));
    expect(drop.diagnosticCounts).toMatchObject({ 'row.superseded': 1, 'reference.duplicate_sourced_id': 1 });
    expect(drop.diagnosticCounts).not.toHaveProperty('row.reactivated');
  });
});

describe('the list of drops', () => {
  it('shows the newest first, page by page', async () => {
    const sent: string[] = [];
    for (const name of ['one', 'two', 'three']) sent.push(await district.announceZip(name, { [`${name}.csv`]: name }));
    const first = await listDrops({ limit: 2 });
    const second = await listDrops({ limit: 2, ...(first.after !== undefined && { after: first.after }) });
    expect([...first.items, ...second.items].map(({ dropId }) => dropId)).toEqual(sent.toReversed());
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
    expect(await storedEvents(district)).toBe(100);
  });

  it('is told by the time its closing object was written where the manifest is silent', async () => {
    const old = await district.announceZip('old', withManifest(wholeDrop(EVENTS)));
    const young = await district.announceZip('young', withManifest(wholeDrop(EVENTS.slice(1))));
    expect((await district.ingest(young)).status).toBe('published');
    expect((await district.ingest(old)).status).toBe('superseded');
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
