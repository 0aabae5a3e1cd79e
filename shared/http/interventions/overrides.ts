import { type Day, formatDay, parseDay } from '../../domain/calendar/day.ts';
import { localTimeOf } from '../../domain/calendar/timeZone.ts';
import { type StudentId, studentId } from '../../domain/identity.ts';
import { MAX_OVERRIDE_DAYS } from '../../domain/tiers/override.ts';
import {
  createOverride,
  endOverride,
  isActive,
  type KnownOverride,
  type OverrideRecord,
  overridesOfStudent,
} from '../../store/overrides.ts';
import { authorOf } from '../author.ts';
import { derivedId } from '../idempotency.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { createOverrideContract, endOverrideContract, listOverridesContract } from './overrideContracts.ts';

const RETRY_AFTER_SECONDS = 1;

const createOverrideRoute = defineRoute({
  ...createOverrideContract,
  handle: async (context, { params, body }) => {
    const createdBy = authorOf(context);
    const { directory } = await seeStudent(context, 'override.write', studentId(params.id), []);
    const today = todayOf(context);
    const lastDay = parseDay(body.expiresOn) ?? today - 1;
    if (lastDay < today || lastDay > today + MAX_OVERRIDE_DAYS) throw new Problem('override.expiry');
    const record: OverrideRecord = {
      ...body,
      overrideId: derivedId('override', createdBy, directory.sourcedId, context.idempotencyKey),
      studentSourcedId: directory.sourcedId,
      startsOn: formatDay(today),
      createdBy,
      createdAt: context.now.toISOString(),
    };
    const stored = await kept(record);
    return { body: overrideView(stored, today), location: `/v1/students/${encodeURIComponent(params.id)}/overrides` };
  },
});

const listOverridesRoute = defineRoute({
  ...listOverridesContract,
  handle: async (context, { params }) => {
    const { directory } = await seeStudent(context, 'override.read', studentId(params.id));
    const today = todayOf(context);
    const overrides = await overridesOfStudent(directory.sourcedId);
    return { body: { items: overrides.map((each) => overrideView(each, today)) } };
  },
});

const endOverrideRoute = defineRoute({
  ...endOverrideContract,
  handle: async (context, { params, body }) => {
    const by = authorOf(context);
    const { directory } = await seeStudent(context, 'override.write', studentId(params.id), []);
    const today = todayOf(context);
    const end = { by, at: context.now.toISOString(), on: formatDay(today), reason: body.reason };
    const ended = await endOverride(directory.sourcedId, params.overrideId, end);
    if (ended === 'contended') throw new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    if (ended === 'unknown') throw new Problem('override.not_found');
    if (ended === 'over') throw new Problem('override.over');
    return { body: overrideView(ended, today) };
  },
});

/** Crisis overrides of a student's tiers. */
export const overrideRoutes: readonly Route[] = [createOverrideRoute, listOverridesRoute, endOverrideRoute];

const todayOf = ({ now, tenant }: RequestContext): Day => localTimeOf(now, tenant.tenant.timeZone).day;

async function kept(record: OverrideRecord): Promise<KnownOverride> {
  const outcome = await createOverride(record);
  if (outcome === 'created') return record;
  if (outcome === 'another') throw new Problem('override.another_active');
  if (outcome === 'contended') throw new Problem('service.busy', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  return overrideOfFirstRequest(record);
}

/** What an Idempotency-Key has made before; a key that was used for something else shows nothing of it. */
async function overrideOfFirstRequest(record: OverrideRecord): Promise<KnownOverride> {
  const { overrideId, domain, tier, reason, expiresOn } = record;
  const stored = await overrideOf(record.studentSourcedId, overrideId);
  const isSame =
    stored?.domain === domain && stored.tier === tier && stored.reason === reason && stored.expiresOn === expiresOn;
  if (stored && isSame) return stored;
  throw new Problem('idempotency.key', { detail: 'Your Idempotency-Key has made another override: send a new one.' });
}

const overrideOf = async (student: StudentId, id: string): Promise<KnownOverride | undefined> =>
  (await overridesOfStudent(student)).find(({ overrideId }) => overrideId === id);

function overrideView(known: KnownOverride, today: Day) {
  const { overrideId, domain, tier, reason, expiresOn, createdBy, createdAt, end } = known;
  return {
    ...{ overrideId, domain, tier, reason, expiresOn, createdBySourcedId: createdBy, createdAt },
    active: isActive(known, formatDay(today)),
    ended: end ? { bySourcedId: end.by, at: end.at, reason: end.reason } : null,
  };
}
