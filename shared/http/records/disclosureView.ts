import type { Disclosure } from '../../store/disclosures.ts';

/** A disclosure as the API shows it; families are told the role of staff, not the account behind it. */
export function disclosureView(disclosure: Disclosure, audience: 'staff' | 'family' | 'student') {
  const { at, purpose, basis, classes, role, scope, operationId, requestId, recipient } = disclosure;
  const { subject, sourcedId, impersonatedBy } = recipient;
  const isStaff = audience === 'staff';
  return {
    ...{ at, audience: disclosure.audience, role, scope, purpose, basis, classes: [...classes] },
    ...(isStaff && sourcedId !== undefined && { recipientSourcedId: sourcedId }),
    ...(isStaff && { subject, operationId, requestId }),
    ...(isStaff && impersonatedBy !== undefined && { impersonatedBySourcedId: impersonatedBy }),
  };
}
