import type { Tenant } from '../../../shared/tenant/tenant.ts';
import { TERM_PLACE } from './credits.ts';
import { literal } from './duck.ts';
import type { AssessedYear } from './people.ts';

/** Four years of two semesters, in which at most four credits fit, and of one area one course a semester. */
const [TERMS, ROOM, ROOM_OF_AREA] = [8, 4, 1];

/**
 * `graduation_tiers`: credits against the plan's even curve, by terms since first-time ninth grade through the last posted
 * one. What is due comes in eighths of a credit, as there are eight terms, so that no division is needed.
 */
export function graduationTierSql(year: AssessedYear, { graduation }: Tenant): readonly string[] {
  const thisYear = `year(DATE ${literal(year.yearEnds)})`;
  return [cohorts(thisYear, graduation.defaultPlan), posted(thisYear), standings(thisYear), areas(), tiers()];
}

/** First-time ninth grade as an enrolment states it, else the year of the first course taken in grade 9. */
const cohorts = (thisYear: string, plan: string) => `
  CREATE TABLE cohorts AS
  WITH stated AS (
    SELECT studentSourcedId AS student, min(firstNinthGradeYear) AS began FROM "schoolEnrollments" GROUP BY student
  ),
  taken AS (
    SELECT studentSourcedId AS student, min(schoolYear) AS began FROM "courseTranscripts" WHERE gradeLevelWhenTaken = '09'
    GROUP BY student
  ),
  reached AS (
    SELECT student,
      max(${TERM_PLACE}) FILTER (schoolYear = ${thisYear}) AS this_year, max(${TERM_PLACE}) FILTER (schoolYear = ${thisYear} - 1) AS year_before
    FROM "courseTranscripts" JOIN people ON studentSourcedId = student LEFT JOIN terms USING (term)
    WHERE courseAttemptResult NOT IN ('In Progress', 'Withdrawn') AND (schoolYear < ${thisYear} OR ends <= last_day)
    GROUP BY student
  )
  SELECT student, state, school, grade, coalesce(people.plan, ${literal(plan)}) AS plan, coalesce(stated.began, taken.began) AS began,
    coalesce(this_year, 0) AS this_year, coalesce(year_before, 0) AS year_before
  FROM people LEFT JOIN stated USING (student) LEFT JOIN taken USING (student) LEFT JOIN reached USING (student)`;

/** A term has posted at a school where at least half of its high school students have a final result in it. */
const posted = (thisYear: string) => {
  const last = (column: string, among: string) => `CASE
    WHEN count(*) FILTER (${among} AND ${column} >= 2) * 2 >= count(*) FILTER (${among}) AND count(*) FILTER (${among} AND ${column} >= 2) > 0 THEN 2
    WHEN count(*) FILTER (${among} AND ${column} >= 1) * 2 >= count(*) FILTER (${among}) AND count(*) FILTER (${among} AND ${column} >= 1) > 0 THEN 1
    ELSE 0 END`;
  return `
  CREATE TABLE posted AS
  SELECT school, ${last('this_year', 'true')} AS this_year, ${last('year_before', `began < ${thisYear}`)} AS year_before
  FROM cohorts WHERE state = 'open' AND began <= ${thisYear} GROUP BY school`;
};

/** Terms that are due, what is due of the plan then, and the part of running courses that has not posted with their term. */
const standings = (thisYear: string) => `
  CREATE TABLE standings AS
  WITH due_terms AS (
    SELECT student, c.plan, began, coalesce(p.year_before, 0) AS year_before,
      CASE WHEN state = 'left' THEN least(coalesce(p.this_year, 0), c.this_year) ELSE coalesce(p.this_year, 0) END AS this_year
    FROM cohorts c LEFT JOIN posted p USING (school) WHERE state IS NOT NULL AND began <= ${thisYear}
  ),
  terms AS (
    SELECT student, plan, this_year, CASE WHEN this_year > 0 THEN (${thisYear} - began) * 2 + this_year
      ELSE (${thisYear} - 1 - began) * 2 + year_before END AS term
    FROM due_terms
  ),
  running AS (
    SELECT studentSourcedId AS student, sum(attemptedCredits) * ${TERMS / 2} AS halves FROM "courseTranscripts"
    WHERE schoolYear = ${thisYear} AND term = 'Year' AND courseAttemptResult = 'In Progress' GROUP BY student
  ),
  earned AS (SELECT student, sum(credits) AS earned, count(*) AS courses FROM course_credits GROUP BY student)
  SELECT student, t.plan, term, ${TERMS} - least(term, ${TERMS}) AS terms_left, total, earned,
    least(term, ${TERMS}) * total - CASE WHEN this_year = 1 THEN coalesce(halves, 0) ELSE 0 END AS due,
    least(term, ${TERMS}) AS due_terms
  FROM terms t JOIN plans ON plans.plan = t.plan JOIN earned USING (student) LEFT JOIN running USING (student)
  WHERE term > 0`;

/** An area's share of the curve, but no sooner than its courses must begin when one runs at a time. */
const areas = () => `
  CREATE TABLE area_standings AS
  WITH subjects AS (SELECT plan, area, unnest(subjects) AS subject FROM areas WHERE NOT takes_all),
  named AS (
    SELECT s.student, area, sum(c.credits) AS credits
    FROM standings s JOIN course_credits c USING (student) JOIN subjects USING (plan, subject)
    GROUP BY s.student, area
  )
  SELECT student, area, credits, takes_all, earned, terms_left,
    CASE WHEN takes_all THEN due_terms * credits
      ELSE least(due_terms * credits, greatest(0, ${TERMS} * credits - ${TERMS / 2} * terms_left)) END AS due
  FROM (
    SELECT student, area, credits, takes_all, due_terms, terms_left,
      CASE WHEN takes_all THEN earned - sum(filled) OVER (PARTITION BY student) ELSE filled END AS earned
    FROM (
      SELECT student, earned, due_terms, terms_left, area, a.credits, takes_all, CASE WHEN takes_all THEN 0 ELSE least(coalesce(n.credits, 0), a.credits) END AS filled
      FROM standings s JOIN areas a USING (plan) LEFT JOIN named n USING (student, area)
    )
  )`;

const tiers = () => `
  CREATE TABLE graduation_tiers AS
  WITH parts AS (
    SELECT student,
      bool_or(NOT takes_all AND due - ${TERMS} * earned >= 2 * ${TERMS}) AS area_two, bool_or(NOT takes_all AND due - ${TERMS} * earned >= ${TERMS}) AS area_one,
      bool_or(credits - earned > 0 AND credits - earned > CASE WHEN takes_all THEN ${ROOM} ELSE ${ROOM_OF_AREA} END * terms_left) AS no_room,
      sum(greatest(0, credits - earned)) AS missing
    FROM area_standings GROUP BY student
  )
  SELECT student, s.earned, s.due, s.term, CASE
      WHEN state IS NULL THEN 'notEnrolled'
      WHEN s.student IS NULL THEN 'noData'
      WHEN s.due - ${TERMS} * s.earned >= 2 * ${TERMS} OR area_two OR no_room
        OR greatest(s.total - s.earned, missing) > greatest(0, ${ROOM} * s.terms_left) THEN '3'
      WHEN s.due - ${TERMS} * s.earned >= ${TERMS} OR area_one THEN '2'
      ELSE '1'
    END AS tier
  FROM people LEFT JOIN standings s USING (student) LEFT JOIN parts USING (student)`;
