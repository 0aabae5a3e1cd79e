import { beforeAll, describe, expect, it } from 'vitest';
import type { CsvFile } from '../../infra/local/district/csv.ts';
import { zipOf } from '../../infra/local/district/drop.ts';
import { evening } from './district.ts';
import { putTo } from './presigned.ts';
import { type DropView, makeStageOnFirstMorning, type Stage } from './stage.ts';
import { editionRows } from './stored.ts';

interface Upload {
  readonly uploadId: string;
  readonly objectKey: string;
  readonly status: string;
  readonly dropId?: string;
  readonly parts?: readonly { readonly partNumber: number; readonly size: number; readonly url: string }[];
}

let stage: Stage;
let dataManager: ReturnType<Stage['as']>;

beforeAll(async () => {
  stage = await makeStageOnFirstMorning();
  dataManager = stage.as(stage.district.staff[0]!.sourcedId, 'dataManager');
  await stage.cloud.clock.advanceTo(evening('2026-03-13'));
});

/** What a district's technician does: asks for addresses, sends the parts, closes the upload, and looks at the drop. */
async function uploaded(fileName: string, zip: Uint8Array): Promise<DropView> {
  const begun = await dataManager.post<Upload>(
    '/v1/drops',
    { fileName, size: zip.length },
    { 'idempotency-key': fileName },
  );
  expect(begun).toMatchObject({ status: 201, body: { status: 'open' } });
  const { uploadId, parts = [] } = begun.body;
  const arrived = [];
  for (const [index, { partNumber, size, url }] of parts.entries()) {
    const from = parts.slice(0, index).reduce((sum, part) => sum + part.size, 0);
    const { etag } = await putTo(url, zip.subarray(from, from + size));
    arrived.push({ partNumber, etag });
  }
  const closed = await dataManager.post<Upload>(`/v1/drops/uploads/${uploadId}/complete`, { parts: arrived });
  expect(closed).toMatchObject({ status: 200, body: { status: 'completed' } });
  await stage.cloud.idle();
  return dropNow(closed.body.dropId ?? '');
}

const dropNow = (dropId: string) => dataManager.read<DropView>(`/v1/drops/${dropId}?limit=100`);

/** Three rows of a school's attendance in ten are gone. */
function fewer(place: number): readonly CsvFile[] {
  const school = stage.district.schoolList[place]!.sourcedId;
  return stage.filesOf({ asOf: '2026-03-13' }).map((file) => {
    if (file.name !== 'attendanceEvents') return file;
    const lines = [...file.lines()].filter((line, index) => !line.includes(`,${school},`) || index % 10 > 2);
    return { name: file.name, lines: () => lines };
  });
}

const decide = async (dropId: string, decision: 'release' | 'discard') => {
  const answer = await dataManager.post<DropView>(`/v1/drops/${dropId}/${decision}`, { reason: 'Asked the school' });
  await stage.cloud.idle();
  return answer;
};

const mailsAbout = (dropId: string) => stage.cloud.mail().filter(({ text }) => text?.includes(dropId));

describe('a technician who sends the files by the API', () => {
  it('is told by mail, once, that what they sent is held and why; discarding it leaves everything as it was', async () => {
    const before = await editionRows(stage, 1);
    const held = await uploaded('friday.zip', zipOf(fewer(1)));
    expect(held).toMatchObject({ status: 'held', holds: [{ code: 'guard.deletions', file: 'attendanceEvents.csv' }] });
    expect(mailsAbout(held.dropId)).toMatchObject([
      {
        to: ['data-team@prairiecreek.example'],
        subject: 'A drop of SIS files is held',
        text: expect.stringContaining(`/v1/drops/${held.dropId}/release`),
      },
    ]);
    expect(await decide(held.dropId, 'discard')).toMatchObject({ status: 200, body: { status: 'discarded' } });
    expect(await editionRows(stage, 1)).toEqual(before);
    expect(mailsAbout(held.dropId)).toHaveLength(1);
  });

  it('has it taken in as it is by releasing it, when it is right', async () => {
    const held = await uploaded('friday-again.zip', zipOf(fewer(2)));
    expect(held.status).toBe('held');
    expect(await decide(held.dropId, 'release')).toMatchObject({ status: 202 });
    const drop = await dropNow(held.dropId);
    expect(drop).toMatchObject({ status: 'published', edition: 2, release: { reason: 'Asked the school' } });
    const removed = drop.files?.find(({ file }) => file === 'attendanceEvents.csv')?.removed ?? 0;
    expect(removed).toBeGreaterThan(10);
    expect(mailsAbout(held.dropId)).toHaveLength(1);
  });

  it('is told nothing of a drop that is taken in', async () => {
    const good = zipOf(stage.filesOf({ asOf: '2026-03-13', generatedAt: evening('2026-03-14').toISOString() }));
    const drop = await uploaded('good.zip', good);
    expect(drop.status).toBe('published');
    expect(mailsAbout(drop.dropId)).toEqual([]);
    const stored = await editionRows(stage, drop.edition ?? 0);
    const sent = stage.filesOf({ asOf: '2026-03-13' }).find(({ name }) => name === 'attendanceEvents')!;
    expect(stored['attendanceEvents']).toHaveLength([...sent.lines()].length - 1);
  });
});
