import { describe, expect, it } from 'vitest';
import {
  type AssessedStudent,
  assessmentInputs,
  assessStudents,
} from '../../../shared/assess/students/assessStudents.ts';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { DOMAINS, type DomainResult } from '../../../shared/domain/tiers/result.ts';
import type { SampleRow } from '../lake/tableOf.ts';
import { assessment, grade, SCALES, transcript } from './academics/academicDistrict.ts';
import { attempt, attends, enrolled, highSchool, semester, tenantWith, YEAR } from './graduation/highSchool.ts';
import { absenceRows, coveredTo, type DistrictRows, districtTables, schoolDays } from './sampleDistrict.ts';

const DAYS = schoolDays(180);
/** After the fall term and well before the end of the year. */
const WINTER = DAYS.slice(105, 150);

const incident = (student: string, day: number, changes: SampleRow = {}): SampleRow => ({
  ...{ incidentId: `${student}-${day}`, studentSourcedId: student, schoolSourcedId: 'north', date: DAYS[day]! },
  ...{ behavior: 'Fighting', participationCode: 'Perpetrator', incidentLevel: 'major', ...changes },
});
const answer = (student: string, construct: string, score: string): SampleRow => ({
  ...{ studentSourcedId: student, surveyId: 'fall', administrationDate: DAYS[60]!, construct, score },
  ...{ scaleMinimum: '1', scaleMaximum: '5', consentBasis: 'parentConsent' },
});
const program = (student: string): SampleRow => ({
  ...{ studentSourcedId: student, programType: 'CTE', beginDate: '2025-09-01' },
  careerPathway: 'Therapeutic Services',
});
const halfDay = (student: string, day: number): SampleRow => ({
  ...absenceRows(student, 'north', [DAYS[day]!])[0],
  ...{ category: 'Partial', eventDuration: 0.5 },
});

/** Something to say of `troubled` in every domain, of `steady` only good, of `quiet` nothing, `left` was like the first. */
function district(): DistrictRows {
  const rows = highSchool(['troubled', 'steady', 'quiet', 'left']);
  const troubled = ['troubled', 'left'];
  rows.schoolEnrollments = [
    enrolled('troubled'),
    enrolled('steady', { gradeLevel: '09', firstNinthGradeYear: YEAR }),
    enrolled('quiet', { gradeLevel: '06', firstNinthGradeYear: undefined }),
    enrolled('left', { exitWithdrawDate: DAYS[90]! }),
  ];
  rows.enrollments.push(...troubled.map((id) => attends(id, 'k-eng')), attends('steady', 'k-eng'));
  rows.attendanceEvents = [
    ...troubled.flatMap((id) => absenceRows(id, 'north', DAYS.slice(0, 50))),
    ...troubled.map((id) => halfDay(id, 55)),
    ...absenceRows('steady', 'north', [DAYS[12]!]),
  ];
  rows.courseTranscripts = [
    ...troubled.flatMap((id) => [
      attempt(id, { courseAttemptResult: 'Fail', earnedCredits: 0, finalLetterGrade: 'F' }),
      transcript({ studentSourcedId: id, courseAttemptResult: 'Fail', finalLetterGrade: 'D' }),
      transcript({ studentSourcedId: id, courseAttemptResult: 'In Progress', term: 'Spring Semester' }),
    ]),
    ...semester('steady', YEAR, 'Fall Semester', { finalLetterGrade: 'B' }),
  ];
  rows.grades = [...troubled, 'steady'].map((id) =>
    grade({
      ...{ studentSourcedId: id, classSourcedId: 'k-eng', asOfDate: '2027-01-12' },
      ...(id === 'steady' ? { letterGrade: 'B', missingAssignments: 2 } : { letterGrade: 'F', missingAssignments: 7 }),
    }),
  );
  rows.assessments = [...troubled, 'steady'].map((id) =>
    assessment({
      ...{ studentSourcedId: id, subject: 'Reading' },
      benchmarkStatus: id === 'steady' ? 'At Benchmark' : 'Below Benchmark',
    }),
  );
  rows.behaviorIncidents = troubled.flatMap((id) => [
    ...[20, 30, 60, 70, 75, 80].map((day) => incident(id, day)),
    incident(id, 85, { incidentLevel: 'minor' }),
  ]);
  rows.behaviorIncidents.push(incident('steady', 40, { incidentLevel: 'minor' }));
  rows.surveyResponses = [
    ...troubled.flatMap((id) => [answer(id, 'belonging', '1.2'), answer(id, 'agency', '1.5')]),
    answer('steady', 'belonging', '4'),
  ];
  rows.programs = [...troubled, 'steady'].map(program);
  return rows;
}

/** Days on which some row of the district is dated, those of the calendar aside: they are news. */
const NEWS = new Set(
  Object.values({ ...district(), calendarDates: [] })
    .flat()
    .flatMap((row) => Object.values(row))
    .filter((value) => DAYS.includes(String(value)))
    .map(String),
);

const TENANT = { ...tenantWith(), gradeScales: SCALES };
const TABLES = districtTables(district());

function night(asOf: string, tenant = TENANT, tables = TABLES): readonly AssessedStudent[] {
  const inputs = assessmentInputs(tables, coveredTo(asOf), tenant, parseDay(asOf)!);
  return [...assessStudents(inputs)(0, inputs.students.ids.length)];
}

/** Every signature of a night by student and domain. */
const signatures = (assessed: readonly AssessedStudent[]) =>
  Object.fromEntries(
    assessed.flatMap(({ result }) =>
      DOMAINS.map((domain) => [`${result.sourcedId} ${domain}`, result.domains[domain].signature]),
    ),
  );

/** What of a result moves when a cut is crossed: the tier, flags, which reasons there are, and the cuts they name. */
const standing = ({ tier, flags, reasons, subDomains }: DomainResult) =>
  JSON.stringify([tier, flags, reasons.map(({ code, cutPoint }) => [code, cutPoint]), subDomains]);

describe('two nights with the same data, a school day apart', () => {
  const nights = WINTER.map((day) => night(day));

  it('change nobody in any domain, nor in the directory', () => {
    for (const each of nights) {
      expect(signatures(each)).toEqual(signatures(nights[0]!));
      expect(each.map(({ directory }) => directory)).toEqual(nights[0]!.map(({ directory }) => directory));
    }
  });

  it('are of a district in which every domain has tiers and cuts to tell of', () => {
    const [of] = nights[0]!.filter(({ result }) => result.sourcedId === 'troubled');
    for (const domain of DOMAINS) {
      const { tier, reasons } = of!.result.domains[domain];
      expect([domain, tier]).toEqual([domain, domain === 'wellBeing' || domain === 'ctePathway' ? 2 : 3]);
      expect(reasons.some(({ cutPoint }) => cutPoint !== undefined)).toBe(true);
    }
  });

  it('differ in what they tell: days enrolled and windows of days go on', () => {
    const [first, last] = [nights.at(0)!, nights.at(-1)!];
    const reasonsOf = (assessed: readonly AssessedStudent[], domain: 'attendance' | 'behavior') =>
      assessed.find(({ result }) => result.sourcedId === 'troubled')!.result.domains[domain].reasons;
    for (const domain of ['attendance', 'behavior'] as const) {
      expect(reasonsOf(last, domain)).not.toEqual(reasonsOf(first, domain));
    }
  });

  it('change somebody through the whole year only where a cut, a flag or a kind of reason comes or goes', () => {
    const year = DAYS.slice(10).map((day) => night(day));
    let changed = 0;
    for (const [index, now] of year.entries()) {
      for (const [place, { result }] of (year[index - 1] ?? []).entries()) {
        for (const domain of DOMAINS) {
          const [before, after] = [result.domains[domain], now[place]!.result.domains[domain]];
          if (before.signature === after.signature) continue;
          changed += 1;
          if (!NEWS.has(DAYS[index + 10]!))
            expect(standing(after), `${result.sourcedId} ${domain}`).not.toBe(standing(before));
        }
      }
    }
    expect(changed).toBeGreaterThan(0);
  });

  it('are the same for incidents that stay within a window of school days, and for a tier that is held', () => {
    const behavior = { windowSchoolDays: 90, stepDownDays: 40 };
    const windowed = tenantWith({
      thresholds: [{ version: 'windowed', effectiveFrom: '2020-01-01', attendance: {}, behavior }],
    });
    const incidents = [20, 30, 60, 70, 75, 80].map((day) => incident('troubled', day));
    const tables = districtTables({ ...district(), behaviorIncidents: incidents });
    const of = (day: number) =>
      night(DAYS[day]!, windowed, tables).find(({ result }) => result.sourcedId === 'troubled')!;
    const signatureOn = (day: number) => of(day).result.domains.behavior.signature;
    expect(new Set([81, 85, 95, 108].map(signatureOn)).size).toBe(1);
    expect(of(115).result.domains.behavior.flags).toContain('stepDownHeld');
    expect(new Set([112, 113, 117, 119].map(signatureOn)).size).toBe(1);
  });
});
