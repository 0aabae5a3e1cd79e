import type { SchoolCalendar } from '../domain/attendance/record.ts';
import type { Day } from '../domain/calendar/day.ts';
import { type SchoolYear, schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { type SchoolId, studentId } from '../domain/identity.ts';
import { DOMAINS, type Domain, type DomainResult, type StudentResult } from '../domain/tiers/result.ts';
import type { Coverage } from '../lake/edition.ts';
import type { DirectoryEntry } from '../store/entities.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { ThresholdSet } from '../tenant/thresholds.ts';
import { schoolCalendars } from './calendars.ts';
import { coverageOfYear } from './coverageOfYear.ts';
import { directoryReader } from './directoryReader.ts';
import type { DistrictTables } from './districtTables.ts';
import { ASSESSORS } from './domainAssessor.ts';
import { type GradingPeriodOf, gradingPeriods } from './gradingPeriods.ts';
import type { People } from './rowsOfPeople.ts';
import { type EnrollmentsOf, schoolEnrollmentReader } from './schoolEnrollmentReader.ts';
import { type StudentPlace, studentPlaces } from './studentPlaces.ts';
import { studentsOf } from './students.ts';
import { thresholdsByStudent } from './thresholdsByStudent.ts';

/** Everything an assessment is a function of. */
export interface AssessmentInputs {
  readonly tables: DistrictTables;
  readonly coverage: Coverage;
  readonly tenant: Tenant;
  /** The last closed day that may count. */
  readonly asOf: Day;
  readonly schoolYear: SchoolYear;
  readonly calendars: ReadonlyMap<SchoolId, SchoolCalendar>;
  readonly students: People;
  readonly enrollmentsOf: EnrollmentsOf;
  /** Where a student belongs on the as-of day. */
  readonly placeOf: (student: number) => StudentPlace;
  /** The grading period that the as-of day lies in at a school. */
  readonly gradingPeriodOf: GradingPeriodOf;
  /** What a student is judged by; the same object for all who are judged alike, so that readings of it can be kept. */
  readonly thresholdsOf: (student: number) => ThresholdSet;
}

export interface AssessedStudent {
  readonly result: StudentResult;
  readonly directory: DirectoryEntry;
}

export function assessmentInputs(
  tables: DistrictTables,
  coverage: Coverage,
  tenant: Tenant,
  asOf: Day,
): AssessmentInputs {
  const schoolYear = schoolYearOf(asOf, tenant.schoolYear.startsOn);
  const known = coverageOfYear(coverage, tables.attendanceEvents, schoolYear);
  const calendars = schoolCalendars(tables, known, schoolYear);
  const students = studentsOf(tables);
  const enrollmentsOf = schoolEnrollmentReader(tables.schoolEnrollments, students);
  const inputs = { tables, coverage: known, tenant, asOf, schoolYear, calendars, students, enrollmentsOf };
  const placed = {
    ...inputs,
    placeOf: studentPlaces(inputs),
    gradingPeriodOf: gradingPeriods(tables, schoolYear, asOf),
  };
  return { ...placed, thresholdsOf: thresholdsByStudent(placed) };
}

/**
 * Assesses every student of a district in every domain, ascending by sourcedId, one at a time. A function of its inputs:
 * the same edition, coverage, configuration and day give the same results, whatever was published before.
 */
export function* assessStudents(inputs: AssessmentInputs): Generator<AssessedStudent> {
  const directoryOf = directoryReader(inputs);
  const assessors = DOMAINS.map((domain) => {
    const thresholdsOf = thresholdsByStudent(inputs, domain);
    return [domain, ASSESSORS[domain]({ ...inputs, thresholdsOf })] as const;
  });
  for (const [index, sourcedId] of inputs.students.ids.entries()) {
    const domains = Object.fromEntries(
      assessors.map(([domain, assessor]) => [domain, assessor.assess(index)]),
    ) as Record<Domain, DomainResult>;
    const directory = directoryOf(index, domains);
    const school = directory.school === '' ? {} : { school: directory.school };
    yield { result: { sourcedId: studentId(sourcedId), ...school, domains }, directory };
  }
}
