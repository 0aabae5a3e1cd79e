import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import { type Corrections, type District, eventsOf, staysOf, studentsOf } from './district.ts';
import type { Student } from './people.ts';
import { makeAttempts } from './transcripts.ts';

/** What one night's export says: everything known up to a day. */
export interface ExportOptions {
  readonly asOf: Day;
  /** When the SIS wrote the files, instant. */
  readonly generatedAt: string;
  readonly corrections: Corrections;
  /** Terms of this school year whose marks are final. */
  readonly finishedTerms: 0 | 1 | 2;
  /** Adds lines to `attendanceEvents.csv` as a careless registrar would. */
  readonly extraEventLines?: readonly string[];
}

export type CsvFile = { readonly name: string; lines(): Iterable<string> };

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const row = (...cells: readonly string[]) => cells.map(cell).join(',');
const SECTION_SIZE = 25;

/** The files of one drop, as lines; the manifest first. */
export function filesOf(district: District, options: ExportOptions): readonly CsvFile[] {
  const file = (name: string, header: string, lines: () => Iterable<string>): CsvFile => ({
    name,
    *lines() {
      yield header;
      yield* lines();
    },
  });
  const data = [
    file('orgs', 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId', () => orgs(district)),
    file(
      'academicSessions',
      'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
      () => sessions(district),
    ),
    file(
      'courses',
      'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
      () => courses(district),
    ),
    file(
      'classes',
      'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
      () => classes(district),
    ),
    file(
      'users',
      'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns',
      () => users(district),
    ),
    file(
      'roles',
      'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId',
      () => roles(district, options),
    ),
    file(
      'enrollments',
      'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
      () => classEnrollments(district),
    ),
    file(
      'demographics',
      'sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus',
      () => demographics(district),
    ),
    file('calendarDates', 'schoolSourcedId,date,calendarEvent,instructionalMinutes', () => calendarDates(district)),
    file(
      'schoolEnrollments',
      'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate,exitWithdrawType,gradeLevel,firstNinthGradeYear',
      () => schoolEnrollments(district, options),
    ),
    file('attendanceEvents', 'studentSourcedId,schoolSourcedId,date,category,absenceClass,portionOfDay', () =>
      attendanceEvents(district, options),
    ),
    file(
      'courseTranscripts',
      'studentSourcedId,schoolSourcedId,schoolYear,term,courseCode,courseTitle,academicSubject,attemptedCredits,earnedCredits,courseAttemptResult,finalLetterGrade,gradePoints,methodCreditEarned,gradeLevelWhenTaken',
      () => transcripts(district, options),
    ),
    file('caseloads', 'staffSourcedId,studentSourcedId,role,beginDate,endDate', () => caseloads(district)),
  ];
  const manifest = file('manifest', 'propertyName,value', () => [
    'manifest.version,1.0',
    'oneroster.version,1.2',
    ...data.map((each) => `file.${each.name},bulk`),
    'source.systemName,Waymark sample district',
    `waymark.generatedAt,${options.generatedAt}`,
    `waymark.schoolYear,${district.schoolYear}`,
    `file.attendanceEvents.to,${formatDay(options.asOf)}`,
  ]);
  return [manifest, ...data];
}

function* orgs({ schoolList }: District) {
  yield row('D001', '', '', 'Riverside Unified School District', 'district', 'D001', '');
  for (const school of schoolList) yield row(school.sourcedId, '', '', school.name, 'school', school.sourcedId, 'D001');
}

function* sessions({ schoolYear, instructionalDays }: District) {
  const first = formatDay(instructionalDays[0] ?? 0);
  const last = formatDay(instructionalDays.at(-1) ?? 0);
  const year = String(schoolYear);
  yield row(`SY${year}`, '', '', `${schoolYear - 1}-${year}`, 'schoolYear', first, last, '', year);
  yield row(`FA${year}`, '', '', 'Fall Semester', 'semester', first, `${schoolYear - 1}-12-19`, `SY${year}`, year);
  yield row(`SP${year}`, '', '', 'Spring Semester', 'semester', `${schoolYear}-01-05`, last, `SY${year}`, year);
}

function* courses({ schoolYear, schoolList }: District) {
  const grades = new Set(schoolList.flatMap((school) => school.grades));
  for (const grade of grades) {
    yield row(`HR-${grade}`, '', '', `SY${schoolYear}`, `Homeroom grade ${grade}`, `HR${grade}`, grade, 'D001', '', '');
  }
}

const classOf = (student: Student) =>
  `C-${student.school.sourcedId}-${student.grade}-${Math.floor(student.index / 13 / SECTION_SIZE)}`;

function* classes(district: District) {
  const seen = new Set<string>();
  for (const student of studentsOf(district)) {
    const id = classOf(student);
    if (seen.has(id)) continue;
    seen.add(id);
    const terms = `FA${district.schoolYear},SP${district.schoolYear}`;
    yield row(
      id,
      '',
      '',
      `Homeroom ${student.grade}`,
      student.grade,
      `HR-${student.grade}`,
      id,
      'homeroom',
      '',
      student.school.sourcedId,
      terms,
      '',
      '',
      '1',
    );
  }
}

function* users(district: District) {
  for (const { sourcedId, name } of district.staff) {
    const email = `${sourcedId.toLowerCase()}@riverside.example`;
    yield row(
      sourcedId,
      '',
      '',
      'true',
      email,
      '',
      name.given,
      name.family,
      '',
      sourcedId,
      email,
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    );
  }
  for (const { sourcedId, name, grade, school } of studentsOf(district)) {
    yield row(
      sourcedId,
      '',
      '',
      'true',
      sourcedId,
      '',
      name.given,
      name.family,
      '',
      sourcedId,
      '',
      '',
      '',
      '',
      grade,
      '',
      '',
      '',
      '',
      '',
      school.sourcedId,
      '',
    );
  }
}

const STAFF_ROLES = {
  principal: 'principal',
  counselor: 'counselor',
  teacher: 'teacher',
  districtAdministrator: 'districtAdministrator',
} as const;

function* roles(district: District, { corrections }: ExportOptions) {
  for (const each of district.staff)
    yield row(`R${each.sourcedId}`, '', '', each.sourcedId, 'primary', STAFF_ROLES[each.role], '', '', each.org, '');
  for (const student of studentsOf(district)) {
    const school = staysOf(district, student, corrections).at(-1)?.school ?? student.school;
    yield row(`R${student.sourcedId}`, '', '', student.sourcedId, 'primary', 'student', '', '', school.sourcedId, '');
  }
}

function* classEnrollments(district: District) {
  const taught = new Set<string>();
  for (const student of studentsOf(district)) {
    const id = classOf(student);
    const school = student.school.sourcedId;
    if (!taught.has(id)) {
      const teachers = district.staff.filter((each) => each.role === 'teacher' && each.org === school);
      const teacher = teachers[taught.size % teachers.length];
      if (teacher) yield row(`E-${id}-T`, '', '', id, school, teacher.sourcedId, 'teacher', 'true', '', '');
      taught.add(id);
    }
    yield row(`E-${student.sourcedId}`, '', '', id, school, student.sourcedId, 'student', '', '', '');
  }
}

const RACES = [
  'false,false,false,false,true,false,false',
  'false,false,true,false,false,false,false',
  'false,true,false,false,false,false,false',
  'false,false,false,false,true,false,true',
  'true,false,false,false,false,false,false',
  'false,false,true,false,true,true,false',
];

function* demographics(district: District) {
  for (const student of studentsOf(district)) {
    const birthDate = `${student.birthYear}-${String((student.index % 12) + 1).padStart(2, '0')}-15`;
    const sex = student.index % 2 === 0 ? 'female' : 'male';
    yield `${student.sourcedId},,,${birthDate},${sex},${RACES[student.index % RACES.length]},US,TX,,`;
  }
}

function* calendarDates({ schoolList, calendar }: District) {
  for (const school of schoolList)
    for (const { day, event } of calendar)
      yield row(school.sourcedId, formatDay(day), event, event === 'instructionalDay' ? '420' : '');
}

const HIGH_GRADES = ['09', '10', '11', '12'];

function* schoolEnrollments(district: District, { corrections, asOf }: ExportOptions) {
  for (const student of studentsOf(district)) {
    const reached = HIGH_GRADES.indexOf(student.grade);
    const ninth = reached < 0 ? '' : String(district.schoolYear - reached);
    for (const stay of staysOf(district, student, corrections)) {
      if (stay.entry > asOf) continue;
      const gone = stay.exit !== undefined && stay.exit <= asOf;
      const exit = gone && stay.exit !== undefined ? formatDay(stay.exit) : '';
      yield row(
        student.sourcedId,
        stay.school.sourcedId,
        formatDay(stay.entry),
        exit,
        gone ? (stay.exitType ?? '') : '',
        student.grade,
        ninth,
      );
    }
  }
}

function* attendanceEvents(district: District, { asOf, corrections, extraEventLines = [] }: ExportOptions) {
  for (const student of studentsOf(district)) {
    for (const event of eventsOf(district, student, asOf, corrections)) {
      yield `${student.sourcedId},${event.school.sourcedId},${formatDay(event.day)},${event.category},${event.absenceClass},${event.portionOfDay}`;
    }
  }
  yield* extraEventLines;
}

function* transcripts(district: District, { finishedTerms }: ExportOptions) {
  for (const student of studentsOf(district)) {
    for (const each of makeAttempts(student, district.seed, district.schoolYear, finishedTerms)) {
      yield row(
        student.sourcedId,
        student.school.sourcedId,
        String(each.schoolYear),
        each.term,
        each.courseCode,
        each.courseTitle,
        each.subject,
        '0.5',
        each.earnedCredits,
        each.result,
        each.letterGrade,
        each.gradePoints,
        each.method,
        each.gradeLevel,
      );
    }
  }
}

function* caseloads(district: District) {
  const begin = formatDay(district.instructionalDays[0] ?? 0);
  for (const student of studentsOf(district))
    if (student.counselor) yield row(student.counselor, student.sourcedId, 'counselor', begin, '');
}
