import * as z from 'zod';
import { ABSENCE_CLASSES, ATTENDANCE_CATEGORIES } from '../../../domain/attendance/record.ts';
import { ACTION_TYPES, INCIDENT_LEVELS, PARTICIPATION_CODES } from '../../../domain/behavior/record.ts';
import { instant, isoDay, sourcedId } from '../../parameters.ts';
import { note } from '../../records/noteContracts.ts';
import { domain } from '../../tierShapes.ts';

/** Rows of the files as a profile shows them. Fields that are of another class than their section are absent for who does not see it. */
const text = z.string().optional();
const day = isoDay.optional();
const yes = z.boolean().optional();
const credits = z.number().optional();
const year = z.int().meta({ description: 'The calendar year in which the school year ends.' });
const school = z.object({ sourcedId, name: text }).meta({ id: 'SchoolOfRow' });

const person = z.object({
  givenName: text,
  middleName: text,
  familyName: text,
  preferredGivenName: text,
  preferredMiddleName: text,
  preferredFamilyName: text,
  pronouns: text,
  identifier: text,
  email: text,
  phone: text,
  birthDate: day,
  directoryInformationBlock: z.boolean().meta({
    description: 'A family has opted out of directory information (34 CFR 99.37): nothing goes to third parties.',
  }),
});

const enrollment = z.object({
  school,
  entryDate: isoDay,
  exitWithdrawDate: day,
  exitWithdrawType: text.meta({
    description: 'Says of illness and expulsion, too: for who sees health and discipline.',
  }),
  gradeLevel: text,
  entryType: text,
  primarySchool: yes,
  firstNinthGradeYear: z.int().optional(),
  graduationPlanId: text,
  fullTimeEquivalency: credits,
});

export const attendanceEvent = z.object({
  date: isoDay,
  school,
  category: z.enum(ATTENDANCE_CATEGORIES),
  portionOfDay: credits,
  minutesMissed: z.number().optional(),
  period: text,
  classSourcedId: text,
  arrivalTime: text,
  departureTime: text,
  absenceClass: z
    .enum(ABSENCE_CLASSES)
    .optional()
    .meta({ description: 'medical, homebound, religious, bereavement with health; suspensions with discipline.' }),
  reason: text.meta({ description: 'With health.' }),
});

const attendanceYear = z
  .object({
    schoolYear: year,
    counts: z
      .partialRecord(z.enum(ATTENDANCE_CATEGORIES), z.int())
      .meta({ description: 'Rows of the year by category; of period attendance each period is one.' }),
    events: z
      .array(attendanceEvent)
      .optional()
      .meta({ description: 'Day by day; a day without a row is one present.' }),
  })
  .meta({ id: 'AttendanceYear' });

const course = z.object({
  classSourcedId: z.string(),
  title: text,
  courseCode: text,
  courseTitle: text,
  school,
  location: text,
  periods: z.array(z.string()),
  terms: z.array(z.object({ title: z.string(), startDate: isoDay, endDate: isoDay })),
  teachers: z.array(z.object({ sourcedId, givenName: text, familyName: text })),
  beginDate: day,
  endDate: day,
});

const mark = z.object({
  asOfDate: isoDay,
  classSourcedId: z.string(),
  classTitle: text,
  courseTitle: text,
  term: text,
  gradeType: text,
  letterGrade: text,
  numericGrade: credits,
  gradeScaleId: text,
  missingAssignments: z.number().optional(),
});

const transcript = z.object({
  schoolYear: year,
  term: z.string(),
  courseCode: z.string(),
  courseTitle: text,
  academicSubject: text,
  creditCategories: z.array(z.string()),
  attemptedCredits: z.number(),
  earnedCredits: z.number(),
  courseAttemptResult: z.string(),
  finalLetterGrade: text,
  finalNumericGrade: credits,
  gradePoints: credits,
  courseLevel: text,
  courseRepeatCode: text,
  methodCreditEarned: text,
  gradeLevelWhenTaken: text,
  excludeFromGraduation: yes,
  excludeFromGpa: yes,
  school: school.optional(),
  externalSchoolName: text,
});

const exactCredits = z.string().regex(/^\d+(\.\d+)?$/);
const creditLine = {
  required: exactCredits,
  earned: exactCredits,
  inProgress: exactCredits.meta({ description: 'Of running courses; not part of earned.' }),
  remaining: exactCredits,
};
const creditProgress = z
  .object({
    plan: z.object({ id: z.string(), title: z.string() }),
    total: z.object(creditLine),
    areas: z.array(z.object({ code: z.string(), title: z.string(), ...creditLine })),
  })
  .meta({ id: 'CreditProgress', description: 'Credits so far, counted and placed as the year-end audit does.' });

const planned = z.object({
  schoolYear: year,
  term: text,
  courseCode: z.string(),
  courseTitle: text,
  potentialCredits: credits,
  status: text,
});

const incident = z.object({
  incidentId: z.string(),
  date: isoDay,
  time: text,
  school,
  behavior: z.string(),
  location: text,
  participationCode: z.enum(PARTICIPATION_CODES).optional(),
  incidentLevel: z.enum(INCIDENT_LEVELS).optional(),
  description: text.meta({ description: 'For administrators and counselors: it may name other students.' }),
  actions: z.array(
    z.object({
      disciplineAction: text,
      actionType: z.enum(ACTION_TYPES).optional(),
      actionStartDate: day,
      actionLengthDays: credits,
    }),
  ),
});

const assessment = z.object({
  assessmentId: z.string(),
  administrationDate: isoDay,
  title: text,
  academicSubject: text,
  score: credits,
  scoreMethod: text,
  performanceLevel: text,
  benchmarkStatus: text,
  window: text,
  gradeLevel: text,
  examCode: text,
  passed: yes,
});

const survey = z.object({
  surveyId: z.string(),
  administrationDate: isoDay,
  construct: z.string(),
  score: z.number(),
  scaleMinimum: z.number(),
  scaleMaximum: z.number(),
  higherIsBetter: yes,
});

const program = z.object({
  programType: z.string(),
  programName: text,
  beginDate: isoDay,
  endDate: day,
  school: school.optional(),
  careerPathway: text,
  cipCode: text,
  participationStatus: text,
});

const credential = z.object({
  credentialId: z.string(),
  awardDate: isoDay,
  title: text,
  careerPathway: text,
  cipCode: text,
});

const diploma = z.object({ diplomaType: z.string(), awardDate: isoDay });

const milestone = z.object({
  code: z.string(),
  status: z.string(),
  date: day,
  hours: credits,
  authorizer: text,
  reason: text.meta({ description: 'With health.' }),
});

const contact = z.object({
  contactId: z.string(),
  relation: z.string(),
  givenName: text,
  familyName: text,
  email: text,
  phone: text,
  preferredLanguage: text.meta({ description: 'BCP 47.' }),
  preferredChannel: text,
  contactPriority: z.number().optional(),
  livesWith: yes.meta({ description: 'With health.' }),
  legalGuardian: yes.meta({ description: 'With health.' }),
  noContact: yes.meta({ description: 'true: must not be reached; no address is shown.' }),
});

const plan = z.object({
  planId: z.string(),
  domain,
  timeline: z.object({ startDate: isoDay, endDate: isoDay }),
  goal: text,
  strategy: text,
});

const source = z
  .object({ file: z.string(), generatedAt: instant.optional() })
  .meta({ id: 'SectionSource', description: 'A file of the SIS and when it was made.' });

function section<Item extends z.ZodType>(item: Item, about = '') {
  const shape = z.strictObject({
    asOf: isoDay.meta({ description: 'The day it speaks of.' }),
    source: z.array(source).meta({ description: 'Empty for what people have added here.' }),
    items: z.array(item),
  });
  return about === '' ? shape.optional() : shape.optional().meta({ description: about });
}

/** Everything a profile may hold beside tiers, by name. */
export const profileSections = {
  person: section(person),
  enrollments: section(enrollment, 'Every school and year.'),
  attendance: section(attendanceYear, 'Each school year; day by day the current one, or all with attendanceYears=all.'),
  classes: section(course, 'Classes and their teachers.'),
  grades: section(mark, 'Running marks by day.'),
  transcripts: section(transcript, 'Courses attempted and what they gave.'),
  credits: section(creditProgress, 'Against the requirement plan; nobody’s before a first ninth grade is known.'),
  plannedCourses: section(planned),
  incidents: section(incident, 'The student’s own part in them, that of a victim or witness included.'),
  assessments: section(assessment, 'Screeners, state tests, examinations.'),
  surveys: section(survey, 'What the student says of themselves, with consent.'),
  programs: section(program, 'Those of the classes you see.'),
  credentials: section(credential),
  diplomas: section(diploma),
  milestones: section(milestone),
  contacts: section(contact, 'In the order in which to reach them.'),
  plans: section(plan, 'Intervention plans of the domains you see.'),
  notes: section(note, 'The newest that you may read.'),
};
export type SectionName = keyof typeof profileSections;
export const SECTION_NAMES = Object.keys(profileSections) as [SectionName, ...SectionName[]];
