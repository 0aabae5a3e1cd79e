import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { familyOf } from './contactFiles.ts';
import { BASE, type CsvFile, csvFile } from './csv.ts';
import { CURRICULUM } from './curriculum.ts';
import { type District, staysOf, studentsOf } from './district.ts';
import type { ExportOptions } from './files.ts';
import { classesOf, homeroomOf, sectionsOf } from './sections.ts';

const DISTRICT = 'D001';

/** The OneRoster 1.2 files, with the columns that carry something here. */
export function rosterFiles(district: District, options: ExportOptions): readonly CsvFile[] {
  return [
    csvFile('orgs', [...BASE, 'name', 'type', 'identifier', 'parentSourcedId'], () => orgs(district)),
    csvFile(
      'academicSessions',
      [...BASE, 'title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
      () => sessions(district),
    ),
    csvFile(
      'courses',
      [...BASE, 'schoolYearSourcedId', 'title', 'courseCode', 'grades', 'orgSourcedId', 'subjects', 'subjectCodes'],
      () => courses(district),
    ),
    csvFile('classes', CLASS_COLUMNS, () => classes(district)),
    csvFile('users', USER_COLUMNS, () => users(district, options)),
    csvFile('roles', ROLE_COLUMNS, () => roles(district, options)),
    csvFile('enrollments', ENROLLMENT_COLUMNS, () => classEnrollments(district)),
    csvFile('demographics', DEMOGRAPHIC_COLUMNS, () => demographics(district)),
  ];
}

const CLASS_COLUMNS = [
  ...BASE,
  ...(['title', 'grades', 'courseSourcedId', 'classCode', 'classType', 'location', 'schoolSourcedId'] as const),
  ...(['termSourcedIds', 'subjects', 'subjectCodes', 'periods'] as const),
] as const;

const USER_COLUMNS = [
  ...BASE,
  ...(['enabledUser', 'username', 'userIds', 'givenName', 'familyName', 'middleName', 'identifier', 'email'] as const),
  ...(['sms', 'phone', 'agentSourcedIds', 'grades', 'password', 'userMasterIdentifier'] as const),
  ...(['preferredGivenName', 'preferredMiddleName', 'preferredFamilyName', 'primaryOrgSourcedId', 'pronouns'] as const),
] as const;

const ROLE_COLUMNS = [
  ...BASE,
  ...(['userSourcedId', 'roleType', 'role', 'beginDate', 'endDate', 'orgSourcedId', 'userProfileSourcedId'] as const),
] as const;

const ENROLLMENT_COLUMNS = [
  ...BASE,
  ...(['classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role', 'primary', 'beginDate', 'endDate'] as const),
] as const;

const RACE_COLUMNS = [
  'americanIndianOrAlaskaNative',
  'asian',
  'blackOrAfricanAmerican',
  'nativeHawaiianOrOtherPacificIslander',
  'white',
  'demographicRaceTwoOrMoreRaces',
] as const;

const DEMOGRAPHIC_COLUMNS = [
  ...BASE,
  ...(['birthDate', 'sex'] as const),
  ...RACE_COLUMNS,
  ...(['hispanicOrLatinoEthnicity', 'countryOfBirthCode', 'stateOfBirthAbbreviation', 'cityOfBirth'] as const),
  ...(['publicSchoolResidenceStatus'] as const),
] as const;

function* orgs({ schoolList }: District) {
  yield { sourcedId: DISTRICT, name: 'Prairie Creek Unified School District', type: 'district', identifier: DISTRICT };
  for (const { sourcedId, name } of schoolList)
    yield { sourcedId, name, type: 'school', identifier: sourcedId, parentSourcedId: DISTRICT };
}

function* sessions({ schoolYear, instructionalDays }: District) {
  const first = formatDay(instructionalDays[0] ?? 0);
  const last = formatDay(instructionalDays.at(-1) ?? 0);
  const year = `SY${schoolYear}`;
  const session = { type: 'semester', parentSourcedId: year, schoolYear: String(schoolYear) };
  const title = `${schoolYear - 1}-${schoolYear}`;
  yield {
    ...session,
    sourcedId: year,
    title,
    type: 'schoolYear',
    startDate: first,
    endDate: last,
    parentSourcedId: '',
  };
  const fall = { startDate: first, endDate: `${schoolYear - 1}-12-19` };
  yield { ...session, ...fall, sourcedId: `FA${schoolYear}`, title: 'Fall Semester' };
  const spring = { startDate: `${schoolYear}-01-05`, endDate: last };
  yield { ...session, ...spring, sourcedId: `SP${schoolYear}`, title: 'Spring Semester' };
}

function* courses({ schoolYear, schoolList }: District) {
  for (const grade of new Set(schoolList.flatMap((school) => school.grades))) {
    const names = { sourcedId: `HR-${grade}`, title: `Homeroom grade ${grade}`, courseCode: `HR${grade}` };
    const taught = { schoolYearSourcedId: `SY${schoolYear}`, grades: grade, orgSourcedId: DISTRICT };
    yield { ...names, ...taught };
    for (const { code, title, subject } of CURRICULUM[grade] ?? [])
      yield { ...taught, sourcedId: code, title, courseCode: code, subjects: subject };
  }
}

function* classes(district: District) {
  for (const { sourcedId, school, grade, course, period } of sectionsOf(district))
    yield {
      ...{ sourcedId, grades: grade, classCode: sourcedId, schoolSourcedId: school, periods: period },
      title: course?.title ?? `Homeroom ${grade}`,
      courseSourcedId: course?.code ?? `HR-${grade}`,
      classType: course ? 'scheduled' : 'homeroom',
      ...(course && { subjects: course.subject }),
      termSourcedIds: `FA${district.schoolYear},SP${district.schoolYear}`,
    };
}

function* users(district: District, { families }: ExportOptions) {
  for (const { sourcedId, name } of district.staff) {
    const email = `${sourcedId.toLowerCase()}@prairiecreek.example`;
    const names = { givenName: name.given, familyName: name.family };
    yield { sourcedId, enabledUser: 'true', username: email, ...names, identifier: sourcedId, email };
  }
  for (const student of studentsOf(district)) {
    const { sourcedId, name, grade, school } = student;
    const names = { username: sourcedId, givenName: name.given, familyName: name.family, identifier: sourcedId };
    const family = families ? [...familyOf(district, student)] : [];
    const agentSourcedIds = family.map(({ contactId }) => contactId).join();
    const placed = { grades: grade, primaryOrgSourcedId: school.sourcedId };
    yield { sourcedId, enabledUser: 'true', ...names, ...placed, ...(families && { agentSourcedIds }) };
    for (const { contactId, givenName, familyName, email } of family)
      yield { sourcedId: contactId, enabledUser: 'true', username: email, givenName, familyName, email };
  }
}

function* roles(district: District, { corrections, families }: ExportOptions) {
  const role = (user: string, name: string, org: string) => {
    return { sourcedId: `R${user}`, userSourcedId: user, roleType: 'primary', role: name, orgSourcedId: org };
  };
  for (const each of district.staff) yield role(each.sourcedId, each.role, each.org);
  for (const student of studentsOf(district)) {
    const school = staysOf(district, student, corrections).at(-1)?.school ?? student.school;
    yield role(student.sourcedId, 'student', school.sourcedId);
    if (families) for (const { contactId } of familyOf(district, student)) yield role(contactId, 'parent', DISTRICT);
  }
}

function* classEnrollments(district: District) {
  for (const { sourcedId, school, teacher } of sectionsOf(district)) {
    const inClass = { classSourcedId: sourcedId, schoolSourcedId: school };
    yield { ...inClass, sourcedId: `E-${sourcedId}-T`, userSourcedId: teacher, role: 'teacher', primary: 'true' };
  }
  for (const student of studentsOf(district)) {
    const userSourcedId = student.sourcedId;
    const enrolled = { schoolSourcedId: student.school.sourcedId, userSourcedId, role: 'student' };
    yield { ...enrolled, sourcedId: `E-${userSourcedId}`, classSourcedId: homeroomOf(student) };
    for (const { sourcedId, course } of classesOf(student))
      yield { ...enrolled, sourcedId: `E-${userSourcedId}-${course.code}`, classSourcedId: sourcedId };
  }
}

/** Which of the race columns are true, and whether the student is Hispanic or Latino. */
const ORIGINS: readonly { readonly races: readonly string[]; readonly hispanic?: true }[] = [
  { races: ['white'] },
  { races: ['blackOrAfricanAmerican'] },
  { races: ['asian'] },
  { races: ['white'], hispanic: true },
  { races: ['americanIndianOrAlaskaNative'] },
  { races: ['blackOrAfricanAmerican', 'white', 'demographicRaceTwoOrMoreRaces'] },
];

function* demographics(district: District) {
  for (const student of studentsOf(district)) {
    const origin = ORIGINS[student.index % ORIGINS.length] ?? { races: [] };
    yield {
      sourcedId: student.sourcedId,
      birthDate: `${student.birthYear}-${String((student.index % 12) + 1).padStart(2, '0')}-15`,
      sex: student.index % 2 === 0 ? 'female' : 'male',
      ...Object.fromEntries(RACE_COLUMNS.map((race) => [race, String(origin.races.includes(race))])),
      hispanicOrLatinoEthnicity: String(origin.hispanic ?? false),
      countryOfBirthCode: 'US',
    };
  }
}
