import { describe, expect, it } from 'vitest';
import { tierReason } from '../../../shared/http/students/contracts.ts';

describe('a reason as the API shows it', () => {
  it.each(['17', '-3', '2.5', '17/169', 'belowBenchmark'])(
    'has an exact number or a level by its word: %s',
    (value) => {
      expect(tierReason.parse({ code: 'screener', value, cutPoint: value })).toEqual({
        code: 'screener',
        value,
        cutPoint: value,
      });
    },
  );

  it.each(['', '17 %', '1/10/2', 'Well below', 'Ada Zimmermann'])('has nothing else: %s', (value) => {
    expect(tierReason.safeParse({ code: 'screener', value }).success).toBe(false);
  });
});
