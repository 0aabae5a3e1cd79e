import { type AssessmentInputs, assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { readTenant, type Tenant } from '../../../../shared/tenant/tenant.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { type DistrictRows, districtRows, districtTables } from '../sampleDistrict.ts';

/** School year 2026-27, in semesters; the fall one is over on 2026-12-18. */
export const YEAR = 2027;

const session = (
  sourcedId: string,
  title: string,
  startDate: string,
  endDate: string,
  schoolYear = YEAR,
): SampleRow => ({
  ...{ sourcedId, title, type: 'semester', startDate, endDate, schoolYear },
});

/** A high school, north, with these students in grade 10, and in their second year by firstNinthGradeYear. */
export function highSchool(students: readonly string[], rows: Partial<DistrictRows> = {}): DistrictRows {
  const all = districtRows(students.map((id) => ({ id, school: 'north', absences: 0 })));
  return {
    ...all,
    schoolEnrollments: students.map((id) => enrolled(id)),
    academicSessions: [
      ...all.academicSessions,
      session('fall', 'Fall Semester', '2026-08-31', '2026-12-18'),
      session('spring', 'Spring Semester', '2027-01-04', '2027-06-11'),
      session('fall-next', 'Fall Semester', '2027-08-30', '2027-12-17', YEAR + 1),
    ],
    courses: [
      course('ENG10', 'English 10', 'English'),
      course('CTE1', 'Introduction to Health Science', 'Career and Technical Education'),
      course('CTE2', 'Medical Terminology', 'Career and Technical Education'),
    ],
    classes: [...all.classes, classOf('k-eng', 'ENG10', 'fall,spring'), classOf('k-cte2', 'CTE2', 'fall-next')],
    ...rows,
  };
}

export const enrolled = (id: string, fields: SampleRow = {}): SampleRow => ({
  studentSourcedId: id,
  schoolSourcedId: 'north',
  entryDate: '2026-08-31',
  gradeLevel: '10',
  firstNinthGradeYear: YEAR - 1,
  ...fields,
});

const course = (courseCode: string, title: string, subjects: string): SampleRow => ({
  ...{ sourcedId: `c-${courseCode}`, title, courseCode, orgSourcedId: 'district', subjects },
});

const classOf = (sourcedId: string, code: string, termSourcedIds: string): SampleRow => ({
  ...{ sourcedId, title: code, courseSourcedId: `c-${code}`, classType: 'scheduled', schoolSourcedId: 'north' },
  termSourcedIds,
});

export const attends = (id: string, classSourcedId: string): SampleRow => ({
  sourcedId: `e-${id}-${classSourcedId}`,
  ...{ classSourcedId, schoolSourcedId: 'north', userSourcedId: id, role: 'student' },
});

/** Passed, half a credit of English, last fall. */
export const attempt = (id: string, fields: SampleRow = {}): SampleRow => ({
  studentSourcedId: id,
  schoolSourcedId: 'north',
  ...{ schoolYear: YEAR - 1, term: 'Fall', courseCode: 'ENG9', academicSubject: 'English' },
  ...{ attemptedCredits: 0.5, earnedCredits: 0.5, courseAttemptResult: 'Pass' },
  ...fields,
});

/** Eight passed courses of half a credit each in a semester, an English one first. */
export const semester = (id: string, schoolYear: number, term: string, fields: SampleRow = {}): SampleRow[] =>
  Array.from({ length: 8 }, (_, index) =>
    attempt(id, {
      ...{ schoolYear, term, courseCode: index === 0 ? `ENG${schoolYear}` : `C${index}-${schoolYear}` },
      academicSubject: index === 0 ? 'English' : 'Arts',
      ...fields,
    }),
  );

const PLANS = {
  defaultPlan: 'standard',
  plans: [
    {
      ...{ id: 'standard', title: 'Standard', totalCredits: '24' },
      areas: [
        { code: 'ENG', title: 'English', credits: '4', subjects: ['English'] },
        { code: 'ELEC', title: 'Electives', credits: '20', any: true },
      ],
    },
    {
      ...{ id: 'short', title: 'Short', totalCredits: '8' },
      areas: [{ code: 'ELEC', title: 'Electives', credits: '8', any: true }],
    },
  ],
};

export function tenantWith(sections: Readonly<Record<string, unknown>> = {}): Tenant {
  const outcome = readTenant({ ...sampleTenant().tenant, graduation: PLANS, ...sections });
  if ('errors' in outcome) throw new Error(JSON.stringify(outcome.errors));
  return outcome.tenant;
}

export function inputsOf(rows: DistrictRows, asOf = '2027-03-01', tenant = tenantWith()): AssessmentInputs {
  return assessmentInputs(districtTables(rows), {}, tenant, parseDay(asOf)!);
}
