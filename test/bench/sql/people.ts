import { literal } from './duck.ts';

/** Whether a transcript's row exists as of the day of its student: not where its term begins later. */
export const hasBegun = (thisYear: string): string =>
  `(schoolYear < ${thisYear} OR (schoolYear = ${thisYear} AND coalesce(begins <= last_day, true)))`;

/** The day a run looks at, and the school year it lies in. ISO days, both ends inclusive. */
export interface AssessedYear {
  readonly asOf: string;
  readonly yearBegins: string;
  readonly yearEnds: string;
}

/**
 * `people`: every student, with the enrolment of the year that lists them. `state` is `open`, `left`, or null for those who
 * have not been enrolled on any day of the year so far: some have no enrolment, some never came, and of some the first day
 * is still to come. `last_day` is the day as of which every domain judges them: of who has left the day before the exit.
 */
export function peopleSql({ asOf, yearBegins, yearEnds }: AssessedYear): readonly string[] {
  const [today, first, last] = [asOf, yearBegins, yearEnds].map((day) => `DATE ${literal(day)}`);
  return [
    `
  CREATE TABLE people AS
  WITH ids AS (
    SELECT studentSourcedId AS student FROM "schoolEnrollments"
    UNION SELECT userSourcedId FROM "roles" WHERE role = 'student'
    UNION SELECT userSourcedId FROM "enrollments" WHERE role = 'student'
  ),
  stays AS (
    SELECT studentSourcedId AS student, schoolSourcedId AS school, entryDate AS entry, gradeLevel, graduationPlanId,
      firstNinthGradeYear, coalesce(primarySchool, false) AS is_primary,
      coalesce(exitWithdrawDate, DATE '9999-12-31') AS until
    FROM "schoolEnrollments"
    WHERE coalesce(exitWithdrawType, '') NOT IN ('No show', 'Invalid enrollment')
      AND coalesce(exitWithdrawDate, DATE '9999-12-31') > greatest(entryDate, ${first}) AND entryDate <= ${last}
  ),
  listing AS (
    SELECT *, bool_or(entry <= ${today}) OVER of_student AS has_begun, until > ${today} AS stays_on
    FROM stays
    WINDOW of_student AS (PARTITION BY student)
    QUALIFY row_number() OVER (PARTITION BY student ORDER BY
      entry <= ${today} AND until > ${today} DESC, entry > ${today} DESC,
      CASE WHEN entry > ${today} THEN entry END, CASE WHEN until <= ${today} THEN until END DESC,
      is_primary DESC, entry DESC, school) = 1
  ),
  graded AS (SELECT sourcedId AS student, trim(split_part(grades, ',', 1)) AS grade FROM "users")
  SELECT student, 
    CASE WHEN has_begun THEN CASE WHEN stays_on THEN 'open' ELSE 'left' END END AS state, school,
    graduationPlanId AS plan, firstNinthGradeYear AS ninth_year, coalesce(gradeLevel, nullif(grade, ''), '') AS grade,
    least(until - 1, ${today}) AS last_day
  FROM ids LEFT JOIN listing USING (student) LEFT JOIN graded USING (student)`,
    `CREATE TABLE terms AS
    SELECT sourcedId AS term, startDate AS begins, endDate AS ends FROM "academicSessions" WHERE schoolYear = year(${last})`,
  ];
}
