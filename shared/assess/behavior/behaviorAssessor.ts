import { assessBehavior } from '../../domain/behavior/assess.ts';
import type { BehaviorContext } from '../../domain/behavior/context.ts';
import { behaviorCutPoints } from '../../domain/behavior/cutPoints.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import type { DomainAssessor } from '../students/domainAssessor.ts';
import { quietResults } from '../students/quietResults.ts';
import { incidentReader, incidentsReceived } from './incidentReader.ts';

/** Behavior of a school year, from behaviorIncidents, with school days by calendarDates. */
export function behaviorAssessor(inputs: AssessmentInputs): DomainAssessor {
  const { asOf, schoolYear, calendars, tenant, enrollmentsOf, thresholdsOf } = inputs;
  const rowsOf = incidentReader(inputs);
  const received = incidentsReceived(inputs);
  const { exitDayCounts } = tenant.attendance;
  const judgedAlike = quietResults(thresholdsOf, (set) => {
    const cutPoints = behaviorCutPoints(set);
    const context: BehaviorContext = {
      ...{ asOf, schoolYear, calendars, exitDayCounts, cutPoints },
      incidentsReceived: received,
    };
    return { context, withoutRows: (enrollments) => assessBehavior({ enrollments, rows: [] }, context) };
  });
  return {
    assess: (student) => {
      const enrollments = enrollmentsOf(student);
      const rows = rowsOf(student);
      const { context, quiet } = judgedAlike(student);
      return rows.length === 0 ? quiet(enrollments) : assessBehavior({ enrollments, rows }, context);
    },
  };
}
