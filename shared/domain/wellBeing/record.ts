import type { SchoolEnrollment } from '../attendance/record.ts';
import type { Day } from '../calendar/day.ts';
import type { RowReference } from '../tiers/result.ts';

/**
 * Who allowed that a student's answers are kept: a parent in writing, the student in writing (18 or emancipated), or parents
 * who were told of the survey and its day and did not opt out (20 U.S.C. 1232h, PPRA).
 */
export const CONSENT_BASES = ['parentConsent', 'studentConsent', 'noticeAndOptOut'] as const;
export type ConsentBasis = (typeof CONSENT_BASES)[number];

/** One row of surveyResponses.csv: what a student says of one construct. Answers without a basis of consent are none. */
export interface SurveyResponse {
  readonly surveyId: string;
  readonly construct: string;
  readonly day: Day;
  /** Score and ends of the scale as whole numbers of one unit; the minimum lies below the maximum. */
  readonly score: number;
  readonly minimum: number;
  readonly maximum: number;
  /** False where a high score is a bad sign. */
  readonly higherIsBetter: boolean;
  readonly consentBasis: ConsentBasis;
  /** Whether the question is in one of the eight areas that PPRA protects; which one is nobody's business here. */
  readonly isProtected: boolean;
  readonly row: RowReference;
}

export interface WellBeingRecord {
  readonly enrollments: readonly SchoolEnrollment[];
  /** In any order. */
  readonly responses: readonly SurveyResponse[];
}
