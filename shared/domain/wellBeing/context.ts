import type { Day } from '../calendar/day.ts';
import type { WellBeingCutPoints } from './cutPoints.ts';

/** When answers in an area that PPRA protects count. */
export const PROTECTED_RESPONSES = ['writtenConsent', 'anyConsent', 'never'] as const;
export type ProtectedResponses = (typeof PROTECTED_RESPONSES)[number];

/** What a student's answers are judged by, the same for all who have the same cut points. */
export interface WellBeingContext {
  /** The last closed day of the run; answers dated later do not exist yet. */
  readonly asOf: Day;
  readonly schoolYear: { readonly first: Day; readonly last: Day };
  readonly exitDayCounts: boolean;
  readonly protectedResponses: ProtectedResponses;
  readonly cutPoints: WellBeingCutPoints;
}
