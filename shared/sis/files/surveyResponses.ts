import { CONSENT_BASES } from '../../domain/wellBeing/record.ts';
import { boolean, coded, date, decimal, id, text, withheld } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { CONSTRUCT_ALIASES, CONSTRUCTS, PROTECTED_CATEGORIES } from './surveyWords.ts';

/** Such an answer is not kept, and one that was kept before goes: consent can be taken back. */
const MISSING_CONSENT = {
  withdraws: true,
  code: 'row.missing_consent',
  message:
    'The answer says not who consented to it and is not kept: fill in consentBasis ' +
    `(${CONSENT_BASES.join(', ')}), or leave the row out.`,
} as const;

const scaleEnd = required(withheld(decimal(-100_000, 100_000)));

/**
 * What students say of themselves, by construct. No message repeats a value: an answer without a consent basis is nowhere
 * but in the drop that brought it.
 */
export const surveyResponsesFile = defineFile({
  name: 'surveyResponses',
  columns: {
    consentBasis: required(withheld(coded(CONSENT_BASES)), MISSING_CONSENT),
    studentSourcedId: required(id),
    surveyId: required(text),
    administrationDate: required(withheld(date)),
    construct: required(withheld(coded(CONSTRUCTS, CONSTRUCT_ALIASES))),
    score: required(withheld(decimal(-100_000, 100_000))),
    scaleMinimum: scaleEnd,
    scaleMaximum: scaleEnd,
    higherIsBetter: withheld(boolean),
    protectedCategory: withheld(coded(PROTECTED_CATEGORIES)),
  },
  key: ['studentSourcedId', 'surveyId', 'administrationDate', 'construct'],
  scope: { kind: 'day', column: 'administrationDate' },
  references: { studentSourcedId: 'users' },
  rule: ({ indexOf }) => {
    const [score, minimum, maximum] = [indexOf('score'), indexOf('scaleMinimum'), indexOf('scaleMaximum')];
    return ({ values }) => {
      const [lowest, highest] = [values[minimum] ?? Number.NaN, values[maximum] ?? Number.NaN];
      if (lowest >= highest) {
        return {
          column: 'scaleMaximum',
          code: 'row.maximum_below_minimum',
          message: 'The scale has no length: scaleMaximum must lie above scaleMinimum.',
        };
      }
      const given = values[score] ?? Number.NaN;
      return given < lowest || given > highest
        ? {
            column: 'score',
            code: 'row.outside_scale',
            message: 'The score lies outside of scaleMinimum to scaleMaximum: correct it, or the scale.',
          }
        : undefined;
    };
  },
});
