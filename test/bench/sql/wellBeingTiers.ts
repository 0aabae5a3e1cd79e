/**
 * `well_being_tiers`: of each construct the latest answer of the last 180 days, its place on the scale turned so that more
 * is better; tier 2 from the lowest fifth down. Scores are exact decimals: place ≤ 1/5 is 5 × above ≤ length.
 */
export const wellBeingTierSql = (): readonly string[] => [
  `
  CREATE TABLE constructs AS
  SELECT student, construct, above * 5 <= length AS is_low, above * 5 = length AS is_at_cut
  FROM (
    SELECT student, construct, administrationDate AS day, scaleMaximum - scaleMinimum AS length,
      CASE WHEN coalesce(higherIsBetter, true) THEN score - scaleMinimum ELSE scaleMaximum - score END AS above
    FROM "surveyResponses" JOIN people ON studentSourcedId = student
    WHERE state IS NOT NULL AND administrationDate BETWEEN last_day - 180 AND last_day
  )
  QUALIFY row_number() OVER (PARTITION BY student, construct ORDER BY day DESC, above / length) = 1`,
  `
  CREATE TABLE well_being_tiers AS
  WITH sums AS (
    SELECT student, count(*) AS constructs, count(*) FILTER (is_low) AS low,
      count(*) FILTER (is_at_cut) AS at_cut
    FROM constructs GROUP BY student
  )
  SELECT student, coalesce(constructs, 0) AS constructs, coalesce(low, 0) AS low, coalesce(at_cut, 0) AS at_cut,
    CASE WHEN state IS NULL THEN 'notEnrolled' WHEN constructs IS NULL THEN 'noData' WHEN low > 0 THEN '2' ELSE '1' END AS tier
  FROM people LEFT JOIN sums USING (student)`,
];
