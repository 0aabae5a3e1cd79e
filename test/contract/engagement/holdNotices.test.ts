import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { staffId } from '../../../shared/domain/identity.ts';
import { type DeliveryPorts, deliverMessage } from '../../../shared/engagement/deliverMessage.ts';
import { tellOfHold } from '../../../shared/engagement/tellOfHold.ts';
import { discardDrop } from '../../../shared/ingest/decideDrop.ts';
import type { Mail } from '../../../shared/messaging/mail.ts';
import { documents } from '../../../shared/store/documents.ts';
import { type HeldDetail, heldDetail } from '../../../shared/store/holdEvents.ts';
import { readMessage } from '../../../shared/store/messages.ts';
import { forget, type PendingEvent, pendingBefore } from '../../../shared/store/outbox.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { TestDistrict, withManifest } from '../ingest/district.ts';
import { EVENTS, wholeDrop } from '../ingest/files.ts';

const PEOPLE = ['data@riverside.example', 'Registrar@riverside.example'];
const now = new Date('2022-03-05T02:00:00Z');

let engine: DynamoEngine;
let district: TestDistrict;
const queued: string[] = [];
const sent: Mail[] = [];
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  await engine.clear();
  district = new TestDistrict();
  queued.splice(0);
  sent.splice(0);
  await district.sendZip('good', withManifest(wholeDrop(EVENTS), { generatedAt: '2022-03-02T01:00:00Z' }));
  district.waitUntil('2022-03-06T01:00:00Z');
});

/** What a guard holds: most of the attendance is gone. */
const gone = (generatedAt?: string) => withManifest(wholeDrop(EVENTS.slice(50)), generatedAt ? { generatedAt } : {});

async function pending(): Promise<readonly PendingEvent[]> {
  const events: PendingEvent[] = [];
  for await (const page of pendingBefore('9999')) events.push(...page);
  return events;
}

/** The relay, the bus and the rule on it: each pending event is delivered, and forgotten unless it is to come again. */
async function relay(options: { readonly twice?: boolean } = {}): Promise<void> {
  for (const event of await pending()) {
    await tell(heldDetail.parse(event.detail));
    if (options.twice) await tell(heldDetail.parse(event.detail));
    await forget(event);
  }
}

const tell = (held: HeldDetail, recipients: readonly string[] = PEOPLE) =>
  tellOfHold(held, { recipients, now: () => now, queue: async (ids) => void queued.push(...ids) });

const delivery: DeliveryPorts = {
  district: 'Riverside',
  timeZone: 'America/Chicago',
  now: () => now,
  today: () => parseDay('2022-03-04')!,
  addressOf: () => Promise.reject(new Error('people of the tenant file are not looked up in rostering')),
  send: async (mail) => {
    sent.push(mail);
    return { outcome: 'sent', providerMessageId: `p-${sent.length}` };
  },
};
const deliver = async () => {
  for (const messageId of queued) await deliverMessage(messageId, delivery);
};

describe('a drop that is held', () => {
  test('is told to each of the people named in the tenant file, with why and what to do, and with nothing of a student', async () => {
    const drop = await district.sendZip('gone', gone('2022-03-05T01:00:00Z'));
    await relay();
    await deliver();
    expect(sent.map(({ to }) => to).sort()).toEqual(['data@riverside.example', 'registrar@riverside.example']);
    const { subject, text } = sent[0]!;
    expect(subject).toBe('A drop of SIS files is held');
    for (const { message, file, school } of drop.holds!)
      expect(text).toContain(`- ${file}, school ${school}: ${message}`);
    expect(text).toContain('(guard.school_missing)');
    expect(text).toContain(`POST /v1/drops/${drop.dropId}/release`);
    expect(text).toContain('the last good data stays in force');
    expect(text).not.toContain(drop.objectKey);
  });

  test('is told once, however often its event comes', async () => {
    const drop = await district.sendZip('gone', gone('2022-03-05T01:00:00Z'));
    await relay({ twice: true });
    await district.ingest(drop.dropId);
    await relay({ twice: true });
    await deliver();
    await deliver();
    expect(sent).toHaveLength(PEOPLE.length);
  });

  test('is told once when the same zip is sent again, unchanged, under another name', async () => {
    await district.sendZip('gone', gone('2022-03-05T01:00:00Z'));
    await relay();
    await deliver();
    const again = await district.sendZip('gone-again', gone('2022-03-05T01:00:00Z'));
    expect(again.status).toBe('held');
    await relay();
    await deliver();
    expect(sent).toHaveLength(PEOPLE.length);
  });

  test('is told anew when the same zip is sent again after somebody has decided about it', async () => {
    const { dropId } = await district.sendZip('gone', gone('2022-03-05T01:00:00Z'));
    await relay();
    await discardDrop(dropId, { by: staffId('T1'), at: now.toISOString(), reason: 'Wrong' });
    await district.sendZip('gone-again', gone('2022-03-05T01:00:00Z'));
    await relay();
    await deliver();
    expect(sent).toHaveLength(2 * PEOPLE.length);
  });

  test('is told anew when another export is held, though for the same reasons', async () => {
    for (const day of ['05', '06']) {
      await district.sendZip(`gone-${day}`, gone(`2022-03-${day}T01:00:00Z`));
      await relay();
    }
    await deliver();
    expect(sent).toHaveLength(2 * PEOPLE.length);
  });

  test('is told after its release too, when it is held again because it can no longer be read', async () => {
    await district.sendZip('cut', { 'manifest.csv': 'propertyName,value\nmanifest.version,1.0\n' });
    await relay();
    await deliver();
    const [mail] = sent;
    expect(mail!.text).toContain('cannot be released');
    expect(mail!.text).not.toContain('/release with');
  });

  test('a good drop tells nobody', async () => {
    expect(await pending()).toEqual([]);
  });
});

test('a folder that stays incomplete is told each time it is given up', async () => {
  const manifest = withManifest(wholeDrop(EVENTS), {})['manifest.csv'] ?? '';
  for (const line of ['', '\n']) {
    const dropId = await district.announceFolder({ 'manifest.csv': `${manifest}${line}` });
    await district.ingest(dropId);
    district.wait(61);
    expect(await district.ingest(dropId)).toMatchObject({ status: 'held' });
    await relay({ twice: true });
  }
  await deliver();
  expect(sent).toHaveLength(2 * PEOPLE.length);
  expect(sent[0]!.text).toContain('did not come within 60 minutes');
});

test('a queue that fails is filled by the event’s next delivery, and nobody is told twice', async () => {
  await district.sendZip('gone', gone('2022-03-05T01:00:00Z'));
  const [event] = await pending();
  const held = heldDetail.parse(event!.detail);
  const dying = { recipients: PEOPLE, now: () => now, queue: () => Promise.reject(new Error('killed')) };
  await expect(tellOfHold(held, dying)).rejects.toThrow('killed');
  await tell(held);
  await deliver();
  expect(await tell(held)).toBe(0);
  expect(sent).toHaveLength(PEOPLE.length);
  for (const messageId of queued) expect(await readMessage(messageId)).toMatchObject({ state: 'sent' });
});

describe('killed at any write', () => {
  class Killed extends Error {}
  let writes = 0;
  let killAt = Number.POSITIVE_INFINITY;
  let before = true;
  beforeAll(() =>
    documents.middlewareStack.add(
      (next, context) => async (args) => {
        if (!/^(Put|Delete|Update|TransactWrite)/.test(context.commandName ?? '')) return next(args);
        const dies = ++writes === killAt;
        if (dies && before) throw new Killed();
        const answer = await next(args);
        if (dies) throw new Killed();
        return answer;
      },
      { step: 'initialize', name: 'dying', priority: 'high' },
    ),
  );
  afterAll(() => documents.middlewareStack.remove('dying'));

  const retried = async (step: () => Promise<unknown>) => {
    try {
      await step();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      await step();
    }
  };

  test.each([true, false])(
    '(before it: %s) nobody is told twice, and whoever may not have been told is known',
    async (isBefore) => {
      for (let at = 1; at <= 20; at++) {
        await engine.clear();
        district = new TestDistrict();
        queued.splice(0);
        sent.splice(0);
        await district.sendZip('good', withManifest(wholeDrop(EVENTS), { generatedAt: '2022-03-02T01:00:00Z' }));
        const dropId = await district.announceZip('gone', gone('2022-03-05T01:00:00Z'));
        [writes, killAt, before] = [0, at, isBefore];
        await retried(() => district.ingest(dropId));
        await retried(relay);
        await retried(deliver);
        const done = writes < at;
        killAt = Number.POSITIVE_INFINITY;
        await relay();
        await deliver();
        const told = sent.map(({ messageId }) => messageId);
        expect(new Set(told).size).toBe(told.length);
        const messages = await Promise.all([...new Set(queued)].map((messageId) => readMessage(messageId)));
        expect(messages).toHaveLength(PEOPLE.length);
        // A claim whose sender died waits for the provider's word, then for a person: it is never sent blindly.
        for (const message of messages) {
          const states = told.includes(message!.messageId) ? ['sent', 'claimed'] : ['claimed'];
          expect(states).toContain(message!.state);
        }
        if (done) break;
      }
    },
  );
});
