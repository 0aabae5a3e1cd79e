import * as z from 'zod';
import type { FieldClass } from '../../domain/access/fieldClass.ts';
import { type AmendmentRequest, classOfContested } from '../../domain/amendments/request.ts';
import { type FamilyStatement, statementsIn } from '../../store/amendments.ts';
import { instant } from '../parameters.ts';
import { contestedPart } from './amendmentContracts.ts';

export const familyStatement = z
  .strictObject({ requestId: z.string(), about: contestedPart, statement: z.string(), at: instant })
  .meta({
    id: 'FamilyStatement',
    description: 'What the family has placed in the record about a part of it, to be shown wherever that part is.',
  });

/** The statements that come with what somebody with these classes is shown (34 CFR 99.21(c)(2)). */
export function statementsWith(
  requests: readonly AmendmentRequest[],
  classes: ReadonlySet<FieldClass>,
): readonly FamilyStatement[] {
  return statementsIn(requests).filter(({ about }) => classes.has(classOfContested(about)));
}
