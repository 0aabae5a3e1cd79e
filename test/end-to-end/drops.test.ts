import { beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../../infra/local/district/drop.ts';
import { FILES } from '../../shared/sis/registry.ts';
import { at, evening, morning } from './district.ts';
import { expectedTiers } from './expected.ts';
import { makeStage, type Stage } from './stage.ts';
import { editionRows, lakeKeys } from './stored.ts';
import type { StudentRow } from './views.ts';

interface Freshness {
  readonly edition: { readonly number: number } | null;
  readonly schools: readonly { readonly coveredTo: string | null }[];
}

let stage: Stage;
beforeAll(async () => {
  stage = await makeStage(evening('2026-03-12'));
});

const editionNow = async () => (await stage.admin.read<Freshness>('/v1/freshness')).edition?.number;
const coverage = async () => [
  ...new Set((await stage.admin.read<Freshness>('/v1/freshness')).schools.map(({ coveredTo }) => coveredTo)),
];
const drops = () => stage.admin.all<{ objectKey: string; status: string }>('/v1/drops');

describe('the same object', () => {
  it('put twice is one drop, one ingest and one edition', async () => {
    const first = await stage.drop({ asOf: '2026-03-12' }, 'a.zip');
    const objects = await lakeKeys(stage);
    await stage.put('a.zip', zipOf(stage.filesOf({ asOf: '2026-03-12' })));
    await stage.cloud.idle();
    expect(await drops()).toMatchObject([{ objectKey: 'drops/nightly/a.zip', status: 'published' }]);
    expect(await stage.dropOf('drops/nightly/a.zip')).toEqual(first);
    expect(stage.cloud.executions('ingest')).toHaveLength(1);
    expect(await lakeKeys(stage)).toEqual(objects);
  });
});

describe('the same content under another key', () => {
  it('makes no edition, and moves coverage on to the day it states', async () => {
    expect(await coverage()).toEqual(['2026-03-12']);
    await stage.cloud.clock.advanceTo(evening('2026-03-13'));
    const files = stage.filesOf({ asOf: '2026-03-12', generatedAt: evening('2026-03-13').toISOString() });
    const manifest = [...files[0]!.lines()].map((line) => line.replace(/(attendanceEvents\.to),.*/, '$1,2026-03-13'));
    const key = await stage.put('b.zip', zipOf([{ name: 'manifest', lines: () => manifest }, ...files.slice(1)]));
    await stage.cloud.idle();
    const drop = await stage.dropOf(key);
    expect(drop.status).toBe('unchanged');
    expect((drop.files ?? []).every((file) => file.accepted + file.removed === 0)).toBe(true);
    expect([await editionNow(), await coverage()]).toEqual([1, ['2026-03-13']]);
    expect(await lakeKeys(stage, 'editions/')).toEqual(['editions/1.json']);
  });

  it('so that a day without an absence counts as a day at school', async () => {
    const run = await stage.night(morning('2026-03-14'));
    expect(run).toMatchObject({ status: 'published', edition: 1, asOf: '2026-03-13', staleSchools: [] });
    const expected = expectedTiers(stage.filesOf({ asOf: '2026-03-12' }), '2026-03-13');
    for (const student of await stage.admin.all<StudentRow>('/v1/students'))
      expect([student.sourcedId, student.tiers['attendance']]).toEqual([
        student.sourcedId,
        expected.get(student.sourcedId)?.tier,
      ]);
  });
});

describe('a drop that was generated before the one that is there', () => {
  it('overwrites nothing, and says so', async () => {
    await stage.cloud.clock.advanceTo(evening('2026-03-16'));
    const newer = await stage.drop({ asOf: '2026-03-16' });
    expect(newer).toMatchObject({ status: 'published', edition: 2 });
    const rows = await editionRows(stage, 2);
    const late = await stage.drop({ asOf: '2026-03-11' }, 'late.zip');
    expect(late).toMatchObject({ status: 'superseded' });
    expect(late.diagnosticCounts).toMatchObject({ 'file.superseded': FILES.length });
    expect([await editionNow(), await coverage()]).toEqual([2, ['2026-03-16']]);
    expect(await editionRows(stage, 2)).toEqual(rows);
    expect(await lakeKeys(stage, 'editions/')).toEqual(['editions/1.json', 'editions/2.json']);
  });

  it('gives way also when both come at the same moment', async () => {
    await stage.cloud.clock.advanceTo(evening('2026-03-18'));
    const keys = await Promise.all([
      stage.put('18.zip', zipOf(stage.filesOf({ asOf: '2026-03-18' }))),
      stage.put('17.zip', zipOf(stage.filesOf({ asOf: '2026-03-17' }))),
    ]);
    await stage.cloud.clock.advanceTo(at('2026-03-18', '21:30'));
    const [newer, older] = await Promise.all(keys.map((key) => stage.dropOf(key)));
    expect(newer?.status).toBe('published');
    expect(['published', 'superseded']).toContain(older?.status);
    expect(await coverage()).toEqual(['2026-03-18']);
    const alone = await stage.drop(
      { asOf: '2026-03-18', generatedAt: evening('2026-03-19').toISOString() },
      'again.zip',
    );
    expect(alone.status).toBe('unchanged');
  });
});

describe('a folder', () => {
  it('closed by its manifest makes the same tables as the zip of the same files', async () => {
    const other = await makeStage(evening('2026-03-12'));
    const [manifest, ...files] = stage.filesOf({ asOf: '2026-03-12' });
    const text = (lines: Iterable<string>) => `${[...lines].join('\n')}\n`;
    for (const { name, lines } of files) await other.put(`folder/${name}.csv`, text(lines()));
    await other.cloud.idle();
    expect(await other.admin.all('/v1/drops')).toEqual([]);
    const key = await other.put('folder/manifest.csv', text(manifest!.lines()));
    await other.cloud.idle();
    expect(await other.dropOf(key)).toMatchObject({ status: 'published', kind: 'folder', edition: 1 });
    expect(await editionRows(other, 1)).toEqual(await editionRows(stage, 1));
  });

  it('waits for a file that comes after its manifest', async () => {
    await stage.cloud.clock.advanceTo(evening('2026-03-19'));
    const [manifest, ...files] = stage.filesOf({ asOf: '2026-03-19' });
    const text = (lines: Iterable<string>) => `${[...lines].join('\n')}\n`;
    const [last, ...others] = files;
    for (const { name, lines } of others) await stage.put(`folder/${name}.csv`, text(lines()));
    const key = await stage.put('folder/manifest.csv', text(manifest!.lines()));
    await stage.cloud.clock.advanceTo(at('2026-03-19', '21:20'));
    expect(await stage.dropOf(key)).toMatchObject({ status: 'waiting' });
    await stage.put(`folder/${last!.name}.csv`, text(last!.lines()));
    await stage.cloud.clock.advanceTo(at('2026-03-19', '21:40'));
    expect(await stage.dropOf(key)).toMatchObject({ status: 'published', kind: 'folder' });
  });
});
