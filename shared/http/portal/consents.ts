import { isDeepStrictEqual } from 'node:util';
import { GRANTED_CLASSES, standsOn } from '../../domain/access/familyRights.ts';
import { isOfStaff, type RecordedGrant, withoutOldEnded } from '../../domain/access/recordedGrants.ts';
import { formatDay, parseDay } from '../../domain/calendar/day.ts';
import { guardianId, studentId } from '../../domain/identity.ts';
import { changeFamilyAccess } from '../../store/familyAccess.ts';
import { derivedId } from '../idempotency.ts';
import { Problem } from '../problems.ts';
import { defineRoute, type RequestContext, type Route } from '../route.ts';
import { holding, listOf } from './amendments.ts';
import { giveConsentContract, listConsentsContract, revokeConsentContract } from './contracts.ts';
import { type OwnStudent, seeOwn } from './ownStudents.ts';

/** What is consented to is looked at anew after five years. */
const MAX_DAYS = 1_826;
const MAX_IN_FORCE = 20;

const listConsentsRoute = defineRoute({
  ...listConsentsContract,
  handle: async (context, { params }) => {
    const own = await eligible(context, params.id);
    const { familyAccess, record } = own;
    const guardians = record.guardians.map(({ sourcedId, role, givenName, familyName }) => {
      return { sourcedId, role, ...(givenName && { givenName }), ...(familyName && { familyName }) };
    });
    return { body: { items: familyAccess.grants.map((each) => consentView(own, each)), guardians } };
  },
});

const giveConsentRoute = defineRoute({
  ...giveConsentContract,
  handle: async (context, { params, body }) => {
    const own = await eligible(context, params.id);
    const { directory, facts, familyAccess, record } = own;
    const { purpose, validUntil } = body;
    const guardian = guardianId(body.guardianSourcedId);
    const given: RecordedGrant = {
      grantId: derivedId('consent', directory.sourcedId, context.idempotencyKey),
      guardianSourcedId: guardian,
      basis: 'consent',
      from: facts.today,
      ...{ validUntil, purpose },
      records: GRANTED_CLASSES.filter((each) => body.records.includes(each)),
      recordedBy: { kind: 'student', sourcedId: directory.sourcedId },
      recordedAt: context.now.toISOString(),
    };
    const before = familyAccess.grants.find(({ grantId }) => grantId === given.grantId);
    const location = listOf(own, 'consents');
    if (before) return { body: consentView(own, sameConsent(before, given)), location };
    if (facts.familyAccessAt18 !== 'consent') throw new Problem('consent.not_offered');
    if (!record.guardians.some(({ sourcedId }) => sourcedId === guardian))
      throw new Problem('consent.guardian_unknown');
    if (!isPeriod(facts.today, validUntil)) throw new Problem('consent.period');
    const inForce = familyAccess.grants.filter((each) => standsOn(each, facts));
    if (inForce.length >= MAX_IN_FORCE) throw new Problem('consent.too_many');
    await change(context, own, [...familyAccess.grants, given]);
    return { body: consentView(own, given), location };
  },
});

const revokeConsentRoute = defineRoute({
  ...revokeConsentContract,
  handle: async (context, { params }) => {
    const own = await eligible(context, params.id);
    const { directory, facts, familyAccess } = own;
    const given = familyAccess.grants.find(({ grantId, basis }) => grantId === params.consentId && basis === 'consent');
    if (!given) throw new Problem('consent.not_found');
    if (given.revokedAt !== undefined) return { body: consentView(own, given) };
    const revoked: RecordedGrant = {
      ...given,
      ...{ revokedAt: context.now.toISOString(), revokedOn: facts.today },
      revokedBy: { kind: 'student', sourcedId: directory.sourcedId },
    };
    const grants = familyAccess.grants.map((each) => (each === given ? revoked : each));
    await change(context, own, grants);
    return { body: consentView(own, revoked) };
  },
});

/** What a student who has turned 18 lets the family see (34 CFR 99.30). */
export const consentRoutes: readonly Route[] = [listConsentsRoute, giveConsentRoute, revokeConsentRoute];

/** The student who asks, once the rights are theirs. */
async function eligible(context: RequestContext, id: string): Promise<OwnStudent> {
  const own = await seeOwn(context, studentId(id));
  if (own.guardian) throw new Problem('portal.rights_of_another');
  context.disclosures.note([own.directory.sourcedId], ['directory'], own.access);
  return holding(own);
}

/** The consent that an Idempotency-Key has given before; throws when that was another one. */
function sameConsent(before: RecordedGrant, given: RecordedGrant): RecordedGrant {
  const said = ({ guardianSourcedId, records, purpose, validUntil }: RecordedGrant) => {
    return { guardianSourcedId, records, purpose, validUntil };
  };
  if (isDeepStrictEqual(said(before), said(given))) return before;
  throw new Problem('idempotency.key', { detail: 'Your Idempotency-Key was used for something else: send a new one.' });
}

function isPeriod(today: string, validUntil: string): boolean {
  const last = formatDay((parseDay(today) ?? 0) + MAX_DAYS);
  return today <= validUntil && validUntil <= last;
}

async function change(
  { now }: RequestContext,
  { directory, facts, familyAccess }: OwnStudent,
  grants: readonly RecordedGrant[],
): Promise<void> {
  const written = await changeFamilyAccess(directory.sourcedId, familyAccess, {
    by: { kind: 'student', sourcedId: directory.sourcedId },
    at: now.toISOString(),
    grants: withoutOldEnded(grants, facts.today),
  });
  if (!written) throw new Problem('precondition.failed');
}

/** A grant as the student sees it: evidence and names of staff are the school's. */
function consentView({ facts }: OwnStudent, grant: RecordedGrant) {
  const { grantId, guardianSourcedId, basis, records, purpose = null, from, validUntil, revokedAt = null } = grant;
  return {
    ...{ consentId: grantId, guardianSourcedId, basis, purpose, validUntil, revokedAt },
    records: [...(records ?? GRANTED_CLASSES)],
    givenOn: from,
    recordedBy: isOfStaff(grant) ? ('staff' as const) : ('student' as const),
    inForce: standsOn(grant, facts),
  };
}
