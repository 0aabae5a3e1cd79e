import { describe, expect, it } from 'vitest';
import type { DomainResult } from '../../../../../shared/domain/tiers/result.ts';
import { WELL_BEING_SENTENCES } from '../../../../../shared/domain/tiers/sentences/wellBeing.ts';
import { AS_OF, answer, assess, context, low } from '../../wellBeing/answers.ts';

const told = (result: DomainResult) => result.reasons.map((each) => WELL_BEING_SENTENCES[each.code]?.(each, result));

describe('what a counselor reads of well-being', () => {
  it('is a sentence for every reason, in words and not in names of constructs', () => {
    const rows = [
      low({ construct: 'relationshipSkills' }),
      answer({ score: 1_500_000, day: AS_OF - 7 }),
      answer({ construct: 'agency' }),
      answer({ isProtected: true, consentBasis: 'noticeAndOptOut' }),
    ];
    expect(told(assess(rows))).toEqual([
      '2 of 3 constructs in the lowest 20 % of the scale (belonging, relationship skills): one makes tier 2.',
      'A counselor should look at it: 2 constructs are that low, and review is asked for from 2 on. What students say of themselves never makes tier 3 alone.',
      'Answer about belonging on 2027-02-19: at 12.50 % of its scale.',
      'Answer about relationship skills on 2027-02-26: at 0.00 % of its scale.',
      'Asked about: agency, belonging, relationship skills (2027-02-19 to 2027-02-26).',
      'Answers that are not used, because the consent given is not enough for what they are about: 1.',
    ]);
  });

  it('says that nothing is low, and why nobody was assessed', () => {
    expect(told(assess([answer()]))).toEqual([
      'Nothing asked about is in the lowest 20 % of the scale.',
      'Asked about: belonging (2027-02-26).',
    ]);
    expect(told(assess([]))).toEqual(['Not assessed: no answer with consent is recent enough.']);
    expect(told(assess([low()], context(), []))).toEqual(['Not assessed: not enrolled.']);
  });
});
