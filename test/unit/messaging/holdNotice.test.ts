import { describe, expect, test } from 'vitest';
import { holdNotice } from '../../../shared/messaging/holdNotice.ts';
import type { DropRecord, Hold } from '../../../shared/store/entities.ts';
import { dropHeld, type HeldDetail, heldDetail, runHeld } from '../../../shared/store/holdEvents.ts';

const hold: Hold = {
  code: 'guard.rejections',
  file: 'users.csv',
  message: '12 of 100 rows of users.csv are rejected, more than 5 %.',
};
const drop: DropRecord = {
  dropId: 'd1',
  bucket: 'drops',
  objectKey: 'drops/sis/night.zip',
  etag: 'e',
  size: 10,
  kind: 'zip',
  status: 'held',
  receivedAt: '2026-03-13T01:00:00.000Z',
  finishedAt: '2026-03-13T01:05:00.000Z',
  holds: [hold],
  files: [
    { file: 'users.csv', table: 'users', rows: 100, accepted: 88, unchanged: 0, rejected: 12, deleted: 0, removed: 0 },
  ],
};
const detailOf = (of: DropRecord, canRelease = true): HeldDetail => heldDetail.parse(dropHeld(of, canRelease).detail);
const noticeOf = (held: HeldDetail) => holdNotice('Prairie & Creek', 'America/Chicago', held);

describe('the mail about a held drop', () => {
  test('says when in the district’s time, why, which rows, and what to do', () => {
    expect(noticeOf(detailOf(drop)).text).toBe(`Drop d1 was held on Thursday, March 12, 2026 at 8:05 PM. \
Nothing of it was taken in; the last good data stays in force, and the nightly assessment goes on with it.

Why:
- users.csv: 12 of 100 rows of users.csv are rejected, more than 5 %. (guard.rejections)

Rows:
- users.csv: 12 of 100 rows rejected

Look at it: GET /v1/drops/d1; rejected rows: GET /v1/drops/d1/rejects.csv

If the files are right, POST /v1/drops/d1/release with a reason lets them in as they are. If they are wrong: \
mend the cause and send the files again; POST /v1/drops/d1/discard closes this drop.

You are told once. Nothing more happens by itself.

Prairie & Creek · data operations
`);
  });

  test('offers no release of what could not be read', () => {
    const { text } = noticeOf(detailOf(drop, false));
    expect(text).toContain('it cannot be released: mend the cause');
    expect(text).not.toContain('/release');
  });

  test('lists twenty reasons and counts the others', () => {
    const holds = Array.from({ length: 23 }, (_, n) => ({ ...hold, school: `S${n}` }));
    const { text } = noticeOf(detailOf({ ...drop, holds }));
    expect(text.match(/\(guard\.rejections\)/g)).toHaveLength(20);
    expect(text).toContain('- and 3 more');
  });

  test('is a page that every mail program shows as it was meant', () => {
    const { html } = noticeOf(detailOf({ ...drop, holds: [{ ...hold, file: '<b>.csv' }] }));
    expect(html).toMatch(/^<!doctype html><html lang="en"><head><title>A drop of SIS files is held<\/title>/);
    expect(html).toContain('&lt;b&gt;.csv');
    expect(html).toContain('Prairie &amp; Creek');
    expect(html).not.toContain('<b>');
  });
});

test('the mail about a held run says that staff see the last published tiers', () => {
  const event = runHeld('2026-03-13.1', {
    finishedAt: '2026-03-13T09:00:00.000Z',
    holds: [{ code: 'guard.tier3Rise', school: 'north', message: 'Tier 3 more than doubled.' }],
  });
  const { subject, text } = noticeOf(heldDetail.parse(event.detail));
  expect(subject).toBe('The assessment of 2026-03-13 is held');
  expect(text).toContain('- school north: Tier 3 more than doubled. (guard.tier3Rise)');
  expect(text).toContain('POST /v1/runs/2026-03-13.1/release');
  expect(text).toContain('staff go on seeing the last published tiers');
});
