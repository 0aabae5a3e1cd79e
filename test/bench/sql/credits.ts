import { literal } from './duck.ts';
import { type AssessedYear, hasBegun } from './people.ts';

/** Semesters in the order of a year; a course of the whole year ends with the second. */
export const TERM_PLACE = `CASE WHEN term = 'S1' THEN 1 WHEN term IN ('S2', 'Year') THEN 2 ELSE 0 END`;

/**
 * `course_credits`: what each course has brought a student, once: at most what was attempted of it in its fullest year, and
 * no more than a full course or its largest row. Courses that are passed again bring nothing a second time.
 */
export const courseCreditsSql = ({ yearEnds }: AssessedYear): string => `
  CREATE TABLE course_credits AS
  WITH rows AS (
    SELECT studentSourcedId AS student, courseCode AS course, lower(academicSubject) AS subject, schoolYear AS year,
      greatest(attemptedCredits, earnedCredits) AS size,
      CASE WHEN courseAttemptResult = 'Pass' AND NOT coalesce(excludeFromGraduation, false)
        AND coalesce(courseRepeatCode, '') NOT LIKE '%NotCounted' THEN earnedCredits ELSE 0 END AS earned
    FROM "courseTranscripts" JOIN people ON studentSourcedId = student LEFT JOIN terms USING (term)
    WHERE ${hasBegun(`year(DATE ${literal(yearEnds)})`)}
  ),
  years AS (
    SELECT student, course, year, any_value(subject) AS subject, sum(size) AS size, max(size) AS largest, sum(earned) AS earned
    FROM rows GROUP BY student, course, year
  )
  SELECT student, course, any_value(subject) AS subject,
    least(sum(earned), max(size), greatest(max(largest), 1)) AS credits
  FROM years GROUP BY student, course`;
