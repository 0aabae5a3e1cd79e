import { createHash } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Page } from './client.ts';
import { evening, morning } from './district.ts';
import { rowsOf } from './expected.ts';
import { makeStage, type Stage } from './stage.ts';
import type { ProblemBody } from './views.ts';

interface Exception {
  readonly studentSourcedId: string;
  readonly exceptions: readonly string[];
}
interface YearEnd {
  readonly status: string;
  readonly attempt: number;
  readonly students: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly openExceptions: number;
  readonly archive: { readonly records: number; readonly sha256: string };
  readonly exceptions: Page<Exception>;
}
interface Graduation {
  readonly status: string;
  readonly outcome: string | null;
  readonly total: { readonly earned: string };
}

const PATH = '/v1/year-ends/2026';
const NIGHT = { asOf: '2026-06-05', finishedTerms: 2 } as const;

let stage: Stage;
let seniors: readonly string[];

beforeAll(async () => {
  stage = await makeStage(evening('2026-06-05'));
  seniors = rowsOf(stage.filesOf(NIGHT), 'schoolEnrollments')
    .filter((row) => row['gradeLevel'] === '12' && row['exitWithdrawDate'] === '')
    .map((row) => row['studentSourcedId']!);
  await stage.drop(NIGHT);
  await stage.night(morning('2026-06-06'));
});

const review = () => stage.admin.read<YearEnd>(`${PATH}?limit=100`);
const graduationOf = async (id: string) =>
  (await stage.admin.read<{ years: readonly Graduation[] }>(`/v1/students/${id}/graduation`)).years[0];
const decideAll = (exceptions: readonly Exception[]) =>
  stage.admin.post<ProblemBody>(`${PATH}/decisions`, {
    decisions: exceptions.map(({ studentSourcedId }, index) => ({
      studentSourcedId,
      decision: index === 0 ? 'graduate' : 'doNotGraduate',
      reason: 'Seen on paper by the registrar.',
    })),
  });

describe('closing a year', () => {
  it('is for district administrators, and for years that have begun', async () => {
    const principal = stage.district.staff.find(({ role }) => role === 'principal')!.sourcedId;
    expect((await stage.as(principal, 'schoolAdmin').post('/v1/year-ends', { schoolYear: 2026 })).status).toBe(403);
    expect(await stage.admin.post('/v1/year-ends', { schoolYear: 2027 })).toMatchObject({
      status: 422,
      body: { code: 'year_end.not_begun' },
    });
    expect((await stage.admin.get(PATH)).status).toBe(404);
  });

  it('started twice at once is closed once, though its functions die', async () => {
    stage.kill('freeze-year', { after: 'PutObject' });
    stage.kill('audit-batch', 'end');
    stage.kill('complete-audit', 'end');
    const start = () => stage.admin.post<ProblemBody>('/v1/year-ends', { schoolYear: 2026 });
    const answers = await Promise.all([start(), start()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    await stage.cloud.idle();
    expect(stage.died()).toEqual(['audit-batch', 'complete-audit', 'freeze-year']);
    expect(stage.cloud.executions('close-year').map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it('audits every senior, and each status is explained by credits', async () => {
    const year = await review();
    expect(year).toMatchObject({ status: 'inReview', attempt: 1, students: seniors.length });
    expect(Object.values(year.counts).reduce((sum, count) => sum + count, 0)).toBe(seniors.length);
    const attempts = rowsOf(stage.filesOf(NIGHT), 'courseTranscripts');
    const statuses = new Map<string, number>();
    for (const id of seniors) {
      const { status, outcome, total } = (await graduationOf(id))!;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      // A course that was passed twice counts once, so that credits on the transcript are an upper bound.
      const passed = attempts.filter((row) => row['studentSourcedId'] === id && row['courseAttemptResult'] === 'Pass');
      const credits = passed.reduce((sum, row) => sum + Number(row['earnedCredits']), 0);
      expect(Number(total.earned)).toBeLessThanOrEqual(credits);
      if (status === 'requirementsMet') expect([Number(total.earned) >= 24, outcome]).toEqual([true, 'graduate']);
      else expect(outcome).toBe(status === 'needsReview' ? null : 'doNotGraduate');
    }
    for (const [status, count] of Object.entries(year.counts))
      expect([status, statuses.get(status) ?? 0]).toEqual([status, count]);
    expect(year.counts['requirementsMet']).toBeGreaterThan(0);
    expect(year.exceptions.items.length).toBe(year.openExceptions);
  });
});

describe('signing a year off', () => {
  it('waits until a person has decided every exception', async () => {
    const { exceptions } = await review();
    const early = await stage.admin.post<ProblemBody>(`${PATH}/decisions`, { signOff: true });
    if (exceptions.items.length === 0) throw new Error('the sample needs a senior whom a person decides about');
    expect([early.status, early.body.code]).toEqual([409, 'year_end.open_exceptions']);
    expect((await decideAll(exceptions.items)).status).toBe(200);
    expect(await review()).toMatchObject({ status: 'inReview', openExceptions: 0 });
    expect((await graduationOf(exceptions.items[0]!.studentSourcedId))?.outcome).toBe('graduate');
  });

  it('seals the records once, though sealing dies', async () => {
    stage.died();
    stage.kill('seal-year', { after: 'PutObject' });
    stage.kill('seal-year', 'end');
    expect((await stage.admin.post(`${PATH}/decisions`, { signOff: true })).status).toBe(200);
    await stage.cloud.idle();
    expect(stage.died()).toEqual(['seal-year', 'seal-year']);
    const year = await review();
    expect(year).toMatchObject({ status: 'sealed', archive: { records: seniors.length } });
    const Bucket = stage.cloud.resource('Archive', 'AWS::S3::Bucket');
    const { Contents = [] } = await stage.s3.send(new ListObjectsV2Command({ Bucket }));
    const manifest = Contents.find(({ Key }) => Key?.endsWith('manifest.json'));
    const { Body } = await stage.s3.send(new GetObjectCommand({ Bucket, Key: manifest?.Key }));
    const bytes = await Body!.transformToByteArray();
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(year.archive.sha256);
    expect(Contents).toHaveLength(2);
  });

  it('cannot be undone: decisions and another closing are refused', async () => {
    const decision = await decideAll([{ studentSourcedId: seniors[0]!, exceptions: [] }]);
    expect([decision.status, decision.body.code]).toEqual([409, 'year_end.not_in_review']);
    const again = await stage.admin.post<ProblemBody>(`${PATH}/decisions`, { signOff: true });
    expect([again.status, again.body.code]).toEqual([409, 'year_end.signed_off']);
    const anew = await stage.admin.post<ProblemBody>('/v1/year-ends', { schoolYear: 2026 });
    expect([anew.status, anew.body.code]).toEqual([409, 'year_end.signed_off']);
    expect(stage.cloud.executions('seal-year')).toHaveLength(1);
    expect(stage.cloud.deadLetters()).toEqual([]);
  });
});
