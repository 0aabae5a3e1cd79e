import * as z from 'zod';
import { credits, names } from './credits.ts';
import { checkedTogether, repeated } from './together.ts';

/** One course of a pathway; any of the codes is that course, as one for each of its semesters. */
const pathwayCourse = z.strictObject({
  title: z.string().min(1).optional(),
  courseCodes: z.array(z.string().min(1)).min(1),
  /** What the course is worth when it is done; a full course by default. */
  credits: credits.optional(),
});

const matched = { careerPathways: names, cipCodes: names };

/** A program of study. Students of programs.csv are in it when `careerPathway` or `cipCode` is one of its own. */
export const ctePathway = z
  .strictObject({
    id: z.string().min(1),
    title: z.string().min(1),
    ...matched,
    /** In the order in which they are taken. */
    courses: z.array(pathwayCourse).min(1),
    /** Whether completing it takes a credential too. */
    credentialRequired: z.boolean().default(false),
  })
  .check(
    checkedTogether(
      matched,
      ['careerPathways'],
      'no student is in it: name careerPathways or cipCodes',
      ({ careerPathways, cipCodes }) => careerPathways.length + cipCodes.length > 0,
    ),
  );

export const cteSettings = z.strictObject({
  pathways: z
    .array(ctePathway)
    .default([])
    .refine((pathways) => repeated(pathways.map(({ id }) => id)).length === 0, 'each pathway has an id of its own'),
  /** Subjects whose courses are of a pathway that is not listed here. */
  subjects: z.array(z.string().min(1)).default(['Career and Technical Education']),
  /** participationStatus of those who are no participants, in any letter case. */
  inactiveStatuses: z.array(z.string().min(1)).default(['Inactive', 'Withdrawn', 'Dropped', 'Exited']),
});

export type CtePathwaySettings = z.infer<typeof ctePathway>;
