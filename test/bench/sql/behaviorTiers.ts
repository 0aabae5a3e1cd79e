import { literal } from './duck.ts';
import type { AssessedYear } from './people.ts';

/** What Ed-Fi's names of a discipline say where the row gives no type of its own. */
const ACTION = `coalesce(actionType, CASE
  WHEN disciplineAction = 'In School Suspension' THEN 'in-school suspension'
  WHEN disciplineAction = 'Out of School Suspension' THEN 'out-of-school suspension'
  WHEN disciplineAction LIKE 'Expulsion%' THEN 'expulsion'
END)`;

/**
 * `behavior_tiers`: incidents of the year in which the student was the perpetrator, or in which nobody says what they were.
 * An incident is counted once, whatever followed; days of suspension add up over actions. Days are exact decimals.
 */
export const behaviorTierSql = ({ asOf, yearBegins }: AssessedYear): readonly string[] => [
  `
  CREATE TABLE behavior_rows AS
  SELECT student, incidentId, incidentLevel = 'major' AS is_major, actionLengthDays AS days, ${ACTION} AS action
  FROM "behaviorIncidents" JOIN people ON studentSourcedId = student
  WHERE state IS NOT NULL AND coalesce(participationCode, 'Perpetrator') = 'Perpetrator'
    AND date BETWEEN DATE ${literal(yearBegins)} AND last_day`,
  `
  CREATE TABLE behavior_tiers AS
  WITH incidents AS (
    SELECT student, incidentId, coalesce(bool_or(is_major), false) AS is_major,
      count(*) FILTER (action IN ('in-school suspension', 'out-of-school suspension')) AS suspensions,
      sum(days) FILTER (action IN ('in-school suspension', 'out-of-school suspension')) AS days,
      count(*) FILTER (action = 'expulsion') AS expulsions
    FROM behavior_rows GROUP BY student, incidentId
  ),
  sums AS (
    SELECT student, count(*) AS incidents, count(*) FILTER (is_major) AS majors, sum(suspensions) AS suspensions,
      coalesce(sum(days), 0) AS days, sum(expulsions) AS expulsions
    FROM incidents GROUP BY student
  ),
  arrived AS (SELECT count(*) > 0 AS any_row FROM "behaviorIncidents" 
    WHERE date BETWEEN DATE ${literal(yearBegins)} AND DATE ${literal(asOf)})
  SELECT student, coalesce(incidents, 0) AS incidents, coalesce(majors, 0) AS majors, coalesce(incidents - majors, 0) AS minors,
    coalesce(suspensions, 0) AS suspensions, coalesce(days, 0) AS days, coalesce(expulsions, 0) AS expulsions,
    CASE
      WHEN state IS NULL THEN 'notEnrolled'
      WHEN NOT any_row THEN 'noData'
      WHEN majors >= 6 OR days >= 3 OR expulsions >= 1 THEN '3'
      WHEN majors >= 2 OR suspensions >= 1 THEN '2'
      ELSE '1'
    END AS tier
  FROM people CROSS JOIN arrived LEFT JOIN sums USING (student)`,
];
