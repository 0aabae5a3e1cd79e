import { studentId } from '../../domain/identity.ts';
import { listDisclosures } from '../../store/disclosures.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { defineRoute } from '../route.ts';
import { seeStudent } from '../studentAccess.ts';
import { listDisclosuresContract } from './disclosureContracts.ts';
import { disclosureView } from './disclosureView.ts';

/** To whom a student's record was shown. That somebody looks it up shows nothing of the record itself but whose it is. */
export const listDisclosuresRoute = defineRoute({
  ...listDisclosuresContract,
  handle: async (context, { params, query }) => {
    const { directory } = await seeStudent(context, 'disclosures.read', studentId(params.id), ['directory']);
    const cursors = await cursorsOf('listDisclosures', context.caller, { ...query, id: params.id }, keyPosition);
    const { disclosures, after } = await listDisclosures(directory.sourcedId, {
      limit: query.limit,
      after: cursors.start(query.cursor),
    });
    return {
      body: {
        items: disclosures.map((each) => disclosureView(each, 'staff')),
        ...(after !== undefined && { nextCursor: cursors.next(after) }),
      },
    };
  },
});
