import type { SchoolEnrollment } from '../../../../shared/domain/attendance/record.ts';
import type { DomainResult, Reason } from '../../../../shared/domain/tiers/result.ts';
import { assessWellBeing } from '../../../../shared/domain/wellBeing/assess.ts';
import type { WellBeingContext } from '../../../../shared/domain/wellBeing/context.ts';
import { wellBeingCutPoints } from '../../../../shared/domain/wellBeing/cutPoints.ts';
import type { SurveyResponse } from '../../../../shared/domain/wellBeing/record.ts';
import { wellBeingThresholds } from '../../../../shared/tenant/thresholds/wellBeing.ts';
import { day, FIRST } from '../attendance/district.ts';

export { day, FIRST };

export const AS_OF = day('2027-02-26');
export const ENROLLED: readonly SchoolEnrollment[] = [{ school: 'north', entry: FIRST }];

export const cutPoints = (settings: Parameters<typeof wellBeingThresholds.parse>[0] & object = {}) =>
  wellBeingCutPoints({ version: '2026-27', wellBeing: wellBeingThresholds.parse(settings) });

/** Everything as a district has it by default. */
export const context = (changes: Partial<WellBeingContext> = {}): WellBeingContext => ({
  asOf: AS_OF,
  schoolYear: { first: day('2026-07-01'), last: day('2027-06-30') },
  exitDayCounts: false,
  protectedResponses: 'writtenConsent',
  cutPoints: cutPoints(),
  ...changes,
});

let line = 1;

/** An answer in the middle of a scale from 1 to 5, given on the as-of day with a parent's consent. */
export function answer(changes: Partial<SurveyResponse> = {}): SurveyResponse {
  line += 1;
  return {
    surveyId: 'fall',
    construct: 'belonging',
    day: AS_OF,
    score: 3_000_000,
    minimum: 1_000_000,
    maximum: 5_000_000,
    higherIsBetter: true,
    consentBasis: 'parentConsent',
    isProtected: false,
    row: { drop: 'drop-1', file: 'surveyResponses', line },
    ...changes,
  };
}

/** The worst answer there is. */
export const low = (changes: Partial<SurveyResponse> = {}) => answer({ score: 1_000_000, ...changes });

export const assess = (
  responses: readonly SurveyResponse[],
  given: WellBeingContext = context(),
  enrollments: readonly SchoolEnrollment[] = ENROLLED,
): DomainResult => assessWellBeing({ enrollments, responses }, given);

export const reason = (result: DomainResult, code: string): Reason | undefined =>
  result.reasons.find((each) => each.code === code);
