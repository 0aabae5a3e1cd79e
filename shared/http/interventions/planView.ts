import { type Day, formatDay, parseDay } from '../../domain/calendar/day.ts';
import type { SchoolId } from '../../domain/identity.ts';
import { answeredCheckIn, checkInDays } from '../../domain/interventions/checkInSchedule.ts';
import { readInstructionalDays } from '../../engagement/instructionalDays.ts';
import { currentEdition } from '../../store/editions.ts';
import type { CheckInRecord, PlanRecord } from '../../store/plans.ts';
import { districtLake } from '../districtLake.ts';

/** The instructional days of a school by the current edition; none when it has no calendar. */
export async function schoolDaysOf(school: SchoolId): Promise<readonly Day[]> {
  const edition = await currentEdition();
  if (!edition) return [];
  const calendars = await readInstructionalDays(districtLake(), edition);
  return calendars.get(school) ?? [];
}

/** A plan's due days by its school's calendar, and those that a recorded check-in answers. */
export async function scheduleOf(plan: PlanRecord, checkIns: readonly CheckInRecord[]) {
  const [start, end] = [dayOf(plan.timeline.startDate), dayOf(plan.timeline.endDate)];
  const due = checkInDays(plan.monitoring.frequency, { start, end }, await schoolDaysOf(plan.school));
  return { due, recorded: new Set(checkIns.map((each) => dayOf(each.dueOn))) };
}

/** A plan as the API shows it. */
export async function planView(plan: PlanRecord, checkIns: readonly CheckInRecord[], today: Day) {
  const { due, recorded } = await scheduleOf(plan, checkIns);
  const next = answeredCheckIn(due, recorded, today);
  const { planId, studentSourcedId, domain, need, strategy, timeline, goal, monitoring } = plan;
  return {
    planId,
    studentSourcedId,
    domain,
    need,
    strategy,
    timeline,
    goal,
    monitoring: {
      method: monitoring.method,
      frequency: monitoring.frequency,
      responsibleSourcedId: monitoring.responsible,
    },
    nextCheckIn: next === undefined ? null : formatDay(next),
    checkIns: checkIns.map(checkInView),
    formerlyResponsible: (plan.formerly ?? []).map(({ responsible, until, reassignmentId }) => {
      return { sourcedId: responsible, until, reassignmentId };
    }),
    createdBySourcedId: plan.createdBy,
    createdAt: plan.createdAt,
  };
}

export function checkInView({ dueOn, heldOn, outcome, note, recordedBy, recordedAt }: CheckInRecord) {
  return { dueOn, heldOn, outcome, ...(note !== undefined && { note }), recordedBySourcedId: recordedBy, recordedAt };
}

function dayOf(isoDay: string): Day {
  const day = parseDay(isoDay);
  if (day === undefined) throw new RangeError('a stored day cannot be read');
  return day;
}
