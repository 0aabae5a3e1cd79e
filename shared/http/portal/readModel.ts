import * as z from 'zod';
import { FAMILY_BASES } from '../../domain/access/familyRights.ts';
import { ABSENCE_CLASSES, ATTENDANCE_CATEGORIES } from '../../domain/attendance/record.ts';
import { instant, isoDay } from '../parameters.ts';
import { accessReason } from '../students/shapes.ts';
import { assessedTier, domain } from '../tierShapes.ts';

/** What a family and a student read of the record; `docs/decisions/portal.md` says why each field is there. */

const text = z.string();
const school = z.strictObject({ sourcedId: text, name: text.optional() });
const person = {
  givenName: text.optional(),
  middleName: text.optional(),
  familyName: text.optional(),
};

const rights = z
  .strictObject({
    holder: z.enum(['parents', 'student', 'unknown']),
    transferOn: isoDay.nullable().meta({ description: 'The 18th birthday, from which the rights are the student’s.' }),
    until: isoDay
      .nullable()
      .meta({ description: 'The last day on which a family sees this, where it ends by itself.' }),
    basis: z.enum(['parent', 'ownRecord', ...FAMILY_BASES]),
  })
  .meta({ id: 'PortalRights', description: 'Who holds the rights in the record (34 CFR 99.5).' });

export const ownDomain = z
  .strictObject({
    domain,
    name: text,
    tier: assessedTier,
    meaning: text,
    figures: z.array(text).meta({ description: 'What it rests on, a sentence each.' }),
    parts: z.array(z.strictObject({ name: text, tier: assessedTier })),
    since: isoDay,
    asOf: isoDay.nullable(),
    setBySchool: z.boolean().meta({ description: 'The school has set it itself; it can say why.' }),
  })
  .meta({ id: 'PortalDomain', description: 'How a student stands in an area, in a family’s words.' });

const attendanceDay = z
  .strictObject({
    date: isoDay,
    school,
    category: z.enum(ATTENDANCE_CATEGORIES),
    portionOfDay: z.number().optional(),
    minutesMissed: z.int().optional(),
    period: text.optional(),
    arrivalTime: text.optional(),
    departureTime: text.optional(),
    absenceClass: z.enum(ABSENCE_CLASSES).optional(),
  })
  .meta({ id: 'PortalAttendance' });

const course = z
  .strictObject({
    title: text.optional(),
    courseTitle: text.optional(),
    school,
    periods: z.array(text),
    location: text.optional(),
    terms: z.array(z.strictObject({ title: text, startDate: isoDay, endDate: isoDay })),
    teachers: z.array(z.strictObject({ givenName: text.optional(), familyName: text.optional() })),
    beginDate: isoDay.optional(),
    endDate: isoDay.optional(),
  })
  .meta({ id: 'PortalCourse' });

const mark = z
  .strictObject({
    asOfDate: isoDay,
    classTitle: text.optional(),
    courseTitle: text.optional(),
    term: text.optional(),
    gradeType: text.optional(),
    letterGrade: text.optional(),
    numericGrade: z.number().optional(),
    missingAssignments: z.int().optional(),
  })
  .meta({ id: 'PortalMark', description: 'The latest mark of a class.' });

const transcript = z
  .strictObject({
    schoolYear: z.int(),
    term: text,
    courseTitle: text.optional(),
    attemptedCredits: z.number(),
    earnedCredits: z.number(),
    courseAttemptResult: text,
    finalLetterGrade: text.optional(),
    finalNumericGrade: z.number().optional(),
    schoolName: text.optional(),
  })
  .meta({ id: 'PortalTranscript' });

const planned = z.strictObject({
  schoolYear: z.int(),
  term: text.optional(),
  courseTitle: text.optional(),
  potentialCredits: z.number().optional(),
  status: text.optional(),
});

const screener = z
  .strictObject({
    administrationDate: isoDay,
    title: text.optional(),
    academicSubject: text.optional(),
    score: z.number().optional(),
    performanceLevel: text.optional(),
    benchmarkStatus: text.optional(),
    window: text.optional(),
    passed: z.boolean().optional(),
  })
  .meta({ id: 'PortalScreener' });

const incident = z
  .strictObject({
    date: isoDay,
    time: text.optional(),
    school,
    behavior: text,
    location: text.optional(),
    participation: text.optional().meta({ description: 'The student’s own part.' }),
    actions: z.array(
      z.strictObject({
        disciplineAction: text.optional(),
        actionStartDate: isoDay.optional(),
        actionLengthDays: z.number().optional(),
      }),
    ),
  })
  .meta({ id: 'PortalIncident' });

const program = z
  .strictObject({
    programType: text,
    programName: text.optional(),
    beginDate: isoDay,
    endDate: isoDay.optional(),
    school: school.optional(),
    careerPathway: text.optional(),
  })
  .meta({ id: 'PortalProgram' });

const contact = z
  .strictObject({
    relation: text,
    givenName: text.optional(),
    familyName: text.optional(),
    own: z.boolean(),
    email: text.optional(),
    phone: text.optional(),
    preferredLanguage: text.optional(),
    preferredChannel: text.optional(),
    livesWith: z.boolean().optional(),
    legalGuardian: z.boolean().optional(),
  })
  .meta({ id: 'PortalContact', description: 'Somebody on file for the student; addresses of the reader alone.' });

const plan = z
  .strictObject({
    domain,
    goal: text,
    strategy: text.meta({ description: 'What is done.' }),
    timeline: z.strictObject({ startDate: isoDay, endDate: isoDay }),
  })
  .meta({ id: 'PortalPlan', description: 'Support that is under way.' });

const owned = {
  sourcedId: text,
  givenName: text,
  familyName: text,
  grade: text.meta({ description: 'CEDS grade level, `09`; empty when unknown.' }),
  exited: z.boolean(),
};

export const ownStudentRow = z
  .strictObject({ ...owned, schools: z.array(text), access: accessReason })
  .meta({ id: 'PortalStudentRow', description: 'A child of the reader, or the reader.' });

export const ownStudent = z
  .strictObject({
    ...owned,
    person: z.strictObject({
      ...person,
      preferredGivenName: text.optional(),
      preferredFamilyName: text.optional(),
      pronouns: text.optional(),
      identifier: text.optional(),
      email: text.optional(),
      phone: text.optional(),
      birthDate: isoDay.optional(),
    }),
    enrollments: z.array(
      z.strictObject({
        school,
        entryDate: isoDay,
        exitWithdrawDate: isoDay.optional(),
        gradeLevel: text.optional(),
      }),
    ),
    contacts: z.array(contact),
    domains: z.array(ownDomain),
    attendance: z.array(z.strictObject({ schoolYear: z.int(), events: z.array(attendanceDay) })).optional(),
    courses: z.array(course).optional(),
    marks: z.array(mark).optional(),
    transcripts: z.array(transcript).optional(),
    credits: z
      .strictObject({ earned: z.number(), planned: z.number() })
      .optional()
      .meta({ description: 'Credits that count toward graduation; what is planned is not earned.' }),
    plannedCourses: z.array(planned).optional(),
    screeners: z.array(screener).optional(),
    credentials: z.array(z.strictObject({ title: text.optional(), awardDate: isoDay })).optional(),
    diplomas: z.array(z.strictObject({ diplomaType: text, awardDate: isoDay })).optional(),
    milestones: z
      .array(z.strictObject({ code: text, status: text, date: isoDay.optional(), hours: z.number().optional() }))
      .optional(),
    incidents: z.array(incident).optional(),
    programs: z.array(program),
    plans: z.array(plan),
    sources: z
      .partialRecord(
        z.enum(['attendance', 'courses', 'marks', 'transcripts', 'screeners', 'incidents', 'programs', 'contacts']),
        instant,
      )
      .meta({ description: 'When the data of each part were sent last.' }),
    asOf: isoDay.meta({ description: 'The last day that could count for `domains`.' }),
    rights,
    access: accessReason,
  })
  .meta({
    id: 'PortalStudent',
    description:
      'A student’s record as the family and the student read it; parts a consent does not cover are left out.',
  });
