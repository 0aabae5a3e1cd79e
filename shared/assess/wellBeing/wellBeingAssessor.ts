import { assessWellBeing } from '../../domain/wellBeing/assess.ts';
import type { WellBeingContext } from '../../domain/wellBeing/context.ts';
import { wellBeingCutPoints } from '../../domain/wellBeing/cutPoints.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { DomainAssessor } from '../students/domainAssessor.ts';
import { quietResults } from '../students/quietResults.ts';
import { responseReader } from './responseReader.ts';

/** Well-being by what students say of themselves, from surveyResponses. Aggregates of schools are about no student. */
export function wellBeingAssessor(inputs: AssessmentInputs): DomainAssessor {
  const { asOf, schoolYear, tenant, enrollmentsOf, thresholdsOf } = inputs;
  const responsesOf = responseReader(inputs);
  const { exitDayCounts } = tenant.attendance;
  const { protectedResponses } = tenant.wellBeing;
  const judgedAlike = quietResults(thresholdsOf, (set) => {
    const cutPoints = wellBeingCutPoints(set);
    const context: WellBeingContext = { asOf, schoolYear, exitDayCounts, protectedResponses, cutPoints };
    return { context, withoutRows: (enrollments) => assessWellBeing({ enrollments, responses: [] }, context) };
  });
  return {
    assess: (student) => {
      const enrollments = enrollmentsOf(student);
      const responses = responsesOf(student);
      const { context, quiet } = judgedAlike(student);
      return responses.length === 0 ? quiet(enrollments) : assessWellBeing({ enrollments, responses }, context);
    },
  };
}
