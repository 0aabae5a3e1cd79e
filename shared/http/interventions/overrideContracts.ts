import * as z from 'zod';
import { MAX_OVERRIDE_DAYS } from '../../domain/tiers/override.ts';
import { instant, isoDay, sourcedId } from '../parameters.ts';
import { defineContract } from '../route.ts';
import { domain, tier } from '../tierShapes.ts';

const overrideId = z.string().regex(/^[0-9a-f]{32}$/, 'an override id is 32 hexadecimal digits');
const reason = z.string().trim().min(3).max(2000);
const ofStudent = z.strictObject({ id: sourcedId });

const overrideBody = z
  .strictObject({
    domain,
    tier,
    reason: reason.meta({ description: 'For those who may see the student’s tiers; kept for good.' }),
    expiresOn: isoDay.meta({
      description: `The last day on which it acts, in the district’s time zone: today or later, at most ${MAX_OVERRIDE_DAYS} days ahead.`,
    }),
  })
  .meta({ id: 'OverrideRequest' });

const override = z
  .strictObject({
    overrideId,
    ...overrideBody.shape,
    createdBySourcedId: sourcedId,
    createdAt: instant,
    active: z.boolean().meta({ description: 'It acts today: neither ended nor past its last day.' }),
    ended: z
      .strictObject({ bySourcedId: sourcedId, at: instant, reason })
      .nullable()
      .meta({ description: 'Who ended it before its last day.' }),
  })
  .meta({ id: 'Override', description: 'A tier that somebody has set for a time, whatever the data say.' });

const WRITERS = ['districtAdmin', 'schoolAdmin', 'counselor'] as const;
const shared = { tag: 'Students', problems: ['student.not_found', 'access.staff_unknown'] } as const;

export const createOverrideContract = defineContract({
  ...shared,
  method: 'POST',
  path: '/v1/students/{id}/overrides',
  operationId: 'createOverride',
  summary: 'Set a student’s tier in a domain for a time',
  description:
    'For an acute crisis: readers of the student see it at once, lists from the next run on, and every run keeps it until its last day, with the computed tier beside it. One acts in a domain at a time. With an Idempotency-Key the same request twice is one override.',
  roles: WRITERS,
  purpose: 'studentSupport',
  params: ofStudent,
  body: overrideBody,
  idempotencyKey: 'required',
  response: override,
  status: 201,
  problems: [...shared.problems, 'override.expiry', 'override.another_active'],
});

export const listOverridesContract = defineContract({
  ...shared,
  method: 'GET',
  path: '/v1/students/{id}/overrides',
  operationId: 'listOverrides',
  summary: 'A student’s overrides, active and past, the newest first',
  roles: [...WRITERS, 'interventionist'],
  purpose: 'studentSupport',
  params: ofStudent,
  response: z.strictObject({ items: z.array(override) }).meta({ id: 'OverrideList' }),
});

export const endOverrideContract = defineContract({
  ...shared,
  method: 'POST',
  idempotencyKey: 'required',
  path: '/v1/students/{id}/overrides/{overrideId}/end',
  operationId: 'endOverride',
  summary: 'End an override before its last day',
  description: 'The computed tier acts again at once. Asking twice is asking once: the first author and reason stay.',
  roles: WRITERS,
  purpose: 'studentSupport',
  params: ofStudent.extend({ overrideId }),
  body: z.strictObject({ reason }).meta({ id: 'OverrideEndRequest' }),
  response: override,
  problems: [...shared.problems, 'override.not_found', 'override.over'],
});

export const overrideContracts = [createOverrideContract, listOverridesContract, endOverrideContract] as const;
