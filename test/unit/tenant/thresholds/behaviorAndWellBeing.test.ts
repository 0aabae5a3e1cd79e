import { describe, expect, test } from 'vitest';
import { behaviorThresholds } from '../../../../shared/tenant/thresholds/behavior.ts';
import { wellBeingThresholds } from '../../../../shared/tenant/thresholds/wellBeing.ts';
import { wellBeingSettings } from '../../../../shared/tenant/wellBeing.ts';

describe('cut points of behavior', () => {
  test('are those of the field where nothing is said', () => {
    expect(behaviorThresholds.parse({})).toEqual({
      tier2MajorIncidents: 2,
      tier3MajorIncidents: 6,
      tier2Suspensions: 1,
      tier3SuspensionDays: '3',
      tier3Expulsions: 1,
      stepDownDays: 10,
      recentSchoolDays: 45,
    });
  });

  test.each([
    { tier2MajorIncidents: 6 },
    { tier3MajorIncidents: 2 },
    { tier2MajorIncidents: 0 },
    { tier3SuspensionDays: '0' },
    { tier3SuspensionDays: 'three' },
    { tier3SuspensionDays: 3 },
    { windowSchoolDays: 0 },
    { tier2Minors: 4 },
  ])('refuse %j', (settings) => {
    expect(behaviorThresholds.safeParse(settings).success).toBe(false);
  });

  test.each([{ tier3SuspensionDays: '2.5' }, { tier3SuspensionDays: '7/2' }, { windowSchoolDays: 45 }])(
    'take %j',
    (settings) => {
      expect(behaviorThresholds.parse(settings)).toMatchObject(settings);
    },
  );
});

describe('cut points of well-being', () => {
  test('are those of the field where nothing is said', () => {
    expect(wellBeingThresholds.parse({})).toEqual({ lowestShare: '1/5', reviewConstructs: 2, responseDays: 180 });
  });

  test.each([{ lowestShare: '1' }, { lowestShare: '-1/5' }, { lowestShare: 'a fifth' }, { reviewConstructs: 0 }])(
    'refuse %j',
    (settings) => {
      expect(wellBeingThresholds.safeParse(settings).success).toBe(false);
    },
  );
});

test('answers in areas that PPRA protects need consent in writing where the district says nothing', () => {
  expect(wellBeingSettings.parse({})).toEqual({ protectedResponses: 'writtenConsent' });
});
