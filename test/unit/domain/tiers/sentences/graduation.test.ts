import { describe, expect, it } from 'vitest';
import type { DomainResult } from '../../../../../shared/domain/tiers/result.ts';
import { CTE_PATHWAY_SENTENCES } from '../../../../../shared/domain/tiers/sentences/ctePathway.ts';
import { GRADUATION_SENTENCES } from '../../../../../shared/domain/tiers/sentences/graduation.ts';
import { assess, passed, student } from '../../graduation/student.ts';

const say = (result: DomainResult) =>
  result.reasons.map((reason) => GRADUATION_SENTENCES[reason.code]?.(reason, result)).join(' ');

describe('graduation in plain words', () => {
  it('says what is missing, exactly, and every reason has words', () => {
    const text = say(assess(student([passed('ALG1', 'Mathematics'), passed('ENG9', 'English', { result: 'Fail' })])));
    expect(text).toBe(
      'Earned 1 credit against 6 expected after 2 terms of high school: 5 credits behind, which makes tier 3. ' +
        'ENG: 0 credits earned against 1 expected by now, 1 credit behind. ' +
        'Required courses not passed and not made good: ENG9.',
    );
  });

  it('says why nothing can be said', () => {
    const nothing = {} as DomainResult;
    expect(GRADUATION_SENTENCES['noData']?.({ code: 'noData', detail: { plan: 'x' } }, nothing)).toContain('plan x');
    expect(CTE_PATHWAY_SENTENCES['notApplicable']?.({ code: 'notApplicable' }, nothing)).toContain('no CTE program');
  });
});
