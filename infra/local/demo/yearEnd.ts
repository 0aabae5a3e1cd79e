import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import { formatTable } from '../console/table.ts';
import { DAILY, exported, type Stage, sendGood } from './stage.ts';
import type { Graduation, Page, YearEnd, YearEndException } from './views.ts';

type Review = YearEnd & { readonly exceptions: Page<YearEndException> };

/** The last marks come in, the seniors' year is closed, exceptions are decided by a person, and the records sealed. */
export async function closeTheYear(stage: Stage, lastDay: Day, evening: Date): Promise<void> {
  const { cloud, admin, district, say } = stage;
  await cloud.clock.set(evening);
  const last = exported(stage, lastDay, { finishedTerms: 2, only: [...DAILY, 'courseTranscripts'] });
  await sendGood(stage, `${formatDay(lastDay)}.zip`, last);
  const path = `/v1/year-ends/${district.schoolYear}`;
  await admin.post('/v1/year-ends', { schoolYear: district.schoolYear });
  await cloud.idle();
  const review = await admin.get<Review>(`${path}?exceptions=open&limit=100`);
  if (review.status !== 'inReview') throw new Error(`the year end is ${review.status}`);
  say(`The credits of ${review.students} seniors are audited against the requirement plan, from frozen data:`);
  say(formatTable(['status', 'students'], Object.entries(review.counts ?? {})));
  const exceptions = review.exceptions.items;
  const [first, ...others] = exceptions;
  if (first) await decideFirst(stage, path, first);
  if (others.length > 0) await decideOthers(stage, path, others);
  await admin.post(`${path}/decisions`, { signOff: true });
  await cloud.idle();
  const sealed = await admin.get<YearEnd>(path);
  if (sealed.status !== 'sealed') throw new Error(`the year end is ${sealed.status} after sign-off`);
  say(
    `Signed off and sealed: ${sealed.archive?.records} records in the archive, manifest SHA-256 ${sealed.archive?.sha256.slice(0, 16)}…`,
  );
}

async function decideFirst({ admin, say }: Stage, path: string, exception: YearEndException): Promise<void> {
  const id = exception.studentSourcedId;
  const { years } = await admin.get<{ readonly years: readonly Graduation[] }>(`/v1/students/${id}/graduation`);
  say(`One exception, student ${id}: ${exception.exceptions.join(', ')}`);
  const areas = years[0]?.areas ?? [];
  say(
    formatTable(
      ['area', 'required', 'earned', 'remaining'],
      areas.map((area) => [area.title, area.required, area.earned, area.remaining]),
    ),
  );
  const reason = 'Transcript of the former school seen on paper; credits confirmed by its registrar.';
  await admin.post(`${path}/decisions`, { decisions: [{ studentSourcedId: id, decision: 'graduate', reason }] });
  say(`  Signed off as graduating: “${reason}”`);
}

/** Decisions go forty at a time. */
const AT_ONCE = 40;

async function decideOthers({ admin, say }: Stage, path: string, others: readonly YearEndException[]): Promise<void> {
  const reason = 'Credits are missing; summer recovery is offered.';
  for (let start = 0; start < others.length; start += AT_ONCE) {
    const decisions = others
      .slice(start, start + AT_ONCE)
      .map(({ studentSourcedId }) => ({ studentSourcedId, decision: 'doNotGraduate', reason }));
    await admin.post(`${path}/decisions`, { decisions });
  }
  say(
    `The other ${others.length} are decided one by one in real life; here: do not graduate yet, summer recovery offered.`,
  );
}
