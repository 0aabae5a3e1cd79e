import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { type CsvFile, csvFile } from './csv.ts';
import { type District, staysOf, studentsOf } from './district.ts';
import type { ExportOptions } from './files.ts';
import type { Student } from './people.ts';

const DISTRICT = 'D001';
const BASE = ['sourcedId', 'status', 'dateLastModified'] as const;
const SECTION_SIZE = 25;

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
    csvFile('users', USER_COLUMNS, () => users(district)),
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
    yield { ...names, schoolYearSourcedId: `SY${schoolYear}`, grades: grade, orgSourcedId: DISTRICT };
  }
}

const classOf = (student: Student) =>
  `C-${student.school.sourcedId}-${student.grade}-${Math.floor(student.index / 13 / SECTION_SIZE)}`;

function* classes(district: District) {
  const seen = new Set<string>();
  for (const student of studentsOf(district)) {
    const sourcedId = classOf(student);
    if (seen.has(sourcedId)) continue;
    seen.add(sourcedId);
    const { grade, school } = student;
    yield {
      ...{ sourcedId, title: `Homeroom ${grade}`, grades: grade, courseSourcedId: `HR-${grade}`, classCode: sourcedId },
      ...{ classType: 'homeroom', schoolSourcedId: school.sourcedId, periods: '1' },
      termSourcedIds: `FA${district.schoolYear},SP${district.schoolYear}`,
    };
  }
}

function* users(district: District) {
  for (const { sourcedId, name } of district.staff) {
    const email = `${sourcedId.toLowerCase()}@prairiecreek.example`;
    const names = { givenName: name.given, familyName: name.family };
    yield { sourcedId, enabledUser: 'true', username: email, ...names, identifier: sourcedId, email };
  }
  for (const { sourcedId, name, grade, school } of studentsOf(district)) {
    const names = { username: sourcedId, givenName: name.given, familyName: name.family, identifier: sourcedId };
    yield { sourcedId, enabledUser: 'true', ...names, grades: grade, primaryOrgSourcedId: school.sourcedId };
  }
}

function* roles(district: District, { corrections }: ExportOptions) {
  const role = (user: string, name: string, org: string) => {
    return { sourcedId: `R${user}`, userSourcedId: user, roleType: 'primary', role: name, orgSourcedId: org };
  };
  for (const each of district.staff) yield role(each.sourcedId, each.role, each.org);
  for (const student of studentsOf(district)) {
    const school = staysOf(district, student, corrections).at(-1)?.school ?? student.school;
    yield role(student.sourcedId, 'student', school.sourcedId);
  }
}

function* classEnrollments(district: District) {
  const taught = new Set<string>();
  for (const student of studentsOf(district)) {
    const classSourcedId = classOf(student);
    const inClass = { classSourcedId, schoolSourcedId: student.school.sourcedId };
    if (!taught.has(classSourcedId)) {
      const teacher = teacherOf(district, student.school.sourcedId, taught.size);
      yield {
        ...inClass,
        sourcedId: `E-${classSourcedId}-T`,
        userSourcedId: teacher,
        role: 'teacher',
        primary: 'true',
      };
      taught.add(classSourcedId);
    }
    const userSourcedId = student.sourcedId;
    yield { ...inClass, sourcedId: `E-${userSourcedId}`, userSourcedId, role: 'student' };
  }
}

/** Every school has teachers; they take its classes in turn. */
function teacherOf(district: District, school: string, turn: number): string {
  const teachers = district.staff.filter((each) => each.role === 'teacher' && each.org === school);
  return teachers[turn % teachers.length]?.sourcedId ?? '';
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
