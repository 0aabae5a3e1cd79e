import type { Domain, DomainResult } from '../../domain/tiers/result.ts';
import { academicsAssessor } from '../academics/academicsAssessor.ts';
import { attendanceAssessor } from '../attendance/attendanceAssessor.ts';
import { behaviorAssessor } from '../behavior/behaviorAssessor.ts';
import { ctePathwayAssessor } from '../ctePathway/ctePathwayAssessor.ts';
import { graduationAssessor } from '../graduation/graduationAssessor.ts';
import { wellBeingAssessor } from '../wellBeing/wellBeingAssessor.ts';
import type { AssessmentInputs } from './assessStudents.ts';

/**
 * Assesses one domain. Made once a run: indexes are built and thresholds chosen then; `assess` is called for each student
 * in ascending order of sourcedId and is a function of that student's rows alone.
 */
export interface DomainAssessor {
  assess(student: number): DomainResult;
}

export type MakeAssessor = (inputs: AssessmentInputs) => DomainAssessor;

/** Every domain and what assesses it: a further domain is one more line. */
export const ASSESSORS: Readonly<Record<Domain, MakeAssessor>> = {
  attendance: attendanceAssessor,
  academics: academicsAssessor,
  behavior: behaviorAssessor,
  wellBeing: wellBeingAssessor,
  graduation: graduationAssessor,
  ctePathway: ctePathwayAssessor,
};
