import { literal } from './duck.ts';

/**
 * One day in whole units: a multiple of a million, for six decimals of `portionOfDay`, of 360 and 420, the minutes that
 * school days of made-up districts have, and of one to ten periods. So every share is exact.
 */
const DAY = 2_520_000_000;

const PRESENT = `('inSchoolSuspension', 'schoolActivity', 'homebound')`;
const INSTRUCTIONAL = `('instructionalDay', 'makeUpDay', 'studentLateArrivalEarlyDismissal')`;

export interface TierQuery {
  /** ISO day. */
  readonly asOf: string;
  /** ISO day, the first of the school year. */
  readonly yearBegins: string;
  /** How the spans are made in which one school counts for a student. */
  readonly spans: 'withoutOverlap' | 'byDay';
  /** Whether rows of periods and classes are among the events. */
  readonly rows: 'byDay' | 'byPeriod';
}

/**
 * Attendance tiers by the field's default cut points as statements over normalized tables; the last one leaves
 * `attendance_tiers (student, tier)`. Written from the rules, not from the code that they check: absences by day over enrolled and
 * covered instructional days, counts from 10 days on, shares from 20, and the highest tier of the last 10 counted days.
 */
export function attendanceTierSql(query: TierQuery): readonly string[] {
  const { asOf, yearBegins, spans, rows } = query;
  return [
    schoolDays(asOf, yearBegins),
    spans === 'byDay' ? spansByDay(asOf, yearBegins) : spansAsWritten(asOf, yearBegins),
    COUNTED_SPANS,
    rows === 'byPeriod' ? MISSED_BY_PERIODS : MISSED_BY_DAYS,
    tiers(),
  ];
}

/** Instructional days that are closed, numbered by school. A day counts when one of the school's calendars teaches on it. */
const schoolDays = (asOf: string, yearBegins: string) => `
  CREATE TABLE school_days AS
  SELECT school, date, max(minutes) AS minutes, row_number() OVER (PARTITION BY school ORDER BY date) - 1 AS place
  FROM (
    SELECT schoolSourcedId AS school, date, max(instructionalMinutes) AS minutes,
      bool_or(calendarEvent IN ${INSTRUCTIONAL}) AND bool_and(calendarEvent IN ('other', ${INSTRUCTIONAL.slice(1)}) AS taught
    FROM "calendarDates"
    WHERE date BETWEEN ${literal(yearBegins)} AND ${literal(asOf)}
    GROUP BY schoolSourcedId, date, calendarCode
  )
  WHERE taught GROUP BY school, date`;

/** Enrolments by their inclusive days; the exit day is not a day there. */
const enrolments = (asOf: string, yearBegins: string) => `
  SELECT studentSourcedId AS student, schoolSourcedId AS school,
    coalesce(primarySchool, false) AS is_primary, entryDate AS entry,
    greatest(entryDate, DATE ${literal(yearBegins)}) AS from_day,
    least(coalesce(exitWithdrawDate - 1, DATE ${literal(asOf)}), DATE ${literal(asOf)}) AS to_day
  FROM "schoolEnrollments"
  WHERE coalesce(exitWithdrawType, '') NOT IN ('No show', 'Invalid enrollment')`;

const spansAsWritten = (asOf: string, yearBegins: string) => `
  CREATE TABLE spans AS
  SELECT student, school, from_day, to_day FROM (${enrolments(asOf, yearBegins)}) WHERE from_day <= to_day`;

/** Day by day the preferred of the enrolments that cover it: the primary school, else the latest entry, else the lower id. */
const spansByDay = (asOf: string, yearBegins: string) => `
  CREATE TABLE spans AS
  SELECT student, school, day AS from_day, day AS to_day
  FROM (
    SELECT *, unnest(generate_series(from_day, to_day, INTERVAL 1 DAY))::DATE AS day
    FROM (${enrolments(asOf, yearBegins)}) WHERE from_day <= to_day
  )
  QUALIFY row_number() OVER (PARTITION BY student, day ORDER BY is_primary DESC, entry DESC, school) = 1`;

/** Spans with the place of their first instructional day in the student's counted days. */
const COUNTED_SPANS = `
  CREATE TABLE counted_spans AS
  SELECT *, coalesce(sum(days) OVER (PARTITION BY student ORDER BY from_day
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS days_before
  FROM (
    SELECT s.*, f.place AS first_place, greatest(0, l.place - f.place + 1) AS days
    FROM spans s
    ASOF JOIN school_days f ON s.school = f.school AND s.from_day <= f.date
    ASOF JOIN school_days l ON s.school = l.school AND s.to_day >= l.date
  )`;

/** The share of the day that a row states, in units; null when it states none. */
const STATED = `CASE
  WHEN portionOfDay IS NOT NULL THEN CAST(portionOfDay * 1000000 AS BIGINT) * ${DAY / 1_000_000}
  WHEN minutesMissed IS NOT NULL AND minutes > 0 THEN CAST(least(minutesMissed, minutes) AS BIGINT) * ${DAY} // minutes
END`;

/** Rows on counted days with what each says was missed: units, null for an absence that states no share, 0 for none. */
const placedRows = (period: string) => `
  SELECT student, place, period, CASE
      WHEN absenceClass IN ${PRESENT} THEN 0
      WHEN absenceClass = 'outOfSchoolSuspension' OR category IN ('Excused Absence', 'Unexcused Absence') THEN stated
      WHEN category = 'Tardy' THEN CASE WHEN stated >= ${DAY / 2} THEN stated ELSE 0 END
      WHEN category IN ('Partial', 'Early departure') THEN coalesce(stated, 0)
      ELSE 0
    END AS units
  FROM (
    SELECT s.student, CAST(s.days_before + d.place - s.first_place AS INTEGER) AS place, e.category, e.absenceClass,
      ${period} AS period, ${STATED} AS stated
    FROM "attendanceEvents" e
    JOIN school_days d ON d.school = e.schoolSourcedId AND d.date = e.date
    JOIN counted_spans s ON s.student = e.studentSourcedId AND s.school = e.schoolSourcedId
      AND e.date BETWEEN s.from_day AND s.to_day
  )`;

/** What was missed of each day by daily rows alone. */
const MISSED_BY_DAYS = `
  CREATE TABLE missed AS
  SELECT student, place, least(sum(coalesce(units, ${DAY})), ${DAY}) AS units
  FROM (${placedRows('NULL')}) GROUP BY student, place`;

/**
 * The same with period rows: the larger of what daily and period rows make of a day. A missed period is one of those that
 * the day's rows speak of, or of two where they speak of AM and PM alone; of rows for the same period the largest counts.
 */
const MISSED_BY_PERIODS = `
  CREATE TABLE missed AS
  WITH placed AS (${placedRows('coalesce(period, classSourcedId)')}),
  met AS (
    SELECT student, place, CASE WHEN bool_and(period IN ('AM', 'PM')) THEN 2 ELSE count(DISTINCT period) END AS periods
    FROM placed WHERE period IS NOT NULL GROUP BY student, place
  ),
  shares AS (
    SELECT student, place, period, CASE
        WHEN period IS NULL THEN sum(coalesce(units, ${DAY}))
        ELSE max(coalesce(units, ${DAY} // periods))
      END AS units
    FROM placed LEFT JOIN met USING (student, place) GROUP BY student, place, period
  )
  SELECT student, place, greatest(
      least(coalesce(sum(units) FILTER (period IS NULL), 0), ${DAY}),
      least(coalesce(sum(units) FILTER (period IS NOT NULL), 0), ${DAY})
    ) AS units
  FROM shares GROUP BY student, place`;

/** The tier as of the day \`back\` counted days before the last; 0 where too little is known. */
const tierBack = (back: number) => {
  const enrolled = `(coalesce(n, 0) - ${back})`;
  const missed = back === 0 ? 'total' : `(total - last_${back})`;
  return `CASE WHEN ${enrolled} < 10 THEN 0
    WHEN ${enrolled} < 20 THEN CASE WHEN ${missed} >= 4 * ${DAY} THEN 2 ELSE 1 END
    WHEN ${missed} * 100 >= 20 * ${DAY} * ${enrolled} THEN 3
    WHEN ${missed} * 100 >= 10 * ${DAY} * ${enrolled} THEN 2
    ELSE 1 END`;
};

function tiers(): string {
  const back = Array.from({ length: 10 }, (_, index) => index);
  const lasts = back.slice(1).map((days) => `coalesce(sum(units) FILTER (place >= n - ${days}), 0) AS last_${days}`);
  return `
  CREATE TABLE attendance_tiers AS
  WITH counted AS (SELECT student, CAST(sum(days) AS BIGINT) AS n FROM counted_spans GROUP BY student),
  sums AS (
    SELECT student, n, coalesce(sum(units), 0) AS total, ${lasts.join(', ')}
    FROM counted LEFT JOIN missed USING (student) GROUP BY student, n
  )
  SELECT student, coalesce(nullif(greatest(${back.map(tierBack).join(', ')}), 0)::VARCHAR, 'notAssessed') AS tier
  FROM people LEFT JOIN sums USING (student)`;
}
