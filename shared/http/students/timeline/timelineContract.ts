import * as z from 'zod';
import { cursor, isoDay, limit, sourcedId } from '../../parameters.ts';
import { defineContract } from '../../route.ts';
import { domain } from '../../tierShapes.ts';
import { publication, READERS } from '../listContract.ts';
import { accessReason } from '../shapes.ts';
import { EVENT_KINDS, type EventKind } from './events.ts';

const KINDS = EVENT_KINDS.join('|');

const kind = z
  .string()
  .max(300)
  .regex(new RegExp(`^(${KINDS})(,(${KINDS}))*$`), `write kinds with commas between: ${EVENT_KINDS.join(', ')}`)
  .transform((names) => new Set(names.split(',') as EventKind[]))
  .optional()
  .meta({
    description: `Only these kinds, with commas between: ${EVENT_KINDS.join(', ')}. All without.`,
    override: ({ jsonSchema }) => {
      Object.assign(jsonSchema, { type: 'string', maxLength: 300, pattern: `^(${KINDS})(,(${KINDS}))*$` });
    },
  });

export const timelineEvent = z
  .strictObject({
    kind: z.enum(EVENT_KINDS),
    on: isoDay,
    through: isoDay.optional().meta({ description: 'The last day of what lasted several.' }),
    domain: domain.optional(),
    id: z
      .string()
      .optional()
      .meta({ description: 'Of what has an address or id of its own: planId, noteId, incidentId, …' }),
    title: z.string().optional().meta({ description: 'As the source names it: a course, a behavior, a program.' }),
    school: sourcedId.optional(),
    detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  })
  .meta({ id: 'TimelineEvent', description: 'Something that happened with a student.' });

export const getStudentTimelineContract = defineContract({
  method: 'GET',
  path: '/v1/students/{id}/timeline',
  operationId: 'getStudentTimeline',
  tag: 'Students',
  summary: 'What happened with a student, the newest first, over all years and schools',
  description:
    'Tiers, enrolments, runs of absences, incidents, screeners, marks, plans, check-ins, overrides, notes, programs and what was ' +
    'reached, in one list; of the classes you see. Days to come are left out.',
  roles: READERS,
  purpose: 'studentSupport',
  params: z.strictObject({ id: sourcedId }),
  query: z.strictObject({
    kind,
    domain: domain.optional(),
    from: isoDay.optional().meta({ description: 'What ended on this day or later.' }),
    to: isoDay.optional().meta({ description: 'What began on this day or earlier.' }),
    limit: limit(50),
    cursor,
  }),
  response: z
    .strictObject({
      items: z.array(timelineEvent),
      nextCursor: z.string().optional(),
      unavailable: z
        .boolean()
        .meta({ description: 'true: what comes from the SIS is missing, as the run was published without it.' }),
      ...publication,
      access: accessReason,
    })
    .meta({ id: 'StudentTimeline' }),
  problems: ['student.not_found', 'access.staff_unknown', 'cursor.invalid', 'cursor.other_query'],
});
