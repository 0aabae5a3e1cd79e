import { studentId } from '../../domain/identity.ts';
import { type Disclosure, listDisclosures } from '../../store/disclosures.ts';
import type { Caller } from '../caller.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { defineRoute } from '../route.ts';
import { listOwnDisclosuresContract } from './contracts.ts';
import { seeOwn } from './ownStudents.ts';

/** To whom the record was shown. That the list is read shows nothing of the record but whose it is. */
export const listOwnDisclosuresRoute = defineRoute({
  ...listOwnDisclosuresContract,
  handle: async (context, { params, query }) => {
    const { directory, access } = await seeOwn(context, studentId(params.id));
    context.disclosures.note([directory.sourcedId], ['directory'], access);
    const cursors = await cursorsOf('listOwnDisclosures', context.caller, { ...query, id: params.id }, keyPosition);
    const { disclosures, after } = await listDisclosures(directory.sourcedId, {
      limit: query.limit,
      after: cursors.start(query.cursor),
    });
    return {
      body: {
        items: disclosures.map((each) => viewFor(context.caller, each)),
        ...(after !== undefined && { nextCursor: cursors.next(after) }),
      },
    };
  },
});

/** Who saw it by their role, not by name: the school answers who that was. */
function viewFor({ subject }: Caller, { at, audience, role, purpose, basis, classes, recipient }: Disclosure) {
  return { at, own: recipient.subject === subject, audience, role, purpose, basis, classes: [...classes] };
}
