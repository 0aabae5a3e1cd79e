import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { studentId } from '../../../shared/domain/identity.ts';
import { graduationsOf, membersOf } from '../../../shared/store/graduationRecords.ts';
import { readYearEnd } from '../../../shared/store/yearEnds.ts';
import { auditBatch } from '../../../shared/yearend/auditBatch.ts';
import { completeAudit } from '../../../shared/yearend/completeAudit.ts';
import { decide } from '../../../shared/yearend/decide.ts';
import { failYear } from '../../../shared/yearend/failYear.ts';
import { freezeYear } from '../../../shared/yearend/freezeYear.ts';
import { startClosing } from '../../../shared/yearend/startClosing.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import {
  author,
  close,
  enrollments,
  freeze,
  lakeWithEdition,
  NOW,
  passed,
  putEdition,
  stored,
  tenant,
  transcripts,
  YEAR,
} from './district.ts';

let dynamo: DynamoEngine;
beforeAll(async () => {
  dynamo = await startDynamo();
});
beforeEach(() => dynamo.clear());
afterAll(() => dynamo.stop());

const started: string[] = [];
beforeEach(() => void started.splice(0));
const start = async (name: string) => void started.push(name);
const request = () => startClosing(YEAR, author.by, NOW, start);
const statuses = async () => {
  const found: Record<string, string> = {};
  for await (const member of membersOf(YEAR, (await readYearEnd(YEAR))!.attempt)) {
    found[member.sourcedId] = [member.status, ...member.exceptions].join(' ');
  }
  return found;
};
const recordOf = async (student: string) => (await graduationsOf(studentId(student)))[0]!;

describe('closing a year', () => {
  test('gives every student of the class a status, and opens the review', async () => {
    await request();
    await close(await lakeWithEdition());

    expect(await statuses()).toEqual({
      blank: 'needsReview noTranscript',
      graduated: 'requirementsMet',
      met: 'requirementsMet',
      pending: 'needsReview inProgressPending',
      plan: 'needsReview unknownPlan',
      short: 'requirementsNotMet',
    });
    expect(await readYearEnd(YEAR)).toMatchObject({
      status: 'inReview',
      attempt: 1,
      frozen: { edition: 1, configurationVersion: 'c0ffee', closingDay: '2027-06-10' },
      students: 6,
      counts: { requirementsMet: 2, requirementsNotMet: 1, needsReview: 3 },
      openExceptions: 3,
    });
  });

  test('shows by area what was required, earned and used, with the rows it came from', async () => {
    await close(await lakeWithEdition());

    expect(await recordOf('short')).toMatchObject({
      plan: { id: 'standard', title: 'Standard diploma' },
      total: { required: '3', earned: '2', inProgress: '0', remaining: '1' },
      areas: [
        { code: 'ENG', earned: '1', courses: [{ courseCode: 'ENG12', row: { drop: 'drop-1', line: 5 } }] },
        { code: 'MATH', earned: '1', remaining: '0' },
        { code: 'ELEC', earned: '0', remaining: '1', courses: [] },
      ],
      notCounted: [{ courseCode: 'ART', reason: 'failed' }],
    });
  });

  test('takes the last day of the school year when it is closed later', async () => {
    await freeze(await lakeWithEdition(), 1, new Date('2027-09-01T12:00:00Z'));
    expect((await readYearEnd(YEAR))?.frozen?.closingDay).toBe('2027-07-31');
  });

  test('keeps the frozen edition when a newer one is accepted meanwhile', async () => {
    const lake = await lakeWithEdition();
    await freeze(lake);
    await putEdition(lake, 2, { transcripts: [...transcripts, ...passed('blank')] });
    await close(lake, 2);

    expect(await readYearEnd(YEAR)).toMatchObject({ frozen: { edition: 1 }, openExceptions: 3 });
  });

  test('changes nothing when every step runs twice', async () => {
    const lake = await lakeWithEdition();
    await close(lake);
    const once = await stored();
    await completeAudit(YEAR);
    await dynamo.clear();

    await freeze(lake);
    await freeze(lake);
    await Promise.all([auditBatch(YEAR, 0, lake), auditBatch(YEAR, 0, lake)]);
    await auditBatch(YEAR, 0, lake);
    await completeAudit(YEAR);
    await completeAudit(YEAR);

    expect(await stored()).toBe(once);
  });

  test('does not open the review while a student is missing', async () => {
    await freeze(await lakeWithEdition());
    await expect(completeAudit(YEAR)).rejects.toMatchObject({ code: 'incomplete' });
  });

  test('fails by name when no drop was accepted yet', async () => {
    const ports = { lake: await lakeWithEdition(), tenant, now: NOW, currentEdition: async () => undefined };
    await expect(freezeYear(YEAR, ports)).rejects.toMatchObject({ name: 'YearEndError', code: 'noEdition' });
  });

  test('does not mix two tenant files in one freeze', async () => {
    const lake = await lakeWithEdition();
    await freeze(lake);
    const deployed = {
      lake,
      tenant: { ...tenant, configurationVersion: 'beef' },
      now: NOW,
      currentEdition: async () => 1,
    };
    await expect(freezeYear(YEAR, deployed)).rejects.toMatchObject({ code: 'configurationChanged' });
  });
});

describe('asking for a closing', () => {
  test('names the execution by year and attempt; asked twice it is one', async () => {
    expect(await request()).toMatchObject({ outcome: 'started', record: { status: 'closing', attempt: 1 } });
    expect(await request()).toEqual({ outcome: 'running' });
    expect(new Set(started)).toEqual(new Set(['close-2027-1']));
  });

  test('asked at once by several, starts one', async () => {
    const outcomes = await Promise.all([request(), request(), request(), request()]);
    expect(outcomes.filter(({ outcome }) => outcome === 'started')).toHaveLength(1);
    expect(new Set(started)).toEqual(new Set(['close-2027-1']));
  });

  test('makes good a start that died before the execution', async () => {
    const dying = startClosing(YEAR, author.by, NOW, async () => {
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await request()).toEqual({ outcome: 'running' });
    expect(started).toEqual(['close-2027-1']);
  });

  test('closes a failed year anew', async () => {
    await request();
    await failYear(YEAR, 'YearEndError', 'noEdition');
    expect(await readYearEnd(YEAR)).toMatchObject({ status: 'failed', failure: { during: 'closing' } });
    expect(await request()).toMatchObject({ outcome: 'started', record: { attempt: 2 } });
    expect(started).toEqual(['close-2027-1', 'close-2027-2']);
  });

  test('does not let a stray execution touch a year in review', async () => {
    const lake = await lakeWithEdition();
    await close(lake);
    const before = await stored();
    await expect(freeze(lake)).rejects.toMatchObject({ code: 'notClosing' });
    await failYear(YEAR, 'YearEndError', 'notClosing');
    await expect(auditBatch(YEAR, 0, lake)).rejects.toMatchObject({ code: 'notClosing' });
    expect(await stored()).toBe(before);
  });
});

describe('closing a reviewed year anew with corrected data', () => {
  const decision = (student: string) => ({
    student: studentId(student),
    outcome: 'graduate' as const,
    reason: 'Transcript seen on paper',
  });

  test('keeps decisions where the result is the same, and asks again where it is not', async () => {
    const lake = await lakeWithEdition();
    await close(lake);
    await decide(YEAR, [decision('blank'), decision('pending')], author, () => 'all');
    await putEdition(lake, 2, { transcripts: [...transcripts, ...passed('blank').slice(0, 1)] });
    await request();
    await close(lake, 2);

    expect(await recordOf('pending')).toMatchObject({ attempt: 2, decision: { outcome: 'graduate' } });
    expect(await recordOf('blank')).toMatchObject({
      attempt: 2,
      status: 'requirementsNotMet',
      formerDecisions: [{ reason: 'Transcript seen on paper' }],
    });
    expect((await recordOf('blank')).decision).toBeUndefined();
    expect(await readYearEnd(YEAR)).toMatchObject({ attempt: 2, frozen: { edition: 2 }, openExceptions: 1 });
  });

  test('drops students who have left the class', async () => {
    const lake = await lakeWithEdition();
    await close(lake);
    await putEdition(lake, 2, { enrollments: enrollments.filter((each) => each['studentSourcedId'] !== 'blank') });
    await request();
    await close(lake, 2);

    expect(await statuses()).not.toHaveProperty('blank');
    expect(await readYearEnd(YEAR)).toMatchObject({ students: 5, openExceptions: 2 });
  });

  test('leaves nothing of a batch of the earlier closing that comes late', async () => {
    const lake = await lakeWithEdition();
    await close(lake);
    await request();
    await freeze(lake);
    await auditBatch(YEAR, 0, lake);
    const before = await stored();
    await auditBatch(YEAR, 0, lake);
    expect(await stored()).toBe(before);
  });
});
