import type { Day } from '../calendar/day.ts';
import type { WellBeingContext } from './context.ts';
import { comparePositions } from './position.ts';
import type { SurveyResponse } from './record.ts';

/** The answers that a student is judged by. */
export interface CountedResponses {
  /** The latest of each construct, ascending by its name. */
  readonly latest: readonly SurveyResponse[];
  /** How many were left out because their consent is not enough for an area that PPRA protects. */
  readonly withheld: number;
}

/**
 * The latest answer of each construct up to and including `judged` and at most `responseDays` calendar days before it,
 * also from the school year before. Of several on one day the lower counts.
 */
export function countedResponses(
  responses: readonly SurveyResponse[],
  judged: Day,
  context: WellBeingContext,
): CountedResponses {
  const byConstruct = new Map<string, SurveyResponse>();
  const oldest = judged - context.cutPoints.responseDays;
  let withheld = 0;
  for (const response of responses) {
    if (response.day > judged || response.day < oldest) continue;
    if (response.isProtected && !mayCount(response, context)) {
      withheld += 1;
      continue;
    }
    const known = byConstruct.get(response.construct);
    if (known === undefined || goesBefore(response, known)) byConstruct.set(response.construct, response);
  }
  const latest = [...byConstruct.values()];
  if (latest.length > 1) latest.sort((a, b) => (a.construct < b.construct ? -1 : 1));
  return { latest, withheld };
}

function mayCount({ consentBasis }: SurveyResponse, { protectedResponses }: WellBeingContext): boolean {
  if (protectedResponses === 'writtenConsent') return consentBasis !== 'noticeAndOptOut';
  return protectedResponses === 'anyConsent';
}

function goesBefore(a: SurveyResponse, b: SurveyResponse): boolean {
  if (a.day !== b.day) return a.day > b.day;
  const lower = comparePositions(a, b);
  return lower === 0 ? a.surveyId < b.surveyId : lower < 0;
}
