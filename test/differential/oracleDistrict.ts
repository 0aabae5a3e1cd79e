import { type Random, seededRandom, seedFor } from '../../infra/local/district/random.ts';
import { ABSENCE_CLASSES, ATTENDANCE_CATEGORIES } from '../../shared/domain/attendance/record.ts';
import { formatDay, parseDay, weekdayOf } from '../../shared/domain/calendar/day.ts';
import { behaviorFile } from './district/behaviorFile.ts';
import { csv } from './district/csv.ts';
import { gradebookFiles } from './district/gradebookFiles.ts';
import { pathwayFiles } from './district/pathwayFiles.ts';
import { type Profile, profileOf } from './district/profiles.ts';
import { screenersFile } from './district/screenersFile.ts';
import { surveysFile } from './district/surveysFile.ts';
import { transcriptsFile } from './district/transcriptsFile.ts';

export const AS_OF = '2026-03-06';
export const YEAR_BEGINS = '2025-08-01';
const FIRST = parseDay('2025-08-18')!;
const LAST = parseDay(AS_OF)!;
/** North and East have 360 minutes a day, South 420; West has no calendar. */
const SCHOOLS = ['north', 'south', 'east', 'west'] as const;
const minutesAt = (school: string) => (school === 'south' ? 420 : 360);

type Files = Readonly<Record<string, string>>;

/** One in so many people of users.csv has no enrolment at all. */
const NEVER_ENROLLED = 40;

/** The files of a small district in which everything happens that a domain has a rule for. */
export function oracleDistrict(students: number, seed: number): Files {
  const ids = Array.from({ length: students }, (_, index) => `S${index}`);
  const strangers = Array.from({ length: Math.ceil(students / NEVER_ENROLLED) }, (_, index) => `N${index}`);
  const profiles = [...ids, ...strangers].map((id, index) => profileOf(id, index, seed));
  const people = profiles
    .slice(0, students)
    .map((profile) => student(profile, seededRandom(seedFor(seed, profile.index))));
  return {
    ...rosterFiles(profiles),
    ...gradebookFiles(profiles, seed),
    ...pathwayFiles(profiles, seed),
    'courseTranscripts.csv': transcriptsFile(profiles, seed),
    'behaviorIncidents.csv': behaviorFile(profiles, seed),
    'assessments.csv': screenersFile(profiles, seed),
    'surveyResponses.csv': surveysFile(profiles, seed),
    'orgs.csv': csv('sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId', [
      'district,,,District,district,,',
      ...SCHOOLS.map((school) => `${school},,,${school},school,,district`),
    ]),
    'calendarDates.csv': csv('schoolSourcedId,date,calendarEvent,calendarCode,instructionalMinutes', calendar(seed)),
    'schoolEnrollments.csv': csv(
      'studentSourcedId,schoolSourcedId,entryDate,exitWithdrawDate,exitWithdrawType,primarySchool,gradeLevel,' +
        'firstNinthGradeYear,graduationPlanId',
      people.flatMap(({ enrolments }) => enrolments),
    ),
    'attendanceEvents.csv': csv(
      'studentSourcedId,schoolSourcedId,date,category,absenceClass,portionOfDay,minutesMissed,classSourcedId,period',
      people.flatMap(({ events }) => events),
    ),
  };
}

/** Everybody, with the grade that users.csv has where the enrolment says none. */
function rosterFiles(profiles: readonly Profile[]): Files {
  return {
    'users.csv': csv(
      'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,' +
        'email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,' +
        'preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns',
      profiles.map(({ id, grade }) => `${id},,,true,,,Given,Family,,,,,,,${grade},,,,,,north,`),
    ),
    'roles.csv': csv(
      'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId',
      profiles.map(({ id }) => `R${id},,,${id},primary,student,,,north,`),
    ),
  };
}

const days = Array.from({ length: LAST - FIRST + 30 }, (_, index) => FIRST + index);

/** Closures, make-up Saturdays, late starts; two calendars in the east, of which one is enough to teach. */
function calendar(seed: number): readonly string[] {
  const random = seededRandom(seed ^ 0x51ed270b);
  const rows: string[] = [];
  const row = (school: string, day: number, event: string, code: string) =>
    rows.push(`${school},${formatDay(day)},${event},${code},${minutesAt(school)}`);
  for (const school of ['north', 'south', 'east']) {
    for (const day of days) {
      const draw = random.next();
      if (weekdayOf(day) > 5) {
        if (draw < 0.03) row(school, day, 'makeUpDay', '');
        else if (draw < 0.05) row(school, day, 'other', '');
        continue;
      }
      if (draw < 0.06) row(school, day, draw < 0.03 ? 'holiday' : 'weatherDay', '');
      else row(school, day, draw < 0.1 ? 'studentLateArrivalEarlyDismissal' : 'instructionalDay', '');
      if (school === 'east' && draw < 0.05) row(school, day, 'instructionalDay', 'B');
    }
  }
  return rows;
}

function student(profile: Profile, random: Random): { readonly enrolments: string[]; readonly events: string[] } {
  const { id, index, grade, firstNinthGradeYear, plan } = profile;
  const inGrade = `${index % 9 === 4 ? '' : grade},${firstNinthGradeYear},${plan}`;
  const schools = SCHOOLS.toSorted(() => random.next() - 0.5);
  const stays = staysOf(schools, random);
  const rate = random.next() ** 2 * 0.4;
  return {
    enrolments: stays.map((stay) => `${id},${stay},${inGrade}`),
    events: days.filter((day) => day <= LAST + 3).flatMap((day) => eventsOf(id, day, rate, schools, random)),
  };
}

/** `school,entry,exit,exitType,primary` of one to three enrolments, overlapping, ended, announced or never begun. */
function staysOf([first, second, third]: readonly string[], random: Random): readonly string[] {
  const day = (from: number, to: number) => formatDay(random.between(from, to));
  const begin = formatDay(FIRST);
  const middle = random.between(FIRST, LAST);
  const primary = random.pick(['true', 'false', '']);
  const kinds: readonly [() => readonly string[], ...(() => readonly string[])[]] = [
    () => [`${first},${begin},,,true`],
    () => [`${first},2024-08-19,,,`],
    () => [`${first},${begin},${formatDay(middle)},Transferred,`, `${second},${formatDay(middle)},,,`],
    () => [`${first},${begin},${formatDay(middle)},Transferred,`, `${second},${day(middle, middle + 20)},,,`],
    () => [`${first},${begin},,,${primary}`, `${second},${day(FIRST, LAST)},,,${random.pick(['true', 'false', ''])}`],
    () => [
      `${first},${begin},${day(middle, LAST)},Transferred,`,
      `${second},${begin},,,`,
      `${third},${day(FIRST, LAST)},,,`,
    ],
    () => [`${first},${day(LAST - 40, LAST)},,,`],
    () => [`${first},${begin},${day(FIRST, LAST + 10)},Withdrawn,`],
    () => [`${first},${begin},${begin},No show,`],
    () => [`${first},${day(LAST + 1, LAST + 10)},,,`],
  ];
  return random.chance(0.4) ? kinds[0]() : random.pick(kinds)();
}

/** What is written of a day: nothing mostly, a daily row, rows of half days or of periods; also on days without school. */
function eventsOf(id: string, day: number, rate: number, schools: readonly string[], random: Random): string[] {
  if (!random.chance(rate)) return [];
  const school = random.chance(0.9) ? schools[0] : schools[1];
  const row = (place: string) => `${id},${school},${formatDay(day)},${what(random)},${place}`;
  const kind = random.next();
  if (kind < 0.8) return [row(',')];
  if (kind < 0.87) return ['AM', 'PM'].slice(0, random.between(1, 2)).map((half) => row(`,${half}`));
  const periods = Array.from({ length: random.between(1, 7) }, (_, index) => row(`,${index + 1}`));
  if (kind < 0.94) return periods;
  return kind < 0.97 ? [row(','), ...periods] : [row('class-1,'), row('class-2,'), row('class-2,2')];
}

/** `category,absenceClass,portionOfDay,minutesMissed`; partial days say how much. */
function what(random: Random): string {
  const category = random.chance(0.5)
    ? 'Unexcused Absence'
    : random.pick([...ATTENDANCE_CATEGORIES] as [string, ...string[]]);
  const absenceClass = random.chance(0.8) ? '' : random.pick([...ABSENCE_CLASSES] as [string, ...string[]]);
  const portion = random.pick(['0', '0.25', '0.333333', '0.499999', '0.5', '0.75', '1']);
  const needsShare = category === 'Partial' || category === 'Early departure';
  if (!needsShare && random.chance(0.6)) return `${category},${absenceClass},,`;
  if (needsShare || random.chance(0.7)) return `${category},${absenceClass},${portion},`;
  return `${category},${absenceClass},,${random.between(0, 430)}`;
}
