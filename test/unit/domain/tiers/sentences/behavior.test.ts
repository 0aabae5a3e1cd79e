import { describe, expect, it } from 'vitest';
import type { DomainResult } from '../../../../../shared/domain/tiers/result.ts';
import { BEHAVIOR_SENTENCES } from '../../../../../shared/domain/tiers/sentences/behavior.ts';
import {
  assess,
  context,
  cutPoints,
  incident,
  majors,
  schoolDay,
  suspended,
  without,
} from '../../behavior/incidents.ts';

const told = (result: DomainResult) => result.reasons.map((each) => BEHAVIOR_SENTENCES[each.code]?.(each, result));

describe('what a counselor reads of behavior', () => {
  it('is a sentence for every reason', () => {
    const rows = [
      ...majors(6),
      suspended(3),
      suspended(undefined, { actionType: 'in-school suspension' }),
      incident({ actionType: 'expulsion' }),
      without(incident({ action: 'SUSP' }), 'level'),
      without(incident(), 'participation'),
    ];
    expect(told(assess(rows))).toEqual([
      '1 expulsion this year: the cut for tier 3 is 1.',
      '7 major incidents (Fighting) this year: the cut for tier 3 is 6.',
      '2 suspensions this year: the cut for tier 2 is 1.',
      '1.5 days of suspension (0 in school, 1.5 out of school) this year: the cut for tier 3 is 3. Suspensions without a length: 1.',
      '3 minor incidents (Fighting): minor incidents make no tier.',
      'Incidents in the last 45 school days (2026-10-19 to 2026-12-18): none.',
      'Rows without a level, which counts as minor: 1.',
      'Actions of a kind that nobody has named, which count as no suspension: 1 (SUSP).',
      'Rows that do not say how the student took part, and are not counted: 1.',
    ]);
  });

  it('says that nothing happened, and why nobody was assessed', () => {
    expect(told(assess([]))).toEqual(['No major incident this year: the cut for tier 2 is 2.']);
    expect(told(assess([], context(100, { incidentsReceived: false })))).toEqual([
      'Not assessed: the district has sent no incidents this school year.',
    ]);
    expect(told(assess([], context(), []))).toEqual(['Not assessed: not enrolled.']);
  });

  it('says why a tier is kept', () => {
    const windowed = context(25, { cutPoints: cutPoints({ windowSchoolDays: 20 }) });
    expect(told(assess(majors(2, { day: schoolDay(1) }), windowed)).slice(0, 2)).toEqual([
      'No major incident in the last 20 school days: the cut for tier 2 is 2.',
      'Kept in tier 2: 2 major incidents as of 2026-08-28; a lower tier needs 10 school days below the cut.',
    ]);
  });
});
