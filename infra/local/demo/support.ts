import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import { DOMAINS } from '../../../shared/domain/tiers/result.ts';
import type { ApiClient } from '../console/apiClient.ts';
import { DOMAIN_NAMES } from '../console/domainWords.ts';
import { formatTable } from '../console/table.ts';
import { shownMail, theMail } from './mails.ts';
import { name } from './nights.ts';
import { allStudents, DAILY, exported, type Stage, sendGood } from './stage.ts';
import { decidingSentence } from './tiers.ts';
import type { Page, Plan, StudentRow, StudentTiers, Task } from './views.ts';

/** A counselor looks at their caseload, asks why, and starts a plan; returns who and when the check-in is due. */
export async function counselorAsks(stage: Stage, startDate: string, endDate: string) {
  const counselor = stage.district.staff.find((each) => each.role === 'counselor');
  if (!counselor) throw new Error('the district has no counselor');
  const api = stage.as(counselor.sourcedId, 'counselor');
  const mine = await allStudents(api, '&caseload=mine');
  const targeted = await allStudents(api, '&caseload=mine&domain=attendance&tier=2');
  stage.say(
    `${counselor.name.given} ${counselor.name.family} sees the ${mine.length} students of their caseload. More than the universal tier:`,
  );
  stage.say(
    formatTable(
      ['domain', 'tier 2', 'tier 3'],
      DOMAINS.map((domain) => {
        const inTier = (tier: number) => mine.filter(({ tiers }) => tiers[domain] === tier).length;
        return [DOMAIN_NAMES[domain], inTier(2), inTier(3)];
      }),
    ),
  );
  stage.say('Two who need it in most domains:');
  const needs = (student: StudentRow) =>
    needed(student).reduce((sum, domain) => sum + Number(student.tiers[domain]), 0);
  for (const student of mine.toSorted((a, b) => needs(b) - needs(a)).slice(0, 2)) await tellWhy(stage, api, student);
  const student = targeted[0];
  if (!student) throw new Error('no student of the caseload is in tier 2');
  const plan = await api.post<Plan>('/v1/plans', {
    studentSourcedId: student.sourcedId,
    domain: 'attendance',
    need: 'Misses one day in eight, most of them Mondays',
    strategy: 'Check & Connect: ten minutes with a mentor every week',
    timeline: { startDate, endDate },
    goal: 'At most one absence in the next four weeks',
    monitoring: {
      method: 'Absences since the last check-in',
      frequency: 'weekly',
      responsibleSourcedId: counselor.sourcedId,
    },
  });
  stage.say(`A plan for ${name(student)} is started; the first check-in is due on ${plan.nextCheckIn}.`);
  return { api, plan };
}

const needed = ({ tiers }: StudentRow) => DOMAINS.filter((domain) => tiers[domain] === 2 || tiers[domain] === 3);

async function tellWhy(stage: Stage, api: ApiClient, student: StudentRow) {
  const { domains } = await api.get<StudentTiers>(`/v1/students/${student.sourcedId}/tiers`);
  stage.say(`  ${name(student)}`);
  for (const domain of needed(student)) {
    const found = domains.find((each) => each.domain === domain);
    if (found) stage.say(`      ${DOMAIN_NAMES[domain]}, tier ${found.tier}: ${decidingSentence(found)}`);
  }
}

/** Days go by, the SIS sends its file each evening, until the reminder of the check-in is in the mail. */
export async function untilReminder(
  stage: Stage,
  plan: Plan,
  evenings: readonly { readonly day: Day; readonly at: Date }[],
  last: Date,
) {
  for (const { day, at } of evenings) {
    await stage.cloud.clock.advanceTo(at);
    await sendGood(stage, `${formatDay(day)}.zip`, exported(stage, day, { only: DAILY }));
    stage.say(`  ${formatDay(day)}: the evening's drop is in.`);
  }
  await stage.cloud.clock.advanceTo(last);
  await stage.cloud.idle();
  const mail = theMail(stage, plan.planId);
  stage.say(`The reminder arrived on ${stage.wallClock(mail.sentAt)}, once:`);
  stage.say(shownMail(mail));
}

/** The check-in is held, its task closes, and the next one keeps clear of spring break. */
export async function holdCheckIn(stage: Stage, api: ApiClient, plan: Plan, heldOn: string) {
  await api.post(`/v1/plans/${plan.planId}/check-ins`, {
    heldOn,
    outcome: 'onTrack',
    note: 'Here every day this week.',
  });
  const open = await api.get<Page<Task>>('/v1/tasks?kind=checkIn&status=open');
  const after = await api.get<Plan>(`/v1/plans/${plan.planId}`);
  stage.say(
    `The check-in is recorded, ${open.items.length} tasks are open, and the next one is due on ${after.nextCheckIn}: no school in the week before.`,
  );
}
