import {
  type Actor,
  type AmendmentEvent,
  type AmendmentRequest,
  type AmendmentState,
  openSince,
  statementOf,
  stateOf,
} from '../../domain/amendments/request.ts';
import { etagOf } from '../etag.ts';

/** To whom a request is shown: families do not see who of the staff, or of the family, has done what. */
export type AmendmentAudience = 'staff' | 'family';

/** 34 CFR 99.20(c), 99.21(b)(2). */
const HEARING_NOTICE =
  'The parent, or the student who has turned 18, has the right to a hearing about this refusal (34 CFR 99.21), and may place a statement in the record that is kept and shown with the contested part.';
const STATEMENT_NOTICE =
  'The parent, or the student who has turned 18, has the right to place a statement in the record that is kept and shown with the contested part (34 CFR 99.21(b)(2)).';

const NOTICES: Readonly<Record<AmendmentState, string | null>> = {
  open: null,
  amended: null,
  refused: HEARING_NOTICE,
  hearing: STATEMENT_NOTICE,
  upheld: STATEMENT_NOTICE,
};

export const amendmentEtag = ({ events }: AmendmentRequest): string => etagOf(events.length);

/** A request as the API shows it. */
export function amendmentView(request: AmendmentRequest, audience: AmendmentAudience) {
  const state = stateOf(request);
  const stated = statementOf(request);
  const { relation, sourcedId } = request.requestedBy;
  return {
    requestId: request.requestId,
    studentSourcedId: request.studentSourcedId,
    about: request.about,
    requested: request.requested,
    grounds: request.grounds,
    requestedBy: { relation, ...(audience === 'staff' && sourcedId !== undefined && { sourcedId }) },
    receivedOn: request.receivedOn,
    state,
    openSince: openSince(request) ?? null,
    rights: rightsIn(state, stated !== undefined),
    notice: NOTICES[state],
    statement: stated ? { text: stated.statement, at: stated.at } : null,
    createdBy: actorView(request.createdBy, audience),
    createdAt: request.createdAt,
    history: request.events.map((event) => eventView(event, audience)),
  };
}

function rightsIn(state: AmendmentState, hasStatement: boolean) {
  const rights: ('hearing' | 'statement')[] = state === 'refused' ? ['hearing'] : [];
  if (NOTICES[state] !== null && !hasStatement) rights.push('statement');
  return rights;
}

function eventView({ key: _, ...event }: AmendmentEvent, audience: AmendmentAudience) {
  return { ...event, by: actorView(event.by, audience) };
}

const actorView = ({ kind, sourcedId }: Actor, audience: AmendmentAudience) => ({
  kind,
  ...(audience === 'staff' && { sourcedId }),
});
