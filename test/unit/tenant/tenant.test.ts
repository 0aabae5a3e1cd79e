import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTenant } from '../../../shared/tenant/tenant.ts';

const SAMPLE = fileURLToPath(new URL('../../../infra/tenants/sample.json', import.meta.url));

type Json = { [key: string]: Json } & Json[] & (string | number | boolean);

/** The sample district's file, changed. */
function sample(change: (file: Json) => void = () => {}): unknown {
  const file = JSON.parse(readFileSync(SAMPLE, 'utf8')) as Json;
  change(file);
  return file;
}

function errorsOf(content: unknown): Record<string, string> {
  const outcome = readTenant(content);
  return 'errors' in outcome ? Object.fromEntries(outcome.errors.map(({ path, message }) => [path, message])) : {};
}

const set = (file: Json, path: string, value: unknown): void => {
  const steps = path.split('.');
  const last = steps.pop() as string;
  const holder = steps.reduce<Json>((each, step) => each[step] as Json, file);
  (holder as unknown as Record<string, unknown>)[last] = value;
};

describe('the sample district', () => {
  test('is valid, and the defaults of the field fill what it leaves out', () => {
    const outcome = readTenant(sample());
    expect(outcome).not.toHaveProperty('errors');
    expect(outcome).toMatchObject({
      tenant: {
        tenant: 'sample',
        thresholds: [{ attendance: { tier2: '10/100', tier3: '20/100', watch: '5/100', minimumDays: 10 } }],
      },
    });
  });

  test('asks for 24 credits, all of them within areas', () => {
    const outcome = readTenant(sample());
    if ('errors' in outcome) throw new Error('the sample is not valid');
    const [plan] = outcome.tenant.graduation.plans;
    expect(plan!.totalCredits).toBe('24');
    expect(plan!.areas.reduce((sum, area) => sum + Number(area.credits), 0)).toBe(24);
  });
});

describe('which web pages may work with the data', () => {
  const withOrigin = (origin: string) => sample((file) => set(file, 'frontEnds', { origins: [origin] }));

  test('are none, unless the file names origins', () => {
    expect(readTenant(sample())).toMatchObject({ tenant: { frontEnds: { origins: [] } } });
  });

  test.each(['https://data.district.example', 'https://data.district.example:8443', 'http://localhost:5173'])(
    'may be those of %s',
    (origin) => {
      expect(errorsOf(withOrigin(origin))).toEqual({});
    },
  );

  test.each([
    '*',
    'http://data.district.example',
    'https://data.district.example/',
    'https://*.district.example',
    'null',
  ])('may not be those of %s', (origin) => {
    expect(Object.keys(errorsOf(withOrigin(origin)))).toEqual(['frontEnds.origins.0']);
  });
});

test('people who are told of what is held are named by their addresses, at least one where any is named', () => {
  const withTeam = (team: readonly string[]) => sample((file) => set(file, 'contacts.dataTeam', team));
  expect(errorsOf(withTeam(['registrar@prairiecreek.example']))).toEqual({});
  expect(Object.keys(errorsOf(withTeam([])))).toEqual(['contacts.dataTeam']);
  expect(Object.keys(errorsOf(withTeam(['the registrar'])))).toEqual(['contacts.dataTeam.0']);
});

describe('a tenant file that is not valid', () => {
  test('is told every error at once, each with its path', () => {
    const file = sample((each) => {
      set(each, 'tenant', 'Not A Name');
      set(each, 'timeZone', 'America/Springfield');
      set(each, 'schedules.assess', ['02:30']);
      set(each, 'schedules.remind', undefined);
      set(each, 'identity.issuer', 'http://insecure.example');
      set(each, 'thresholds.0.attendance', { tier2: '0.30', watch: '0.05', rateFromDays: 5, staleAfterDays: 'two' });
      set(each, 'graduation.defaultPlan', 'other');
      set(each, 'graduation.plans.0.totalCredits', '20');
      set(each, 'contacts.alarms', 'nobody');
      set(each, 'contacts.pager', '555-0100');
    });
    expect(Object.keys(errorsOf(file)).sort()).toEqual([
      'contacts.alarms',
      'contacts.pager',
      'graduation.defaultPlan',
      'graduation.plans.0.totalCredits',
      'identity.issuer',
      'schedules.assess.0',
      'schedules.remind',
      'tenant',
      'thresholds.0.attendance.rateFromDays',
      'thresholds.0.attendance.staleAfterDays',
      'thresholds.0.attendance.tier3',
      'timeZone',
    ]);
  });

  test.each([
    ['a file without anything', {}, 'tenant', 'is missing'],
    ['a file that is no object', [], '(file)', 'must be of type object'],
    [
      'an unknown setting',
      sample((each) => set(each, 'retention.dropDays', 3)),
      'retention.dropDays',
      'is not a setting',
    ],
    ['a number where text stands', sample((each) => set(each, 'timeZone', 6)), 'timeZone', 'must be of type string'],
    [
      'a day that only leap years have',
      sample((each) => set(each, 'schoolYear.startsOn', '02-29')),
      'schoolYear.startsOn',
      'write a day that every year has as MM-DD',
    ],
    [
      'an attendance code of a class that no rule knows',
      sample((each) => set(each, 'attendance.codes', { S: { category: 'Excused Absence', absenceClass: 'sick' } })),
      'attendance.codes.S.absenceClass',
      expect.stringContaining('medical'),
    ],
    [
      'one time twice',
      sample((each) => set(each, 'schedules.assess', ['03:30', '03:30'])),
      'schedules.assess',
      'each time is named once',
    ],
    [
      'two sets of thresholds of one name',
      sample((each) => {
        const [first] = each['thresholds'] as Json[];
        set(each, 'thresholds', [first, { ...(first as object), effectiveFrom: '2030-07-01' }]);
      }),
      'thresholds',
      'each set has a version of its own',
    ],
    [
      'two sets of thresholds from one day on',
      sample((each) => {
        const [first] = each['thresholds'] as Json[];
        set(each, 'thresholds', [first, { ...(first as object), version: 'second' }]);
      }),
      'thresholds',
      'no two sets take effect on the same day',
    ],
    [
      'a watch that comes with the tier',
      sample((each) => set(each, 'thresholds.0.attendance', { earlyWatchDays: 4 })),
      'thresholds.0.attendance.earlyWatchDays',
      'a watch comes before a tier: earlyWatchDays < earlyTier2Days',
    ],
    [
      'an area that no course can fill',
      sample((each) => set(each, 'graduation.plans.0.areas.0.subjects', [])),
      'graduation.plans.0.areas.0.subjects',
      'no course fits: name subjects, courseCodes or creditCategories, or set any',
    ],
    [
      'two areas of one code',
      sample((each) => set(each, 'graduation.plans.0.areas.1.code', 'english')),
      'graduation.plans.0.areas',
      'each area has a code of its own',
    ],
    [
      'two plans of one id',
      sample((each) => {
        const [first] = (each['graduation'] as Json)['plans'] as unknown as Json[];
        set(each, 'graduation.plans', [first, first]);
      }),
      'graduation.plans',
      'each plan has an id of its own',
    ],
  ])('%s', (_, content, path, message) => {
    expect(errorsOf(content)).toHaveProperty([path], message);
  });

  test('cut points that are equal or fall are refused; those that rise are taken', () => {
    const hundredths = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(hundredths, hundredths, hundredths, (watch, tier2, tier3) => {
        const file = sample((each) =>
          set(each, 'thresholds.0.attendance', { watch: `${watch}/100`, tier2: `${tier2}/100`, tier3: `${tier3}/100` }),
        );
        const rising = watch < tier2 && tier2 < tier3 && tier3 <= 100;
        expect('thresholds.0.attendance.tier3' in errorsOf(file)).toBe(!rising);
      }),
    );
  });

  test('a schedule is refused from 01:00 to before 03:00, and taken at any other minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 60 - 1 }), (minute) => {
        const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const errors = errorsOf(sample((each) => set(each, 'schedules.remind', time)));
        expect('schedules.remind' in errors).toBe(minute >= 60 && minute < 180);
      }),
    );
  });
});
