import { type Random, seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { ALL_COURSES, type Course, coursesOfYear } from './courses.ts';
import { csv } from './csv.ts';
import { type Profile, SCHOOL_YEAR } from './profiles.ts';

/** The running term, the one before it, and one that has not begun. */
const SESSIONS = [
  `year,,,2025-26,schoolYear,2025-08-01,2026-06-05,,${SCHOOL_YEAR}`,
  `S1,,,Semester 1,semester,2025-08-18,2026-01-09,year,${SCHOOL_YEAR}`,
  `S2,,,Semester 2,semester,2026-01-12,2026-06-05,year,${SCHOOL_YEAR}`,
  `Q3,,,Quarter 3,gradingPeriod,2026-01-12,2026-03-20,S2,${SCHOOL_YEAR}`,
];
/** What a gradebook may say of a mark: it passes, it does not, or there is none. */
const MARKS = [
  'A,,',
  'C,,',
  ',60,',
  ',59.999999,',
  'F,,',
  'B,84,letters',
  ',2,standards',
  ',1,standards',
  ',3,standards',
];

const classOf = (course: Course) => `class-${course.code}`;

/** Courses, classes and the marks of those that run, with assignments that were not handed in. */
export function gradebookFiles(profiles: readonly Profile[], seed: number): Readonly<Record<string, string>> {
  const courses = [...new Map(ALL_COURSES.map((course) => [course.code, course])).values()];
  const subject = (course: Course) => `"${course.subject.replaceAll(',', '')}"`;
  return {
    'academicSessions.csv': csv(
      'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
      SESSIONS,
    ),
    'courses.csv': csv(
      'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
      courses.map((course) => `c-${course.code},,,year,${course.title},${course.code},,district,${subject(course)},`),
    ),
    'classes.csv': csv(
      'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,' +
        'termSourcedIds,subjects,subjectCodes,periods',
      courses.map((course) => `${classOf(course)},,,${course.title},,c-${course.code},,scheduled,,north,"S1,S2",,,`),
    ),
    'grades.csv': csv(
      'studentSourcedId,classSourcedId,academicSessionSourcedId,asOfDate,letterGrade,numericGrade,gradeScaleId,' +
        'gradeType,missingAssignments',
      profiles.flatMap((profile) => marksOf(profile, seed)),
    ),
  };
}

function marksOf({ id, index, highSchoolYear, trouble }: Profile, seed: number): readonly string[] {
  const random = seededRandom(seedFor(seed ^ 0x27d4eb2f, index));
  if (random.chance(0.15)) return [];
  return coursesOfYear(highSchoolYear).flatMap((course) => {
    const row = (session: string, day: string, type: string) =>
      `${id},${classOf(course)},${session},${day},${markOf(random, trouble)},${type},${missing(random, trouble)}`;
    const before = random.chance(0.3) ? [row('S1', '2025-12-19', 'Final')] : [];
    const later = random.chance(0.03) ? '2026-03-07' : '2026-03-06';
    const kind = random.next();
    if (kind < 0.1) return before;
    if (kind < 0.9) return [...before, row('S2', kind < 0.2 ? later : '2026-02-27', 'Progress')];
    return [...before, row('S2', '2026-02-27', 'Progress'), row('Q3', '2026-03-02', 'Progress')];
  });
}

/** `letterGrade,numericGrade,gradeScaleId`: seldom one that does not pass. */
function markOf(random: Random, trouble: number): string {
  if (random.chance(0.05)) return ',,';
  return random.chance(0.75 - trouble / 4) ? 'B,,' : random.pick(MARKS as [string, ...string[]]);
}

const missing = (random: Random, trouble: number): string =>
  random.chance(0.2 + trouble / 2) ? String(random.between(0, 3)) : random.pick(['', '0']);
