import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import { CLASS_OF_DOMAIN } from '../../domain/access/fieldClass.ts';
import { formatDay, parseDay } from '../../domain/calendar/day.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import { staffId, studentId } from '../../domain/identity.ts';
import { answeredCheckIn } from '../../domain/interventions/checkInSchedule.ts';
import { timelineProblem } from '../../domain/interventions/plan.ts';
import { readStaffAccess } from '../../store/directory.ts';
import {
  type CheckInRecord,
  checkInsOf,
  createPlan,
  type PlanRecord,
  readPlan,
  readPlanAndCheckIns,
  recordCheckIn,
} from '../../store/plans.ts';
import { authorOf } from '../author.ts';
import type { Action } from '../authorization.ts';
import { derivedId } from '../idempotency.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { type checkInBody, createPlanContract, getPlanContract, recordCheckInContract } from './contracts.ts';
import { checkInView, planView, scheduleOf, schoolDaysOf } from './planView.ts';

const todayOf = ({ now, tenant }: RequestContext) => localTimeOf(now, tenant.tenant.timeZone).day;

/** Starts a plan; the same request again answers with the plan of the first. */
export const createPlanRoute = defineRoute({
  ...createPlanContract,
  handle: async (context, { body }) => {
    const author = authorOf(context);
    const student = await seeStudent(context, 'plan.write', studentId(body.studentSourcedId), []);
    if (!student.classes.has(CLASS_OF_DOMAIN[body.domain])) throw new Problem('plan.domain_hidden');
    const responsible = staffId(body.monitoring.responsibleSourcedId);
    await checkTimeline(body.timeline, student.directory.school);
    if (!(await readStaffAccess(responsible)).access) throw new Problem('plan.responsible_unknown');
    const plan: PlanRecord = {
      ...body,
      planId: derivedId('plan', author, context.idempotencyKey),
      studentSourcedId: student.directory.sourcedId,
      school: student.directory.school,
      monitoring: { method: body.monitoring.method, frequency: body.monitoring.frequency, responsible },
      createdBy: author,
      createdAt: context.now.toISOString(),
    };
    const stored = (await createPlan(plan)) ? plan : await planOfFirstRequest(plan);
    return {
      body: await planView(stored, await checkInsOf(stored.planId), todayOf(context)),
      location: `/v1/plans/${stored.planId}`,
    };
  },
});

export const getPlanRoute = defineRoute({
  ...getPlanContract,
  handle: async (context, { params }) => {
    const { plan, checkIns } = await seePlan(context, 'plan.read', params.id);
    return { body: await planView(plan, checkIns, todayOf(context)) };
  },
});

export const recordCheckInRoute = defineRoute({
  ...recordCheckInContract,
  handle: async (context, { params, body }) => {
    const recordedBy = authorOf(context);
    const { plan, checkIns: known } = await seePlan(context, 'plan.write', params.id);
    const heldOn = parseDay(body.heldOn);
    if (heldOn === undefined || heldOn > todayOf(context)) throw new Problem('check_in.future');
    const location = `/v1/plans/${plan.planId}`;
    const requestKey = derivedId('checkIn', recordedBy, context.idempotencyKey);
    const first = checkInOfFirstRequest(known, requestKey, body);
    if (first) return { body: checkInView(first), location };
    const { due, recorded } = await scheduleOf(plan, known);
    const dueOn = answeredCheckIn(due, recorded, heldOn);
    if (dueOn === undefined) throw new Problem('check_in.none_due');
    const { note, ...held } = body;
    const checkIn = {
      ...held,
      ...(note !== undefined && { note }),
      planId: plan.planId,
      dueOn: formatDay(dueOn),
      recordedBy,
      recordedAt: context.now.toISOString(),
      requestKey,
    };
    if (await recordCheckIn(plan, checkIn)) return { body: checkInView(checkIn), location };
    const meanwhile = checkInOfFirstRequest(await checkInsOf(plan.planId), requestKey, body);
    if (!meanwhile) throw new Problem('check_in.none_due');
    return { body: checkInView(meanwhile), location };
  },
});

/** What an Idempotency-Key has made before; a key that was used for something else shows nothing of it. */
async function planOfFirstRequest(plan: PlanRecord): Promise<PlanRecord> {
  const stored = await readPlan(plan.planId);
  if (stored && isDeepStrictEqual(requestedIn(stored), requestedIn(plan))) return stored;
  throw new Problem('idempotency.key', { detail: 'Your Idempotency-Key has made another plan: send a new one.' });
}

/** The check-in that the same Idempotency-Key has recorded before; throws when that was another one. */
function checkInOfFirstRequest(
  known: readonly CheckInRecord[],
  requestKey: string,
  { heldOn, outcome, note }: z.output<typeof checkInBody>,
): CheckInRecord | undefined {
  const first = known.find((each) => each.requestKey === requestKey);
  const isSame = first && first.heldOn === heldOn && first.outcome === outcome && first.note === note;
  if (!first || isSame) return first;
  throw new Problem('idempotency.key', {
    detail: 'Your Idempotency-Key has recorded another check-in: send a new one.',
  });
}

const requestedIn = ({ studentSourcedId, domain, need, strategy, timeline, goal, monitoring }: PlanRecord) => ({
  studentSourcedId,
  domain,
  need,
  strategy,
  timeline,
  goal,
  monitoring,
});

/** A plan is seen by who sees its student; any other is not there. */
async function seePlan(context: RequestContext, action: Action, planId: string) {
  const found = await readPlanAndCheckIns(planId);
  if (!found) throw new Problem('plan.not_found');
  const { plan } = found;
  try {
    const dataClass = CLASS_OF_DOMAIN[plan.domain];
    const { classes } = await seeStudent(context, action, plan.studentSourcedId, [dataClass]);
    if (!classes.has(dataClass)) throw new Problem('plan.not_found');
    return found;
  } catch (error) {
    throw error instanceof Problem && error.code === 'student.not_found' ? new Problem('plan.not_found') : error;
  }
}

const TIMELINE_ADVICE = {
  endBeforeStart: 'The plan ends before it starts.',
  noSchoolDays: 'The student’s school does not meet on any day of the timeline.',
  tooLong: 'A plan is at most 400 days long.',
} as const;

async function checkTimeline(timeline: { readonly startDate: string; readonly endDate: string }, school: string) {
  const [start, end] = [parseDay(timeline.startDate) ?? 0, parseDay(timeline.endDate) ?? 0];
  const problem = timelineProblem({ start, end }, await schoolDaysOf(school));
  if (problem) throw new Problem('plan.timeline', { detail: TIMELINE_ADVICE[problem] });
}
