import { formatDay } from '../calendar/day.ts';
import { formatReduced } from '../fraction.ts';
import { type JudgedDay, judgedDay } from '../tiers/judgedDay.ts';
import type { AssessedTier, DomainResult, Reason } from '../tiers/result.ts';
import { signatureOf } from '../tiers/signature.ts';
import type { WellBeingContext } from './context.ts';
import type { WellBeingCutPoints } from './cutPoints.ts';
import { countedResponses } from './latest.ts';
import { isLow, positionOf } from './position.ts';
import type { SurveyResponse, WellBeingRecord } from './record.ts';

/** So many low constructs make tier 2, which is the highest that self-report alone can make. */
const TIER_2_CONSTRUCTS = 1;

/**
 * A student's well-being tier as of the last closed day of a run, from what the student said: tier 2 when a construct lies
 * in the lowest share of its scale. Reasons name constructs, positions of low ones and days, no other answer and no area
 * that PPRA protects. A function of its arguments alone, whatever the order of rows.
 */
export function assessWellBeing({ enrollments, responses }: WellBeingRecord, context: WellBeingContext): DomainResult {
  const { cutPoints } = context;
  const judged = judgedDay(enrollments, context);
  if (judged === undefined) return finish('notAssessed', [{ code: 'notEnrolled' }], [], cutPoints);
  const { latest, withheld } = countedResponses(responses, judged.day, context);
  const withheldReasons = withheld === 0 ? [] : [{ code: 'consentNotEnough', value: `${withheld}` }];
  const flags = judged.exited ? ['exited'] : [];
  if (latest.length === 0) {
    return finish('notAssessed', [{ code: 'noData' }, ...withheldReasons], flags, cutPoints);
  }
  const low = latest.filter((response) => isLow(response, cutPoints));
  const reasons = [lowConstructs(low, latest.length, cutPoints)];
  if (low.length >= cutPoints.reviewConstructs) {
    flags.unshift('counselorReview');
    reasons.push(review(low, cutPoints));
  }
  for (const response of low) reasons.push(position(response, cutPoints));
  reasons.push({ code: 'constructsAssessed', value: `${latest.length}`, ...evidenceOf(latest) }, ...withheldReasons);
  return finish(low.length >= TIER_2_CONSTRUCTS ? 2 : 1, reasons, flags, cutPoints, judged);
}

function lowConstructs(low: readonly SurveyResponse[], assessed: number, { lowestShare }: WellBeingCutPoints): Reason {
  const evidence = low.length === 0 ? {} : evidenceOf(low);
  const detail = { tier: 2, lowestShare, assessed };
  return { code: 'lowConstructs', value: `${low.length}`, cutPoint: `${TIER_2_CONSTRUCTS}`, ...evidence, detail };
}

function review(low: readonly SurveyResponse[], { reviewConstructs }: WellBeingCutPoints): Reason {
  const items = low.map(({ construct }) => construct);
  return { code: 'counselorReview', value: `${low.length}`, cutPoint: `${reviewConstructs}`, items };
}

const position = (response: SurveyResponse, { lowestShare }: WellBeingCutPoints): Reason => ({
  code: 'constructPosition',
  value: formatReduced(positionOf(response)),
  cutPoint: lowestShare,
  ...evidenceOf([response]),
});

/** Constructs, the days of their answers and the rows; there are no more constructs than may be told. */
function evidenceOf(responses: readonly SurveyResponse[]): Pick<Reason, 'dates' | 'items' | 'rows'> {
  const days = [...new Set(responses.map(({ day }) => day))];
  if (days.length > 1) days.sort((a, b) => a - b);
  return {
    dates: days.map(formatDay),
    items: responses.map(({ construct }) => construct),
    rows: responses.map(({ row }) => row),
  };
}

function finish(
  tier: AssessedTier,
  reasons: readonly Reason[],
  flags: readonly string[],
  { version: thresholds }: WellBeingCutPoints,
  judged?: JudgedDay,
): DomainResult {
  const result = judged
    ? { tier, reasons, flags, asOf: formatDay(judged.day), thresholds }
    : { tier, reasons, flags, thresholds };
  return { ...result, signature: signatureOf(result) };
}
