import type { FieldClass } from '../../domain/access/fieldClass.ts';
import { attendanceShown, programsShown } from '../../domain/access/recordClass.ts';
import type {
  AttendanceOfRecord,
  ContactOfRecord,
  IncidentOfRecord,
  RecordSources,
  StudentRecord,
} from '../../domain/record/studentRecord.ts';
import type { OwnStudent } from './ownStudents.ts';

type GradeOfRecord = StudentRecord['grades'][number];

/** The parts of a record that the caller's classes cover, each with the fields a family reads and no others. */
export function recordView(own: OwnStudent) {
  const { record, classes } = own;
  const { programs, contacts, enrollments } = record;
  return {
    person: personView(record),
    enrollments: enrollments.map(({ school, entryDate, exitWithdrawDate, gradeLevel }) =>
      told({ school, entryDate, exitWithdrawDate, gradeLevel }),
    ),
    contacts: contactsView(contacts, own),
    ...(classes.has('academic') && academicView(record, classes)),
    ...(classes.has('discipline') && { incidents: record.incidents.map(incidentView) }),
    programs: programsShown(programs, classes).map(
      ({ programType, programName, beginDate, endDate, school, careerPathway }) =>
        told({ programType, programName, beginDate, endDate, school, careerPathway }),
    ),
  };
}

/** When the data of each part were sent last. */
export function sourcesView(sources: RecordSources | undefined) {
  if (!sources) return {};
  const { attendance, classes, grades, transcripts, assessments, incidents, programs, contacts } = sources;
  return told({
    ...{ attendance: attendance.generatedAt, courses: classes.generatedAt, marks: grades.generatedAt },
    ...{ transcripts: transcripts.generatedAt, screeners: assessments.generatedAt, incidents: incidents.generatedAt },
    ...{ programs: programs.generatedAt, contacts: contacts.generatedAt },
  });
}

type Told<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

/** Without the fields that nothing is known of. */
function told<Fields extends object>(fields: Fields): Told<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Told<Fields>;
}

function personView({ person, birthDate }: StudentRecord) {
  const { givenName, middleName, familyName, preferredGivenName, preferredFamilyName } = person;
  const { pronouns, identifier, email, phone } = person;
  const names = { givenName, middleName, familyName, preferredGivenName, preferredFamilyName };
  return told({ ...names, pronouns, identifier, email, phone, birthDate });
}

/**
 * A guardian's own entry; of everybody else that they are on file, because an address can put somebody in danger. Whoever
 * must not be reached is not named at all, nor is anybody to somebody who is no legal guardian.
 */
function contactsView(contacts: readonly ContactOfRecord[], { guardian, record }: OwnStudent) {
  const isOwn = ({ contactId }: ContactOfRecord) => guardian !== undefined && contactId === String(guardian.sourcedId);
  const seesOthers = record.guardians.find(({ sourcedId }) => sourcedId === guardian?.sourcedId)?.legalGuardian;
  return contacts.flatMap((contact) => {
    const { relation, givenName, familyName } = contact;
    if (isOwn(contact)) {
      const { email, phone, preferredLanguage, preferredChannel, livesWith, legalGuardian } = contact;
      const own = { email, phone, preferredLanguage, preferredChannel, livesWith, legalGuardian };
      return [told({ relation, givenName, familyName, own: true, ...own })];
    }
    if (contact.noContact || seesOthers === false) return [];
    return [told({ relation, givenName, familyName, own: false })];
  });
}

function academicView(record: StudentRecord, classes: ReadonlySet<FieldClass>) {
  const { attendance, classes: taken, grades, transcripts, plannedCourses, assessments } = record;
  const { credentials, diplomas, milestones } = record;
  return {
    attendance: attendance.map(({ schoolYear, events }) => ({
      schoolYear,
      events: events.map((event) => attendanceView(event, classes)),
    })),
    courses: taken.map(({ title, courseTitle, school, periods, location, terms, teachers, beginDate, endDate }) =>
      told({
        ...{ title, courseTitle, school, periods, location, terms, beginDate, endDate },
        teachers: teachers.map(({ givenName, familyName }) => told({ givenName, familyName })),
      }),
    ),
    marks: latestMarks(grades),
    transcripts: transcripts.map((each) => {
      const { schoolYear, term, courseTitle, attemptedCredits, earnedCredits, courseAttemptResult } = each;
      const { finalLetterGrade, finalNumericGrade, school, externalSchoolName } = each;
      const credits = { attemptedCredits, earnedCredits, courseAttemptResult };
      const schoolName = externalSchoolName ?? school?.name;
      return told({ schoolYear, term, courseTitle, ...credits, finalLetterGrade, finalNumericGrade, schoolName });
    }),
    credits: creditsOf(record),
    plannedCourses: plannedCourses.map(({ schoolYear, term, courseTitle, potentialCredits, status }) =>
      told({ schoolYear, term, courseTitle, potentialCredits, status }),
    ),
    screeners: assessments.map((each) => {
      const { administrationDate, title, academicSubject, score } = each;
      const { performanceLevel, benchmarkStatus, window, passed } = each;
      const levels = { performanceLevel, benchmarkStatus, window, passed };
      return told({ administrationDate, title, academicSubject, score, ...levels });
    }),
    credentials: credentials.map(({ title, awardDate }) => told({ title, awardDate })),
    diplomas: diplomas.map(({ diplomaType, awardDate }) => ({ diplomaType, awardDate })),
    milestones: milestones.map(({ code, status, date, hours }) => told({ code, status, date, hours })),
  };
}

/** A day with what its class of absence tells, where that is covered; the school's own words about it are not told here. */
function attendanceView(event: AttendanceOfRecord, classes: ReadonlySet<FieldClass>) {
  const { date, school, category, portionOfDay, minutesMissed, period, arrivalTime, departureTime } = event;
  const { absenceClass } = attendanceShown(event, classes);
  const times = { portionOfDay, minutesMissed, period, arrivalTime, departureTime };
  return told({ date, school, category, ...times, absenceClass });
}

/** Marks come as of many days: the latest of each class, term and kind, in the order of their days. */
function latestMarks(grades: readonly GradeOfRecord[]) {
  const latest = new Map<string, GradeOfRecord>();
  for (const grade of grades) {
    const key = JSON.stringify([grade.classSourcedId, grade.term, grade.gradeType]);
    latest.delete(key);
    latest.set(key, grade);
  }
  return [...latest.values()].map((grade) => {
    const { asOfDate, classTitle, courseTitle, term, gradeType, letterGrade, numericGrade, missingAssignments } = grade;
    const marks = { letterGrade, numericGrade, missingAssignments };
    return told({ asOfDate, classTitle, courseTitle, term, gradeType, ...marks });
  });
}

/** Credits have six decimals at most: added up in millionths they stay exact. */
const MILLIONTHS = 1_000_000;
const sum = (all: readonly number[]): number =>
  all.reduce((total, each) => total + Math.round(each * MILLIONTHS), 0) / MILLIONTHS;

function creditsOf({ transcripts, plannedCourses }: StudentRecord) {
  return {
    earned: sum(transcripts.filter((each) => !each.excludeFromGraduation).map(({ earnedCredits }) => earnedCredits)),
    planned: sum(plannedCourses.map(({ potentialCredits = 0 }) => potentialCredits)),
  };
}

/** What happened, when, and what followed: no description, which is written about everybody who took part. */
function incidentView({ date, time, school, behavior, location, participationCode, actions }: IncidentOfRecord) {
  return told({
    ...{ date, time, school, behavior, location, participation: participationCode },
    actions: actions.map(({ disciplineAction, actionStartDate, actionLengthDays }) =>
      told({ disciplineAction, actionStartDate, actionLengthDays }),
    ),
  });
}
