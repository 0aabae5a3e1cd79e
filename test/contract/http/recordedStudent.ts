import { s3Lake } from '../../../shared/lake/lake.ts';
import { writeRecords } from '../../../shared/records/write/writeRecords.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { type RecordRows, STARTS_ON, storeRows } from '../../unit/records/recordDistrict.ts';

/** What stands only where a class of data is shown. */
export const TOLD = {
  directory: 'Zora',
  academic: 'Biology of frogs',
  discipline: 'Threw a chair',
  health: 'Fever of 39',
  description: 'Together with somebody else',
} as const;

const FIRST_YEAR = 2014;

/** Everything a file can say of one student, thirteen years of attendance among it. */
export function wholeRecord(id: string): RecordRows {
  const of = { studentSourcedId: id };
  const years = Array.from({ length: 13 }, (_, index) => FIRST_YEAR + index);
  const absence = (date: string, row = {}) => ({
    ...{ ...of, schoolSourcedId: 'north', date, category: 'Unexcused Absence', ...row },
  });
  const daysOf = (year: number) =>
    Array.from(
      { length: 30 },
      (_, day) => `${year}-${day < 15 ? '09' : '11'}-${String(1 + (day % 15)).padStart(2, '0')}`,
    );
  return {
    orgs: [{ sourcedId: 'north', name: 'North High', type: 'school' }],
    users: [
      { sourcedId: id, role: 'student', givenName: 'Ada', familyName: 'Zimmermann' },
      { sourcedId: 't1', role: 'teacher', givenName: 'Bo', familyName: 'Ek' },
    ],
    demographics: [{ sourcedId: id, birthDate: '2010-02-28' }],
    schoolEnrollments: [
      {
        ...of,
        schoolSourcedId: 'north',
        entryDate: '2024-09-01',
        exitWithdrawDate: '2025-01-10',
        exitWithdrawType: TOLD.health,
      },
      { ...of, schoolSourcedId: 'north', entryDate: '2025-02-01', gradeLevel: '09', firstNinthGradeYear: 2025 },
    ],
    attendanceEvents: [
      ...years.flatMap((year) => daysOf(year - 1).map((date) => absence(date))),
      absence('2026-09-21', { absenceClass: 'medical', reason: TOLD.health }),
      absence('2026-09-22', { absenceClass: 'outOfSchoolSuspension' }),
      absence('2026-09-23', { absenceClass: 'schoolActivity' }),
    ],
    courses: [{ sourcedId: 'c1', title: TOLD.academic, courseCode: 'BIO1', orgSourcedId: 'north' }],
    classes: [
      { sourcedId: 'k1', title: 'Biology 1', courseSourcedId: 'c1', schoolSourcedId: 'north', classType: 'scheduled' },
    ],
    enrollments: [
      { sourcedId: 'e1', userSourcedId: id, classSourcedId: 'k1', schoolSourcedId: 'north', role: 'student' },
      { sourcedId: 'e2', userSourcedId: 't1', classSourcedId: 'k1', schoolSourcedId: 'north', role: 'teacher' },
    ],
    courseTranscripts: [
      {
        ...{ ...of, schoolYear: 2026, term: 'Fall', courseCode: 'BIO1', academicSubject: 'Science' },
        ...{ attemptedCredits: 0.5, earnedCredits: 0.5, courseAttemptResult: 'Pass', schoolSourcedId: 'north' },
      },
    ],
    grades: [
      { ...of, classSourcedId: 'k1', academicSessionSourcedId: 'fall', asOfDate: '2026-09-30', letterGrade: 'B' },
    ],
    courseRequests: [{ ...of, schoolYear: 2027, courseCode: 'BIO1', potentialCredits: 1 }],
    behaviorIncidents: [
      {
        ...{ ...of, incidentId: 'i1', date: '2026-09-22', schoolSourcedId: 'north', behavior: TOLD.discipline },
        ...{ participationCode: 'Victim', description: TOLD.description, incidentLevel: 'major' },
      },
    ],
    assessments: [
      { ...of, assessmentId: 'a1', administrationDate: '2026-09-10', title: 'Reading screener', score: 12.5 },
    ],
    surveyResponses: [
      {
        ...{ ...of, surveyId: 'w1', administrationDate: '2026-09-12', construct: TOLD.health, score: 1 },
        ...{ scaleMinimum: 1, scaleMaximum: 5, consentBasis: 'parentConsent' },
      },
    ],
    programs: [
      { ...of, programType: 'IEP', programName: TOLD.health, beginDate: '2025-09-01' },
      { ...of, programType: 'EL', beginDate: '2025-09-01' },
    ],
    credentials: [{ ...of, credentialId: 'c1', awardDate: '2026-05-01', title: 'First aid' }],
    milestones: [{ ...of, code: 'fafsa', status: 'waived', reason: TOLD.health }],
    contacts: [
      {
        ...{ ...of, contactId: 'g1', relation: 'Mother', givenName: 'Zora', familyName: 'Home', contactPriority: 1 },
        ...{ email: 'zora@example.org', phone: '+1 555 0100', preferredLanguage: 'es', preferredChannel: 'sms' },
      },
      { ...of, contactId: 'g2', relation: 'Father', phone: '+1 555 0199', noContact: 1 },
    ],
  };
}

/** Writes one student's files as an edition of the district, with the records that are made of them. */
export async function seedRecords(id: string, edition: number, rows: RecordRows = wholeRecord(id)): Promise<void> {
  const lake = s3Lake(environment('LAKE_BUCKET'));
  await storeRows(lake, edition, rows);
  await writeRecords(lake, edition, STARTS_ON);
}
