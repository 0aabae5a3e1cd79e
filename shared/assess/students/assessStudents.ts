import type { SchoolCalendar } from '../../domain/attendance/record.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { type SchoolYear, schoolYearOf } from '../../domain/calendar/schoolYear.ts';
import { type SchoolId, studentId } from '../../domain/identity.ts';
import { DOMAINS, type Domain, type DomainResult, type StudentResult } from '../../domain/tiers/result.ts';
import type { Coverage } from '../../lake/edition.ts';
import type { DirectoryEntry } from '../../store/entities.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { ThresholdSet } from '../../tenant/thresholds.ts';
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
  /** Lays the overrides that people have made over a student's results; absent where there can be none. */
  readonly overridden?: (sourcedId: string, domains: Results) => Results;
}

type Results = Readonly<Record<Domain, DomainResult>>;

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
 * Makes what assesses students in every domain, one at a time: those from one place of the list up to another, ascending by
 * sourcedId. A function of its inputs: the same edition, coverage, configuration and day give the same results, whatever was
 * published before.
 */
export function assessStudents(inputs: AssessmentInputs): (from: number, end: number) => Generator<AssessedStudent> {
  const { ids } = inputs.students;
  const directoryOf = directoryReader(inputs);
  const assessors = DOMAINS.map((domain) => {
    const thresholdsOf = thresholdsByStudent(inputs, domain);
    return [domain, ASSESSORS[domain]({ ...inputs, thresholdsOf })] as const;
  });
  const { overridden = (_, domains) => domains } = inputs;
  return function* (from, end) {
    for (let index = from; index < end; index++) {
      const computed = {} as Record<Domain, DomainResult>;
      for (const [domain, assessor] of assessors) computed[domain] = assessor.assess(index);
      const domains = overridden(ids[index] ?? '', computed);
      const directory = directoryOf(index, domains);
      const school = directory.school === '' ? {} : { school: directory.school };
      yield { result: { sourcedId: studentId(ids[index] ?? ''), ...school, domains }, directory };
    }
  };
}
