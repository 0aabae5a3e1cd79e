import type { Tenant } from '../../../shared/tenant/tenant.ts';
import { literal } from './duck.ts';
import { type AssessedYear, hasBegun } from './people.ts';

const list = (names: readonly string[]) => `[${names.map(literal).join(', ')}]::VARCHAR[]`;
const lower = (names: readonly string[]) => list(names.map((name) => name.toLowerCase()));

/**
 * `cte_tiers`: participants whose next course neither runs nor is asked for are off track. A pathway of the tenant file has
 * its courses in order; one that it does not list takes three full courses of the subject.
 */
export function ctePathwayTierSql(year: AssessedYear, { ctePathways }: Tenant): readonly string[] {
  const thisYear = `year(DATE ${literal(year.yearEnds)})`;
  const pathways = ctePathways.pathways.flatMap(({ id, careerPathways, cipCodes, courses }) =>
    courses.map(
      ({ courseCodes, credits = '1' }, place) =>
        `(${literal(id)}, ${lower(careerPathways)}, ${lower(cipCodes)}, ${place}, ${list(courseCodes)}, ${credits}::DECIMAL(15,6))`,
    ),
  );
  return [
    `CREATE TABLE pathway_courses AS SELECT * FROM (VALUES
      ${pathways.length > 0 ? pathways.join(', ') : `('', []::VARCHAR[], []::VARCHAR[], 0, []::VARCHAR[], 1::DECIMAL(15,6))`}
    ) AS t(pathway, careers, cips, place, codes, credits)`,
    participations(year),
    scheduled(thisYear),
    cteTiers(year, lower(ctePathways.subjects)),
  ];
}

/** CTE programs that run on the day as of which somebody is judged, of leavers those of the year up to it, with the pathway each belongs to. */
const participations = ({ yearBegins }: AssessedYear) => `
  CREATE TABLE participations AS
  SELECT DISTINCT student, pathway, CASE WHEN pathway IS NULL THEN coalesce(careerPathway, programName, cipCode) END AS unlisted
  FROM "programs" JOIN people ON studentSourcedId = student
  LEFT JOIN (SELECT DISTINCT pathway, careers, cips FROM pathway_courses) w
    ON list_contains(careers, lower(careerPathway)) OR list_contains(cips, lower(cipCode))
  WHERE state IS NOT NULL AND programType = 'CTE' AND beginDate <= last_day
    AND coalesce(endDate, DATE '9999-12-31') >= CASE WHEN state = 'left' THEN DATE ${literal(yearBegins)} ELSE last_day END
    AND lower(coalesce(participationStatus, '')) NOT IN ('inactive', 'withdrawn', 'dropped', 'exited')`;

/** Courses that run, and those asked for or booked this year or the next, with their subject. */
const scheduled = (thisYear: string) => `
  CREATE TABLE scheduled AS
  SELECT student, courseCode AS course, academicSubject AS subject
  FROM "courseTranscripts" JOIN people ON studentSourcedId = student LEFT JOIN terms USING (term)
  WHERE courseAttemptResult = 'In Progress' AND attemptedCredits > 0 AND ${hasBegun(thisYear)}
  UNION
  SELECT r.studentSourcedId, r.courseCode, any_value(c.subjects) FROM "courseRequests" r LEFT JOIN "courses" c ON c.courseCode = r.courseCode
  WHERE r.schoolYear BETWEEN ${thisYear} AND ${thisYear} + 1 GROUP BY ALL`;

const cteTiers = ({ yearBegins, yearEnds }: AssessedYear, subjects: string) => `
  CREATE TABLE cte_tiers AS
  WITH named AS (SELECT DISTINCT pathway, place, unnest(codes) AS course FROM pathway_courses),
  brought AS (
    SELECT student, pathway, place, sum(credits) AS brought FROM course_credits JOIN named USING (course) GROUP BY student, pathway, place
  ),
  listed AS (
    SELECT student, pathway, place, codes, coalesce(brought, 0) >= credits AS is_done
    FROM participations JOIN pathway_courses USING (pathway) LEFT JOIN brought USING (student, pathway, place)
  ),
  next_listed AS (
    SELECT student, pathway, count(*) FILTER (is_done) AS done, min(place) FILTER (NOT is_done) AS next_place,
      arg_min(codes, place) FILTER (NOT is_done) AS next_codes
    FROM listed GROUP BY student, pathway
  ),
  own AS (SELECT student, floor(sum(credits)) AS done FROM course_credits WHERE list_contains(${subjects}, subject) GROUP BY student),
  next_scheduled AS (
    SELECT DISTINCT n.student, pathway, true AS is_next FROM next_listed n JOIN scheduled s USING (student) WHERE list_contains(next_codes, s.course)
  ),
  own_scheduled AS (SELECT DISTINCT student, true AS is_next FROM scheduled WHERE list_contains(${subjects}, lower(subject))),
  states AS (
    SELECT student, done, next_place IS NOT NULL AND NOT coalesce(is_next, false) AS off_track
    FROM next_listed LEFT JOIN next_scheduled USING (student, pathway)
    UNION ALL
    SELECT student, coalesce(done, 0), coalesce(done, 0) < 3 AND NOT coalesce(is_next, false)
    FROM participations LEFT JOIN own USING (student) LEFT JOIN own_scheduled USING (student) WHERE unlisted IS NOT NULL
  ),
  sums AS (SELECT student, bool_or(off_track) AS off_track, max(done) AS done FROM states GROUP BY student),
  arrived AS (
    SELECT count(*) > 0 AS any_program FROM "programs"
    WHERE beginDate <= DATE ${literal(yearEnds)} AND coalesce(endDate, DATE '9999-12-31') >= DATE ${literal(yearBegins)}
  ),
  plans_known AS (
    SELECT (SELECT count(*) FROM "courseTranscripts") > 0 AND ((SELECT count(*) FROM "courseRequests") > 0
      OR ((SELECT count(*) FROM "classes") > 0 AND (SELECT count(*) FROM "courses") > 0) OR (SELECT count(*) FROM scheduled) > 0) AS is_known
  )
  SELECT student, off_track, done, CASE
      WHEN state IS NULL THEN 'notEnrolled' WHEN NOT any_program THEN 'noData' WHEN off_track IS NULL THEN 'notApplicable'
      WHEN NOT is_known THEN 'noData' WHEN off_track THEN '2' ELSE '1'
    END AS tier
  FROM people CROSS JOIN arrived CROSS JOIN plans_known LEFT JOIN sums USING (student)`;
