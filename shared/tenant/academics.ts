import * as z from 'zod';
import { SCREENER_LEVELS } from '../domain/academics/screenerLevels.ts';
import { SUB_DOMAINS } from '../domain/academics/subjects.ts';
import { checkedTogether } from './together.ts';

const names = z.array(z.string().min(1)).default([]);
const lists = { subjects: names, subjectCodes: names, courseCodes: names };

/** Courses of one kind: where they count, and whether they are core (English, mathematics, science, social studies). */
const courseMapEntry = z
  .strictObject({ subDomain: z.enum(SUB_DOMAINS), core: z.boolean(), ...lists })
  .check(
    checkedTogether(
      lists,
      ['subjects'],
      'no course is named: fill in subjects, subjectCodes or courseCodes',
      (entry) => entry.subjects.length + entry.subjectCodes.length + entry.courseCodes.length > 0,
    ),
  );

const levels = z.record(z.string().min(1), z.enum(SCREENER_LEVELS)).default({});

/** How academics are read, beside their cut points. */
export const academicSettings = z.strictObject({
  /** What the district calls its courses; an entry goes before the names that are known of themselves. */
  courseMap: z.array(courseMapEntry).default([]),
  /** Which of several attempts at a course counts in the average. */
  retakePolicy: z.enum(['highest', 'latest', 'average']).default('highest'),
  /** Whether last school year's failures count as long as no term of this one has posted. */
  priorYearFailures: z.boolean().default(true),
  /** Words of `methodCreditEarned` by which a pass recovers a failed course of its subject. */
  recoveryMethods: z.array(z.string().min(1)).default(['Credit recovery']),
  /** Words of `gradeType` beside those that are known of themselves. */
  gradeTypes: z.strictObject({ final: names, current: names, ignored: names }).prefault({}),
  screeners: z
    .strictObject({
      /** Words of `benchmarkStatus` and `performanceLevel`, for every screener. */
      levels,
      /** The same for one screener, by its title. */
      byTitle: z.record(z.string().min(1), levels).default({}),
    })
    .prefault({}),
});

export type AcademicSettings = z.infer<typeof academicSettings>;
