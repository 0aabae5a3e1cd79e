import { type Day, formatDay } from '../calendar/day.ts';
import { formatReduced } from '../fraction.ts';
import type { Reason } from '../tiers/result.ts';
import type { BehaviorCutPoints } from './cutPoints.ts';
import { datesAndRows, evidenceOf } from './evidence.ts';
import type { Measure } from './measures.ts';
import type { ActionType, IncidentRow } from './record.ts';
import type { HeldTier } from './stepDown.ts';
import { type IncidentTally, removalDays, tallyIncidents } from './tally.ts';

type Detail = NonNullable<Reason['detail']>;

/** Each figure with its cut, the deciding one first. Figures of zero say nothing, but for the incidents themselves. */
export function measureReasons(
  measures: readonly Measure[],
  tally: IncidentTally,
  { windowSchoolDays }: BehaviorCutPoints,
): readonly Reason[] {
  const told = measures.filter(({ code, rows }) => rows.length > 0 || code === 'majorIncidents');
  return told.map(({ code, value, cutPoint, tier, rows }) => {
    const window = windowSchoolDays === undefined ? {} : { windowSchoolDays };
    const detail = { tier, ...detailOf(code, tally), ...window };
    return { code, value: formatReduced(value), cutPoint, ...evidenceOf(rows), detail };
  });
}

/** What belongs to a figure and makes no tier of its own. */
function detailOf(code: Measure['code'], { minor, suspensions, expulsions }: IncidentTally): Detail {
  const inSchool = ofType(suspensions, 'in-school suspension');
  const outOfSchool = ofType(suspensions, 'out-of-school suspension');
  switch (code) {
    case 'majorIncidents':
      return { minor: minor.length };
    case 'suspensions':
      return { inSchool: inSchool.length, outOfSchool: outOfSchool.length };
    case 'suspensionDays':
      return {
        inSchool: formatReduced(removalDays(inSchool)),
        outOfSchool: formatReduced(removalDays(outOfSchool)),
        withoutLength: suspensions.filter(({ lengthDays }) => lengthDays === undefined).length,
      };
    case 'expulsions':
      return { days: formatReduced(removalDays(expulsions)) };
  }
}

const ofType = (actions: readonly IncidentRow[], type: ActionType): readonly IncidentRow[] =>
  actions.filter(({ actionType }) => actionType === type);

/** Why a tier above the computed one is kept: the last school day as of which a figure was at or above its cut. */
export function heldReason({ tier, day, measure }: HeldTier, { stepDownDays }: BehaviorCutPoints): Reason {
  return {
    code: 'stepDownHeld',
    value: formatReduced(measure.value),
    cutPoint: measure.cutPoint,
    dates: [formatDay(day)],
    detail: { tier, measure: measure.code, days: stepDownDays },
  };
}

/** Minor incidents, which make no tier. */
export function minorReasons({ minor }: IncidentTally): readonly Reason[] {
  return minor.length === 0 ? [] : [{ code: 'minorIncidents', value: `${minor.length}`, ...evidenceOf(minor.flat()) }];
}

/**
 * The incidents of the student's last school days beside those of the year.
 * @param schoolDays how many school days that is: fewer early in the year
 */
export function recentReason(rows: readonly IncidentRow[], from: Day, to: Day, schoolDays: number): Reason {
  const { major, minor, suspensions } = tallyIncidents(rows, from, to);
  return {
    code: 'recentIncidents',
    value: `${major.length + minor.length}`,
    ...evidenceOf([...major, ...minor].flat()),
    detail: {
      ...{ schoolDays, from: formatDay(from), to: formatDay(to), major: major.length, minor: minor.length },
      suspensions: suspensions.length,
    },
  };
}

/** What rows leave open, and what was made of it. */
export function openQuestions(
  counted: readonly IncidentRow[],
  unattributed: readonly IncidentRow[],
): readonly Reason[] {
  const withoutLevel = counted.filter(({ level }) => level === undefined);
  const untyped = counted.filter(({ action, actionType }) => action !== undefined && actionType === undefined);
  const reasons: Reason[] = [];
  if (withoutLevel.length > 0) reasons.push(ofRows('levelUnknown', withoutLevel, datesAndRows(withoutLevel)));
  if (untyped.length > 0) reasons.push(ofRows('actionTypeUnknown', untyped, actionsOf(untyped)));
  if (unattributed.length > 0) reasons.push(ofRows('participationUnknown', unattributed, datesAndRows(unattributed)));
  return reasons;
}

const ofRows = (code: string, rows: readonly IncidentRow[], evidence: Omit<Reason, 'code'>): Reason => ({
  code,
  value: `${rows.length}`,
  ...evidence,
});

function actionsOf(rows: readonly IncidentRow[]): Omit<Reason, 'code'> {
  const items = [...new Set(rows.flatMap(({ action }) => action ?? []))].sort();
  return { ...datesAndRows(rows), items };
}
