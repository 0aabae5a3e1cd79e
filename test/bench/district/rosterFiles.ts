import { formatDay } from '../../../shared/domain/calendar/day.ts';
import { minutesOf, SCHOOL_DAYS, TAUGHT_TEXT } from './calendar.ts';
import { CsvWriter, quoted } from './csvWriter.ts';
import { classRows, courseRows } from './gradesFile.ts';
import {
  classId,
  counselorId,
  type DistrictSize,
  gradeLevels,
  type Student,
  schoolId,
  studentAt,
  teacherId,
} from './people.ts';

const GIVEN = ['Ana', 'Ben', 'Zoë', 'Chen', 'Noor', 'Łukasz', 'Mei', 'Sam', 'Iris', 'Omar', 'Tía', 'Jo'];
const FAMILY = [
  'Ahmed',
  'Baker',
  "O'Neil",
  'Núñez',
  'Smith, Jr.',
  'Li',
  'Kowalski',
  'van Dyk',
  'Diaz',
  'The "Kid" Jones',
];
const USERS =
  'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,' +
  'phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,' +
  'preferredFamilyName,primaryOrgSourcedId,pronouns';
const ROLES =
  'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId';
const ENROLLMENTS =
  'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate';
const CLASSES =
  'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,' +
  'termSourcedIds,subjects,subjectCodes,periods';

/** Everything about who is where: organizations, calendar, people, roles, homerooms, enrolments, caseloads. */
export function writeRoster(folder: string, size: DistrictSize, seed: number): void {
  writeSchools(folder, size);
  const people = new PeopleFiles(folder);
  for (let school = 0; school < size.schools; school += 1) people.staff(school);
  for (let index = 0; index < size.students; index += 1) people.student(studentAt(index, size, seed));
  people.close();
}

function writeSchools(folder: string, { schools }: DistrictSize): void {
  const orgs = new CsvWriter(folder, 'orgs', 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId');
  const sessions = new CsvWriter(
    folder,
    'academicSessions',
    'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
  );
  const courses = new CsvWriter(
    folder,
    'courses',
    'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
  );
  const classes = new CsvWriter(folder, 'classes', CLASSES);
  const calendar = new CsvWriter(
    folder,
    'calendarDates',
    'schoolSourcedId,date,calendarEvent,calendarCode,instructionalMinutes',
  );
  orgs.row('district,,,Bench Unified School District,district,,');
  sessions.row('2026,,,2025-26,schoolYear,2025-08-18,2026-06-05,,2026');
  sessions.row('S1,,,Fall,semester,2025-08-18,2026-01-09,2026,2026');
  sessions.row('S2,,,Spring,semester,2026-01-12,2026-06-05,2026,2026');
  courses.row('homeroom,,,2026,Homeroom,HR,,district,,');
  for (const course of courseRows()) courses.row(course);
  for (let school = 0; school < schools; school += 1) {
    const id = schoolId(school);
    orgs.row(`${id},,,"School ${school}, Bench",school,,district`);
    for (const [grade, level] of gradeLevels.entries()) {
      classes.row(`${classId(school, grade)},,,Homeroom ${level},${level},homeroom,,homeroom,,${id},2026,,,`);
    }
    for (const row of classRows(school)) classes.row(row);
    for (const day of SCHOOL_DAYS) calendar.row(`${id},${formatDay(day)},instructionalDay,,${minutesOf(school)}`);
  }
  for (const file of [orgs, sessions, courses, classes, calendar]) file.close();
}

/** Ninth grade is the tenth of the thirteen; nobody of this district has repeated one. */
const firstNinthGradeYear = (grade: number) => (grade < 9 ? '' : 2026 - (grade - 9));

class PeopleFiles {
  readonly #users: CsvWriter;
  readonly #roles: CsvWriter;
  readonly #enrollments: CsvWriter;
  readonly #schoolEnrollments: CsvWriter;
  readonly #caseloads: CsvWriter;

  constructor(folder: string) {
    this.#users = new CsvWriter(folder, 'users', USERS);
    this.#roles = new CsvWriter(folder, 'roles', ROLES);
    this.#enrollments = new CsvWriter(folder, 'enrollments', ENROLLMENTS);
    this.#schoolEnrollments = new CsvWriter(
      folder,
      'schoolEnrollments',
      'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate,exitWithdrawType,gradeLevel,primarySchool,' +
        'firstNinthGradeYear',
    );
    this.#caseloads = new CsvWriter(folder, 'caseloads', 'staffSourcedId,studentSourcedId,role,beginDate,endDate');
  }

  staff(school: number): void {
    const id = schoolId(school);
    this.#user(counselorId(school), school, `${counselorId(school)}@bench.example`, '', id);
    this.#role(counselorId(school), 'counselor', id);
    for (const grade of gradeLevels.keys()) {
      const teacher = teacherId(school, grade);
      this.#user(teacher, school * 13 + grade, `${teacher}@bench.example`, '', id);
      this.#role(teacher, 'teacher', id);
      this.#enroll(teacher, classId(school, grade), id, 'teacher');
    }
  }

  student({ id, index, grade, gradeLevel, stays }: Student): void {
    const now = stays.at(-1) ?? stays[0];
    const school = schoolId(now.school);
    this.#user(id, index, '', gradeLevel, school);
    this.#role(id, 'student', school);
    this.#enroll(id, classId(now.school, grade), school, 'student');
    this.#caseloads.row(`${counselorId(now.school)},${id},counselor,,`);
    for (const { school: at, entry, exit } of stays) {
      const exited = exit === undefined ? ',' : `${TAUGHT_TEXT[exit]},Transferred`;
      const place = `${id},${schoolId(at)},${TAUGHT_TEXT[entry]}`;
      this.#schoolEnrollments.row(`${place},${exited},${gradeLevel},true,${firstNinthGradeYear(grade)}`);
    }
  }

  close(): void {
    for (const file of [this.#users, this.#roles, this.#enrollments, this.#schoolEnrollments, this.#caseloads]) {
      file.close();
    }
  }

  /** One preferred name in two hundred has a line break inside its quotes, as exports have. */
  #user(id: string, index: number, email: string, grades: string, school: string): void {
    const given = GIVEN[index % GIVEN.length] ?? '';
    const family = quoted(FAMILY[(index * 7) % FAMILY.length] ?? '');
    const preferred = index % 200 === 17 ? `"${given}\nMaria"` : '';
    this.#users.row(`${id},,,true,,,${given},${family},,,${email},,,,${grades},,,${preferred},,,${school},`);
  }

  #role(id: string, role: string, school: string): void {
    this.#roles.row(`R${id},,,${id},primary,${role},,,${school},`);
  }

  #enroll(id: string, classOf: string, school: string, role: string): void {
    this.#enrollments.row(`E${id},,,${classOf},${school},${id},${role},,,`);
  }
}
