import { formatDay, parseDay } from '../domain/calendar/day.ts';
import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { personName, staffId, studentId } from '../domain/identity.ts';
import type { ClassOfRecord } from '../domain/record/coursework.ts';
import type {
  AttendanceOfRecord,
  AttendanceOfYear,
  DisciplineAction,
  IncidentOfRecord,
  SchoolOfRecord,
  StudentRecord,
} from '../domain/record/studentRecord.ts';
import { listOf } from '../sis/cells/types.ts';
import { readRows, type StoredRow } from './readRows.ts';
import type { RecordManifest } from './recordFiles.ts';
import type { RowSectionName, StoredIncident } from './sections.ts';
import { guardianOf, type StoredGuardianOfRecord } from './storedGuardian.ts';

/** What classes.csv, courses.csv, academicSessions.csv and the enrolments of teachers say of a class. */
export type StoredClass = readonly [
  classSourcedId: string,
  title: string | null,
  courseCode: string | null,
  courseTitle: string | null,
  location: string | null,
  /** As the cell has them. */
  periods: string | null,
  terms: readonly (readonly [title: string, start: number, end: number])[],
  teachers: readonly (readonly [sourcedId: string, givenName: string | null, familyName: string | null])[],
];

/** A line of the students. A section without rows is absent. */
export type StoredRecord = { readonly sourcedId: string } & {
  readonly [Name in RowSectionName]?: readonly StoredRow[];
} & {
  readonly classes?: readonly (readonly [
    about: StoredClass,
    school: number,
    begin: number | null,
    end: number | null,
  ])[];
  readonly guardians?: readonly StoredGuardianOfRecord[];
};

export function recordOf(stored: StoredRecord, { schools, schoolYearStartsOn }: RecordManifest): StudentRecord {
  const rows = <Name extends RowSectionName>(name: Name) => readRows(name, stored[name], schools);
  const [{ birthDate, ...demographics } = {}] = rows('demographics');
  const contacts = rows('contacts');
  return {
    sourcedId: studentId(stored.sourcedId),
    person: rows('person')[0] ?? {},
    ...(birthDate !== undefined && { birthDate }),
    ...(Object.keys(demographics).length > 0 && { demographics }),
    directoryInformationBlock: contacts.some(({ directoryInformationBlock }) => directoryInformationBlock === true),
    enrollments: rows('enrollments'),
    attendance: byYear(rows('attendance'), schoolYearStartsOn),
    classes: (stored.classes ?? []).map((taken) => classOf(taken, schools)),
    transcripts: rows('transcripts'),
    grades: rows('grades'),
    plannedCourses: rows('plannedCourses'),
    incidents: byIncident(rows('incidents')),
    assessments: rows('assessments'),
    surveys: rows('surveys'),
    programs: rows('programs'),
    credentials: rows('credentials'),
    diplomas: rows('diplomas'),
    milestones: rows('milestones'),
    contacts,
    guardians: (stored.guardians ?? []).map(guardianOf),
  };
}

function byYear(events: readonly AttendanceOfRecord[], startsOn: string): readonly AttendanceOfYear[] {
  const years = new Map<number, AttendanceOfRecord[]>();
  for (const event of events) {
    const { name } = schoolYearOf(parseDay(event.date) ?? 0, startsOn);
    const ofYear = years.get(name) ?? [];
    years.set(name, ofYear);
    ofYear.push(event);
  }
  return [...years].map(([schoolYear, ofYear]) => ({ schoolYear, events: ofYear }));
}

/** A row for each action becomes one incident with its actions, ascending by their first day. */
function byIncident(rows: readonly StoredIncident[]): readonly IncidentOfRecord[] {
  const incidents = new Map<string, { about: Omit<IncidentOfRecord, 'actions'>; actions: DisciplineAction[] }>();
  for (const { disciplineAction, actionType, actionStartDate, actionLengthDays, ...about } of rows) {
    const key = JSON.stringify(about);
    const incident = incidents.get(key) ?? { about, actions: [] };
    incidents.set(key, incident);
    const action = {
      ...(disciplineAction !== undefined && { disciplineAction }),
      ...(actionType !== undefined && { actionType }),
      ...(actionStartDate !== undefined && { actionStartDate }),
      ...(actionLengthDays !== undefined && { actionLengthDays }),
    };
    if (Object.keys(action).length > 0) incident.actions.push(action);
  }
  return [...incidents.values()].map(({ about, actions }) => ({ ...about, actions: actions.sort(byStart) }));
}

const byStart = (a: DisciplineAction, b: DisciplineAction): number => {
  const [first, second] = [a.actionStartDate ?? '', b.actionStartDate ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
};

type TakenClass = NonNullable<StoredRecord['classes']>[number];

function classOf([about, school, begin, end]: TakenClass, schools: readonly SchoolOfRecord[]): ClassOfRecord {
  const [classSourcedId, title, courseCode, courseTitle, location, periods, terms, teachers] = about;
  return {
    classSourcedId,
    ...(title !== null && { title }),
    ...(courseCode !== null && { courseCode }),
    ...(courseTitle !== null && { courseTitle }),
    school: schools[school] ?? { sourcedId: '' },
    ...(location !== null && { location }),
    periods: listOf(periods ?? undefined),
    terms: terms.map(([term, start, last]) => ({
      title: term,
      startDate: formatDay(start),
      endDate: formatDay(last),
    })),
    teachers: teachers.map(([sourcedId, givenName, familyName]) => ({
      sourcedId: staffId(sourcedId),
      ...(givenName !== null && { givenName: personName(givenName) }),
      ...(familyName !== null && { familyName: personName(familyName) }),
    })),
    ...(begin !== null && { beginDate: formatDay(begin) }),
    ...(end !== null && { endDate: formatDay(end) }),
  };
}
