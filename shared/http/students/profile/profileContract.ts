import * as z from 'zod';
import { instant, isoDay, sourcedId } from '../../parameters.ts';
import { familyStatement } from '../../records/statements.ts';
import { defineContract } from '../../route.ts';
import { tierSummary } from '../../tierShapes.ts';
import { publication, READERS, studentFields, trend } from '../listContract.ts';
import { accessReason, tierState } from '../shapes.ts';
import { profileSections, SECTION_NAMES } from './sectionShapes.ts';

/** What `include` may name. */
export const INCLUDABLE = ['domains', ...SECTION_NAMES] as const;
export type Includable = (typeof INCLUDABLE)[number];

const NAMES = INCLUDABLE.join('|');

const include = z
  .string()
  .max(500)
  .regex(new RegExp(`^(${NAMES})(,(${NAMES}))*$`), `write names with commas between: ${INCLUDABLE.join(', ')}`)
  .transform((names) => new Set(names.split(',') as Includable[]))
  .optional()
  .meta({
    description: `Only these parts, with commas between: ${INCLUDABLE.join(', ')}. All without.`,
    override: ({ jsonSchema }) => {
      Object.assign(jsonSchema, { type: 'string', maxLength: 500, pattern: `^(${NAMES})(,(${NAMES}))*$` });
    },
  });

const profileDomain = z.strictObject({
  ...tierState,
  reasonCodes: z.array(z.string()),
  sentence: z.string().optional().meta({ description: 'The tier and why, in plain words.' }),
  trend: trend.optional(),
  asOf: isoDay.nullable().meta({ description: 'The last day counted in this domain; null when none was.' }),
  source: z.array(z.strictObject({ file: z.string(), generatedAt: instant.optional() })),
});

const { flags, trends, ...directory } = studentFields;

export const studentProfile = z
  .strictObject({
    ...directory,
    flags: flags.optional(),
    trends: trends.optional(),
    domains: z.array(profileDomain).optional(),
    summary: tierSummary.optional(),
    sections: z.strictObject(profileSections).meta({ description: 'Those asked for of the classes you see.' }),
    unavailable: z.array(z.enum(INCLUDABLE)).meta({
      description: 'Parts that cannot be shown although you may see them: the run was published without them.',
    }),
    statements: z
      .array(familyStatement)
      .meta({ description: 'What the family says about parts of the record that are shown (34 CFR 99.21(c)).' }),
    moreNotes: z.boolean().optional().meta({ description: 'Older notes are in …/notes.' }),
    ...publication,
    edition: z.int().nullable().meta({ description: 'The edition of the data that every section of files is of.' }),
    access: accessReason,
  })
  .meta({
    id: 'StudentProfile',
    description: 'Everything of one student that the caller may see, of one publication.',
  });

export const getStudentContract = defineContract({
  method: 'GET',
  path: '/v1/students/{id}',
  operationId: 'getStudent',
  tag: 'Students',
  summary: 'One student whole: tiers, records, contacts, plans, notes, and why you may see them',
  description:
    'Every part comes with the day it speaks of and the files it is made of. Parts and fields of classes that are not in ' +
    '`access.classes` are absent. `include` narrows it.',
  roles: READERS,
  purpose: 'studentSupport',
  params: z.strictObject({ id: sourcedId }),
  query: z.strictObject({
    include,
    attendanceYears: z
      .enum(['current', 'all'])
      .default('current')
      .meta({ description: 'Which school years come day by day; the others are counted.' }),
  }),
  response: studentProfile,
  problems: ['student.not_found', 'access.staff_unknown'],
});
