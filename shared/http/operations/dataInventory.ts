import type { FieldClass } from '../../domain/access/fieldClass.ts';
import { FILES } from '../../sis/registry.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import { rolesShown } from '../authorization.ts';
import { defineRoute } from '../route.ts';
import { getDataInventoryContract } from './dataInventoryContract.ts';

interface Collected {
  readonly what: string;
  readonly usedFor: string;
  /** Classes of a student's data in it; none: it is not about students. */
  readonly classes: readonly FieldClass[];
}

const about = (what: string, usedFor: string, ...classes: readonly FieldClass[]): Collected => ({
  what,
  usedFor,
  classes,
});
const COURSES = 'courses, marks and credits: whether a student is on the way to a diploma';
const STRUCTURE = 'the frame of the school year, without students';

/** Why each file of the student information system is read. */
export const COLLECTED: Readonly<Record<string, Collected>> = {
  orgs: about('schools and the district', STRUCTURE),
  academicSessions: about('school years and terms', STRUCTURE),
  calendarDates: about('school days and holidays', STRUCTURE),
  classMeetings: about('periods in which a class met', STRUCTURE),
  courses: about('the catalogue of courses', STRUCTURE),
  classes: about('sections of courses', STRUCTURE),
  categories: about('kinds of graded work', STRUCTURE),
  lineItems: about('graded work of a class', STRUCTURE),
  attendanceTaken: about('days for which attendance was taken', STRUCTURE),
  surveyAggregates: about('results of surveys of whole groups', 'the climate of schools, without students'),
  roles: about('roles of staff and families', 'who may see whom'),
  caseloads: about('which staff looks after which student', 'who may see whom, and who is reminded', 'directory'),
  enrollments: about('who attends or teaches which class', 'who may see whom', 'academic'),
  users: about('names and addresses of students, staff and families', 'to know whom a record is about', 'directory'),
  demographics: about('birth date and groups', 'when rights move to the student; equity of support', 'directory'),
  contacts: about('how to reach a family, and who must not be reached', 'messages to families', 'directory'),
  schoolEnrollments: about('enrolment at schools', 'from when to when a student’s days count', 'academic'),
  attendanceEvents: about(
    'absences and tardies with their reasons',
    'tiers of support in attendance',
    'academic',
    'health',
  ),
  courseTranscripts: about('courses taken and credits earned', COURSES, 'academic'),
  courseRequests: about('courses asked for', COURSES, 'academic'),
  grades: about('marks of running classes', COURSES, 'academic'),
  results: about('scores of graded work', COURSES, 'academic'),
  assessments: about('screeners and examinations', 'tiers of support in academics', 'academic'),
  credentials: about('industry credentials', 'career and technical education', 'academic'),
  diplomas: about('diplomas awarded', 'graduation', 'academic'),
  milestones: about('service hours, plans after school, waivers', 'graduation', 'academic'),
  programs: about('programs a student takes part in', 'support that exists already', 'academic', 'health'),
  behaviorIncidents: about('incidents and what followed', 'tiers of support in behavior', 'discipline'),
  surveyResponses: about('what students say of themselves, with consent', 'tiers of support in well-being', 'health'),
};

/** What people and the service add, and where it lies. */
const kept = ({ retention }: Tenant) => [
  { what: 'tiers of support with their reasons and history', keptFor: 'as long as the record' },
  { what: 'plans, check-ins, notes, overrides, requests to amend', keptFor: 'as long as the record' },
  { what: 'to whom a record was shown, and what was changed', keptFor: 'as long as the record' },
  { what: 'files of the student information system as they were sent', keptFor: `${retention.dropsDays} days` },
  { what: 'files with survey answers nobody has consented to', keptFor: `${retention.consentDropsDays} days` },
  { what: 'logs, which name nobody', keptFor: `${retention.logsDays} days` },
  { what: 'signed records of finished school years', keptFor: `locked for ${retention.yearEndArchiveYears} years` },
];

const AT_18 = {
  off: 'From the 18th birthday on the rights are the student’s alone.',
  consent: 'From the 18th birthday on the rights are the student’s; a family sees what the student consents to.',
  dependentStudent:
    'From the 18th birthday on the rights are the student’s; a family still sees the record of a student who is recorded as their dependent for taxes.',
} as const;

/** For everybody: what is collected about students, what for, who sees it, how long it is kept, and what one can ask for. */
export const getDataInventoryRoute = defineRoute({
  ...getDataInventoryContract,
  handle: async ({ tenant: { tenant } }) => ({
    body: {
      district: tenant.district.name,
      collected: FILES.map(({ name, columns }) => ({
        file: name,
        ...(COLLECTED[name] ?? { what: name, usedFor: STRUCTURE, classes: [] }),
        fields: columns.filter((column) => column.name !== 'metadata').map((column) => column.name),
      })),
      kept: kept(tenant),
      seenBy: rolesShown(tenant.access),
      sharedWith: [],
      decisions:
        'Tiers are computed by published rules and explained; support is decided by people, never by the service.',
      rights: [
        'Parents, and students from 18 on, may inspect the whole record within 45 days of asking (34 CFR 99.10).',
        'They may ask to amend what is wrong or misleading, and have a hearing when it is refused (34 CFR 99.20, 99.21).',
        'They may see to whom the record was shown (34 CFR 99.32).',
        AT_18[tenant.access.familyAccessAt18],
      ],
      neverDone: ['Records are not sold, used for advertising, or used to train models.'],
    },
  }),
});
