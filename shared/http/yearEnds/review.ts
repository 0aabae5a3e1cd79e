import { studentId } from '../../domain/identity.ts';
import { membersOf, type YearEndMember } from '../../store/graduationRecords.ts';
import { readYearEnd } from '../../store/yearEnds.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { Problem } from '../problems.ts';
import { defineRoute } from '../route.ts';
import { yearEndAccess } from './access.ts';
import { getYearEndContract } from './contracts.ts';
import { exceptionView, yearEndView } from './views.ts';

export const getYearEndRoute = defineRoute({
  ...getYearEndContract,
  handle: async (context, { params, query }) => {
    const { caller, signal, disclosures } = context;
    const year = await readYearEnd(params.year);
    if (!year) throw new Problem('year_end.not_found');
    const sees = await yearEndAccess(context);
    const cursors = await cursorsOf(
      'getYearEnd',
      caller,
      { ...query, year: params.year, attempt: year.attempt },
      keyPosition,
    );
    const after = studentId(cursors.start(query.cursor) ?? '');
    const isShown = (member: YearEndMember) =>
      member.status === 'needsReview' &&
      (query.exceptions === 'all' || member.open) &&
      sees('graduation.decide', member).granted;
    const found: YearEndMember[] = [];
    for await (const member of membersOf(year.schoolYear, year.attempt, after)) {
      signal.throwIfAborted();
      if (isShown(member)) found.push(member);
      if (found.length > query.limit) break;
    }
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    for (const member of items) {
      const seen = sees('graduation.decide', member);
      if (seen.granted) disclosures.note([member.sourcedId], ['academic'], seen.reason);
    }
    const nextCursor = found.length > query.limit && last ? cursors.next(last.sourcedId) : undefined;
    return {
      body: {
        ...yearEndView(year),
        exceptions: { items: items.map(exceptionView), ...(nextCursor !== undefined && { nextCursor }) },
      },
    };
  },
});
