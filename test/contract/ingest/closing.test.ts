import { describe, expect, it } from 'vitest';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { requireDrop } from '../../../shared/store/drops.ts';
import { readCoverage } from '../../../shared/store/editions.ts';
import { holdCodes, storedEvents, type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { absence, absences, at, attendanceCsv, EVENTS, orgsCsv, SCHOOL_DAYS, wholeDrop } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
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
    expect(await storedEvents(district)).toBe(99);
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
    expect(await storedEvents(district)).toBe(99);
  });

  it('is superseded when its manifest was replaced before it was read', async () => {
    const dropId = await district.announceFolder(withManifest(wholeDrop(EVENTS), { generatedAt: at(1) }));
    await district.announceFolder(withManifest(wholeDrop(EVENTS), { generatedAt: at(2) }));
    expect((await district.ingest(dropId)).status).toBe('superseded');
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
    district.wait(48 * 60);
    const later = '2022-03-04T01:00:00Z';
    await district.sendZip('orgs', withManifest({ 'orgs.csv': orgsCsv(['A', 'B']) }, { generatedAt: later }));
    expect(await readCoverage()).toEqual({ A: '2022-03-01', B: '2022-03-01' });
    const only = attendanceCsv([absence('A', 9, SCHOOL_DAYS[12] ?? '')]);
    const more = ['file.attendanceEvents.from,2022-03-02'];
    await district.sendZip('a', withManifest({ 'attendanceEvents.csv': only }, { generatedAt: later, more }));
    expect(await readCoverage()).toEqual({ A: '2022-03-03', B: '2022-03-01' });
    expect(await storedEvents(district)).toBe(101);
  });
});
