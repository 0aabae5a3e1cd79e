import { academicsAssessor } from '../../../../shared/assess/academics/academicsAssessor.ts';
import { assessmentInputs } from '../../../../shared/assess/students/assessStudents.ts';
import { parseDay } from '../../../../shared/domain/calendar/day.ts';
import { academicSettings } from '../../../../shared/tenant/academics.ts';
import { gradeScaleSettings } from '../../../../shared/tenant/gradeScales.ts';
import { sampleTenant } from '../../http/tenant.ts';
import type { SampleRow } from '../../lake/tableOf.ts';
import { type DistrictRows, districtRows, districtTables } from '../sampleDistrict.ts';

const PERCENT = {
  id: 'percent',
  numbers: { minimum: '0', maximum: '100', passing: '60' },
  marks: [
    { mark: 'A', from: '90', points: '4' },
    { mark: 'B', from: '80', points: '3' },
    { mark: 'C', from: '70', points: '2' },
    { mark: 'D', from: '60', points: '1' },
    { mark: 'F', from: '0', points: '0' },
    { mark: 'I' },
  ],
};
const STANDARDS = {
  id: 'standards',
  numbers: { minimum: '1', maximum: '4', passing: '2' },
  marks: ['4', '3', '2', '1'].map((mark) => ({ mark, from: mark, points: mark })),
};
export const SCALES = gradeScaleSettings.parse({ scales: [PERCENT, STANDARDS], default: 'percent' });

/** A district of one ninth grader at north, with these rows. */
export function district(rows: Partial<DistrictRows>, grade = '09'): DistrictRows {
  const all = districtRows([{ id: 's1', school: 'north', absences: 0 }]);
  return {
    ...all,
    academicSessions: [
      ...all.academicSessions,
      session('fall', 'Fall Semester', '2026-08-31', '2026-12-18'),
      session('spring', 'Spring Semester', '2027-01-04', '2027-06-11'),
    ],
    schoolEnrollments: all.schoolEnrollments.map((row) => ({ ...row, gradeLevel: grade })),
    courses: [
      { sourcedId: 'c-eng', title: 'English 9', courseCode: 'ENG9', orgSourcedId: 'district', subjects: 'English' },
      { sourcedId: 'c-mat', title: 'Algebra I', courseCode: 'ALG1', orgSourcedId: 'district', subjectCodes: '02052' },
    ],
    classes: [
      ...all.classes,
      classRow('k-eng', 'c-eng', 'fall,spring'),
      classRow('k-mat', 'c-mat', 'fall,spring'),
      classRow('k-old', 'c-mat', 'fall'),
    ],
    ...rows,
  };
}

const session = (sourcedId: string, title: string, startDate: string, endDate: string): SampleRow => ({
  ...{ sourcedId, title, type: 'semester', startDate, endDate, schoolYear: 2027 },
});
const classRow = (sourcedId: string, courseSourcedId: string, termSourcedIds: string): SampleRow => ({
  ...{ sourcedId, title: sourcedId, courseSourcedId, classType: 'scheduled', schoolSourcedId: 'north', termSourcedIds },
});

export const transcript = (row: SampleRow): SampleRow => ({
  ...{ studentSourcedId: 's1', schoolYear: 2027, term: 'Fall Semester', courseCode: 'ALG1', schoolSourcedId: 'north' },
  ...{ attemptedCredits: 0.5, earnedCredits: row['courseAttemptResult'] === 'Pass' ? 0.5 : 0 },
  ...row,
});
export const grade = (row: SampleRow): SampleRow => ({
  ...{ studentSourcedId: 's1', classSourcedId: 'k-mat', academicSessionSourcedId: 'spring', gradeType: 'Progress' },
  ...{ asOfDate: '2027-02-20', ...row },
});
export const assessment = (row: SampleRow): SampleRow => ({
  ...{ studentSourcedId: 's1', assessmentId: 'x', administrationDate: '2026-09-20', title: 'Reading screener' },
  ...{ window: 'fall', ...row },
});

interface Run {
  readonly asOf?: string;
  readonly settings?: unknown;
  readonly scales?: typeof SCALES;
  readonly grade?: string;
  readonly exitDayCounts?: boolean;
}

export function assess(rows: Partial<DistrictRows>, run: Run = {}) {
  const { asOf = '2027-03-01', settings = {}, scales = SCALES, exitDayCounts = false } = run;
  const sample = sampleTenant().tenant;
  const attendance = { ...sample.attendance, exitDayCounts };
  const academics = academicSettings.parse(settings);
  const tenant = { ...sample, attendance, academics, gradeScales: scales };
  const tables = districtTables(district(rows, run.grade));
  const inputs = assessmentInputs(tables, {}, tenant, parseDay(asOf)!);
  return academicsAssessor(inputs).assess(inputs.students.indexOf.get('s1')!);
}

export const partsOf = (result: ReturnType<typeof assess>) => result.subDomains?.map(({ tier }) => tier);
export const reason = (result: ReturnType<typeof assess>, code: string) =>
  result.reasons.find((each) => each.code === code);
