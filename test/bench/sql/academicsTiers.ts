import type { Tenant } from '../../../shared/tenant/tenant.ts';
import { TERM_PLACE } from './credits.ts';
import { literal } from './duck.ts';
import { type AssessedYear, hasBegun } from './people.ts';

/** What is common to the words for a subject: where it counts, and which courses recover each other. */
const subjectOf = (word: string) => `CASE
  WHEN lower(${word}) IN ('english', 'english language arts', 'reading', 'writing', 'language arts', 'literacy') THEN 'english'
  WHEN lower(${word}) IN ('mathematics', 'math', 'algebra', 'geometry') THEN 'mathematics'
  WHEN lower(${word}) IN ('science', 'biology', 'chemistry', 'physics') THEN 'science'
  WHEN lower(${word}) IN ('social studies', 'history', 'geography', 'civics') THEN 'socialStudies'
  ELSE 'not core: ' || lower(coalesce(${word}, ''))
END`;

const partOf = (subject: string) =>
  `CASE ${subject} WHEN 'english' THEN 'literacy' WHEN 'mathematics' THEN 'mathematics' ELSE 'other' END`;
const isCore = (subject: string) => `${subject} NOT LIKE 'not core%'`;

/** Joins what a letter, and what a number means on the row's scale; the letter speaks where there are both. */
const marked = (letter: string, number: string, standing: string) => `
  LEFT JOIN marks AS l ON l.scale = coalesce(gradeScaleId, ${standing}) AND l.mark = ${letter}
  LEFT JOIN marks AS n ON ${letter} IS NULL AND n.scale = coalesce(gradeScaleId, ${standing})
    AND ${number} >= n.from_number AND ${number} < n.below`;

/** Passes with a recovery method that one student may have in one year. */
const MOST_RECOVERIES = 8;

/**
 * `academics_tiers`: failures of this year's posted terms, current marks, grade point average, missing assignments and
 * screeners. Averages are exact: a sum of credits × points over a sum of credits, compared crosswise.
 */
export function academicsTierSql(year: AssessedYear, { gradeScales }: Tenant): readonly string[] {
  const standing = gradeScales.default === undefined ? 'NULL' : literal(gradeScales.default);
  const thisYear = `year(DATE ${literal(year.yearEnds)})`;
  return [
    classMarks(year, standing),
    attempts(thisYear, standing),
    failures(thisYear),
    ...recoveries(),
    AVERAGES,
    onTrack(thisYear),
    screeners(year),
    tiers(thisYear),
  ];
}

/** What gradebooks say of classes: whether a mark passes, and how much is missing. */
const classMarks = ({ yearBegins }: AssessedYear, standing: string) => `
  CREATE TABLE gradebook AS
  SELECT student, classSourcedId AS class, academicSessionSourcedId AS term, asOfDate AS day, coalesce(co.courseCode, classSourcedId) AS course,
    ${subjectOf('coalesce(c.subjects, co.subjects)')} AS subject, lower(coalesce(gradeType, '')) = 'final' AS is_final,
    a.endDate >= last_day AS is_running, coalesce(l.passes, numericGrade >= s.passing) AS passes, missingAssignments AS missing
  FROM "grades" g JOIN people ON g.studentSourcedId = student
  JOIN "academicSessions" a ON a.sourcedId = g.academicSessionSourcedId
  LEFT JOIN "classes" c ON c.sourcedId = g.classSourcedId LEFT JOIN "courses" co ON co.sourcedId = c.courseSourcedId
  LEFT JOIN marks AS l ON l.scale = coalesce(gradeScaleId, ${standing}) AND l.mark = letterGrade
  LEFT JOIN scales AS s ON letterGrade IS NULL AND s.scale = coalesce(gradeScaleId, ${standing})
  WHERE state IS NOT NULL AND asOfDate BETWEEN DATE ${literal(yearBegins)} AND last_day`;

/** Rows of transcripts, and final marks of gradebooks for courses of which no transcript has the term. */
const attempts = (thisYear: string, standing: string) => `
  CREATE TABLE attempts AS
  WITH transcripts AS (
    SELECT student, schoolYear AS year, term, ${TERM_PLACE} AS place, courseCode AS course, ${subjectOf('academicSubject')} AS subject,
      attemptedCredits AS credits,
      CASE WHEN coalesce(courseRepeatCode, '') LIKE '%NotCounted' THEN 0 ELSE earnedCredits END AS earned, courseAttemptResult AS result,
      coalesce(methodCreditEarned, '') = 'Credit recovery' AS recovers,
      CASE WHEN coalesce(excludeFromGpa, false) OR coalesce(courseRepeatCode, '') LIKE '%NotCounted' THEN NULL
        ELSE coalesce(gradePoints, l.points, n.points) END AS points
    FROM "courseTranscripts" JOIN people ON studentSourcedId = student LEFT JOIN terms USING (term)
    ${marked('finalLetterGrade', 'finalNumericGrade', standing)}
    WHERE state IS NOT NULL AND ${hasBegun(thisYear)}
  ),
  finals AS (
    SELECT * FROM gradebook WHERE is_final AND passes IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY student, class, term ORDER BY day DESC, passes) = 1
  )
  FROM transcripts WHERE result IN ('Pass', 'Fail')
  UNION ALL
  SELECT student, ${thisYear}, term, ${TERM_PLACE}, course, subject, 0, 0, CASE WHEN passes THEN 'Pass' ELSE 'Fail' END, false, NULL
  FROM finals f
  WHERE NOT EXISTS (
    FROM transcripts t WHERE t.student = f.student AND t.course = f.course AND t.year = ${thisYear}
      AND t.result IN ('Pass', 'Fail') AND t.term = f.term
  )`;

/** Of this year, and of last year for those of whom no term has posted yet, without those the same course made good. */
const failures = (thisYear: string) => `
  CREATE TABLE failures AS
  SELECT f.*, ${partOf('f.subject')} AS part, ${isCore('f.subject')} AS is_core
  FROM attempts f
  WHERE f.result = 'Fail'
    AND f.year = CASE WHEN EXISTS (FROM attempts p WHERE p.student = f.student AND p.year = ${thisYear}) THEN ${thisYear} ELSE ${thisYear} - 1 END
    AND NOT EXISTS (
      FROM attempts p
      WHERE p.student = f.student AND p.course = f.course AND p.result = 'Pass'
        AND ((p.year, p.place) > (f.year, f.place) OR (p.recovers AND (p.year, p.place) = (f.year, f.place)))
    )`;

/** Each pass that recovers, and has no failure of its own course to make good, makes good the first course of its subject that is failed still. */
function recoveries(): readonly string[] {
  const numbered = `CREATE TABLE recoveries AS
    SELECT *, row_number() OVER (PARTITION BY student ORDER BY year, place, term, course) AS number
    FROM attempts p WHERE recovers AND result = 'Pass' AND NOT EXISTS (
      FROM attempts f WHERE f.student = p.student AND f.course = p.course AND f.result = 'Fail' AND (f.year, f.place) <= (p.year, p.place)
    )`;
  const nth = Array.from(
    { length: MOST_RECOVERIES },
    (_, index) => `
    DELETE FROM failures USING (
      SELECT r.student, r.year, r.place, f.course FROM recoveries r JOIN failures f
        ON f.student = r.student AND f.subject = r.subject AND f.course <> r.course AND (r.year, r.place) >= (f.year, f.place)
      WHERE r.number = ${index + 1}
      QUALIFY row_number() OVER (PARTITION BY r.student ORDER BY f.year, f.place, f.term, f.course) = 1
    ) AS good
    WHERE failures.student = good.student AND failures.course = good.course
      AND (failures.year, failures.place) <= (good.year, good.place)`,
  );
  return [numbered, ...nth];
}

/** A course is worth what was attempted of it in its fullest year, and of its attempts the best count up to that. */
const AVERAGES = `
  CREATE TABLE averages AS
  WITH counted AS (FROM attempts WHERE points IS NOT NULL AND credits > 0),
  years AS (SELECT student, course, year, sum(credits) AS credits, max(credits) AS largest FROM counted GROUP BY ALL),
  sizes AS (
    SELECT student, course, least(max(credits), greatest(max(largest), 1)) AS size FROM years GROUP BY student, course
  ),
  ranked AS (
    SELECT student, credits, points, size, sum(credits) OVER (PARTITION BY student, course
      ORDER BY points DESC, year DESC, place DESC, term ROWS UNBOUNDED PRECEDING) AS so_far
    FROM counted JOIN sizes USING (student, course)
  )
  SELECT student, sum(credits * points) AS quality, sum(credits) AS credits FROM ranked WHERE so_far <= size GROUP BY student`;

/** First-time ninth graders: five courses' credits by the year's end, half of them after one semester that is over. */
const onTrack = (thisYear: string) => `
  CREATE TABLE ninth_graders AS
  SELECT student, earned, core_failures, earned >= 5 * share AND core_failures <= 1 AS is_on_track
  FROM (
    SELECT student, sum(earned) FILTER (result = 'Pass') AS earned,
      count(*) FILTER (result = 'Fail' AND ${isCore('subject')}) AS core_failures, max(place) FILTER (coalesce(ends <= last_day, true)) / 2 AS share
    FROM attempts JOIN people USING (student) LEFT JOIN terms USING (term)
    WHERE year = ${thisYear} AND place > 0 AND grade = '09' AND coalesce(ninth_year, ${thisYear}) = ${thisYear}
      AND student IN (SELECT studentSourcedId FROM "courseTranscripts")
    GROUP BY student
  )`;

/** Of each subject the latest screener of the year that says something; of several from one day the lowest. */
const screeners = ({ yearBegins }: AssessedYear) => `
  CREATE TABLE screeners AS
  SELECT student, ${partOf('subject')} AS part, level
  FROM (
    SELECT student, administrationDate AS day, ${subjectOf('academicSubject')} AS subject,
      CASE lower(coalesce(benchmarkStatus, performanceLevel))
        WHEN 'well below benchmark' THEN 3 WHEN 'below benchmark' THEN 2 WHEN 'at benchmark' THEN 1 WHEN 'above benchmark' THEN 1
      END AS level
    FROM "assessments" JOIN people ON studentSourcedId = student
    WHERE state IS NOT NULL AND administrationDate BETWEEN DATE ${literal(yearBegins)} AND last_day
  )
  WHERE level IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY student, subject ORDER BY day DESC, level DESC) = 1`;

const PARTS = ['literacy', 'mathematics', 'other'] as const;

function tiers(thisYear: string): string {
  const tierOf = (part: string) => `CASE
      WHEN ${part}_failures >= 2 OR ${part}_level = 3 THEN 3
      WHEN ${part}_failures >= 1 OR ${part}_failing >= 1 OR ${part}_level = 2 THEN 2
      WHEN ${part}_rows > 0 THEN 1 ELSE 0 END AS ${part}`;
  const sums = PARTS.map(
    (part) => `coalesce(sum(failures) FILTER (part = '${part}'), 0) AS ${part}_failures,
      coalesce(sum(failing) FILTER (part = '${part}'), 0) AS ${part}_failing, max(level) FILTER (part = '${part}') AS ${part}_level,
      count(*) FILTER (part = '${part}') AS ${part}_rows`,
  );
  return `
  CREATE TABLE academics_tiers AS
  WITH current_marks AS (
    SELECT student, subject, passes FROM gradebook WHERE is_running AND NOT is_final AND passes IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY student, class ORDER BY day DESC, passes) = 1
  ),
  missing_work AS (
    SELECT student, missing FROM gradebook WHERE is_running AND missing IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY student, class ORDER BY day DESC, missing DESC) = 1
  ),
  facts AS (
    SELECT student, part, 1 AS failures, is_core::INTEGER AS core, NULL AS failing, NULL AS missing, NULL AS level FROM failures
    UNION ALL SELECT student, ${partOf('subject')}, NULL, NULL, (NOT passes)::INTEGER, NULL, NULL FROM current_marks
    UNION ALL SELECT student, NULL, NULL, NULL, NULL, missing, NULL FROM missing_work
    UNION ALL SELECT student, part, NULL, NULL, NULL, NULL, level FROM screeners
    UNION ALL SELECT student, ${partOf('subject')}, NULL, NULL, NULL, NULL, NULL FROM attempts WHERE year = ${thisYear}
  ),
  sums AS (
    SELECT student, coalesce(sum(failures), 0) AS failures, coalesce(sum(core), 0) AS core_failures,
      coalesce(sum(failing), 0) AS failing, coalesce(sum(missing), 0) AS missing, ${sums.join(',\n      ')}
    FROM facts GROUP BY student
  ),
  parts AS (SELECT *, ${PARTS.map(tierOf).join(', ')} FROM sums)
  SELECT student, ${PARTS.flatMap((part) => [`coalesce(${part}_failures, 0) AS ${part}_failures`, `coalesce(${part}_failing, 0) AS ${part}_failing`]).join(', ')},
    coalesce(parts.core_failures, 0) AS core_failures, coalesce(missing, 0) AS missing, quality, averages.credits,
    is_on_track, grade IN ('09', '10', '11', '12') AS in_high_school, ninth_graders.earned AS ninth_grade_credits,
    ${PARTS.map((part) => `coalesce(nullif(${part}, 0)::VARCHAR, 'notAssessed') AS ${part}`).join(', ')},
    CASE WHEN state IS NULL THEN 'notEnrolled' ELSE coalesce(nullif(greatest(literacy, mathematics, other,
      CASE WHEN parts.core_failures >= 2 THEN 3 WHEN parts.core_failures >= 1 OR missing >= 5 OR NOT is_on_track THEN 2 ELSE 0 END,
      CASE WHEN grade NOT IN ('09', '10', '11', '12') OR averages.credits IS NULL THEN 0
        WHEN quality < averages.credits THEN 3 WHEN quality < 2 * averages.credits THEN 2 ELSE 1 END), 0)::VARCHAR, 'noData') END AS tier
  FROM people LEFT JOIN parts USING (student) LEFT JOIN averages USING (student) LEFT JOIN ninth_graders USING (student)`;
}
