import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FamilyAccessAt18,
  type FamilyGrant,
  familyRight,
  type RightsFacts,
  rightsHolderOn,
  rightsNotices,
  rightsTransferOn,
  WARNING_DAYS,
} from '../../../../shared/domain/access/familyRights.ts';
import { dayOf, formatDay, parseDay } from '../../../../shared/domain/calendar/day.ts';
import { guardianId } from '../../../../shared/domain/identity.ts';

const MOTHER = guardianId('guardian-1');
const FATHER = guardianId('guardian-2');
const plus = (iso: string, days: number) => formatDay((parseDay(iso) ?? 0) + days);
const facts = (birthDate: string | undefined, today: string, familyAccessAt18: FamilyAccessAt18): RightsFacts => ({
  birthDate,
  today,
  familyAccessAt18,
});
const grant = (over: Partial<FamilyGrant> = {}): FamilyGrant => ({
  guardianSourcedId: MOTHER,
  basis: 'dependentStudent',
  from: '2026-01-01',
  validUntil: '2026-12-31',
  ...over,
});

const birthDate = fc.integer({ min: dayOf(1950, 1, 1) ?? 0, max: dayOf(2030, 12, 31) ?? 0 }).map(formatDay);
const policy = fc.constantFrom<FamilyAccessAt18>('dependentStudent', 'consent', 'off');

describe('the day on which the rights move', () => {
  test('is the 18th birthday', () => {
    expect(rightsTransferOn('2008-05-27')).toBe('2026-05-27');
    expect(rightsTransferOn('2007-12-31')).toBe('2025-12-31');
  });

  test('of whoever was born on 29 February is 1 March: eighteen whole years are over with 28 February', () => {
    expect(rightsTransferOn('2008-02-29')).toBe('2026-03-01');
    expect(rightsHolderOn({ birthDate: '2008-02-29', today: '2026-02-28' })).toBe('parents');
    expect(rightsHolderOn({ birthDate: '2008-02-29', today: '2026-03-01' })).toBe('student');
    expect(rightsTransferOn('2008-02-28')).toBe('2026-02-28');
  });

  test('has the same month and day for everybody else', () => {
    fc.assert(
      fc.property(birthDate, (born) => {
        fc.pre(!born.endsWith('-02-29'));
        expect(rightsTransferOn(born)).toBe(`${Number(born.slice(0, 4)) + 18}${born.slice(4)}`);
      }),
    );
  });

  test('is none where the birth date is no day', () => {
    expect(rightsTransferOn('2008-02-30')).toBeUndefined();
    expect(rightsHolderOn({ birthDate: '2008-02-30', today: '2026-05-01' })).toBe('unknown');
  });
});

describe('before the 18th birthday', () => {
  test('a guardian sees everything as a parent up to the day before, whatever the tenant says', () => {
    fc.assert(
      fc.property(birthDate, policy, fc.integer({ min: 1, max: 6_000 }), (born, at18, before) => {
        const today = plus(rightsTransferOn(born) ?? '', -before);
        const right = familyRight(facts(born, today, at18), MOTHER, []);
        expect(right).toEqual({ basis: 'parent', classes: ['directory', 'academic', 'discipline', 'health'] });
      }),
    );
  });
});

describe('from the 18th birthday on', () => {
  test('a guardian sees nothing without a grant, from the very day', () => {
    fc.assert(
      fc.property(birthDate, policy, fc.integer({ min: 0, max: 9_000 }), (born, at18, after) => {
        const today = plus(rightsTransferOn(born) ?? '', after);
        expect(rightsHolderOn({ birthDate: born, today })).toBe('student');
        expect(familyRight(facts(born, today, at18), MOTHER, [])).toBeUndefined();
      }),
    );
  });

  test('a grant shows the record on its days alone, both included, and to its guardian alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 800 }), (offset) => {
        const today = plus('2026-01-01', offset);
        const grants = [grant()];
        const at = facts('2000-01-01', today, 'dependentStudent');
        const holds = '2026-01-01' <= today && today <= '2026-12-31';
        expect(familyRight(at, MOTHER, grants)?.basis).toBe(holds ? 'dependentStudent' : undefined);
        expect(familyRight(at, FATHER, grants)).toBeUndefined();
      }),
    );
  });

  test('only the ground that the tenant has chosen counts', () => {
    const grants = [grant(), grant({ basis: 'consent' })];
    const of = (at18: FamilyAccessAt18) => familyRight(facts('2000-01-01', '2026-05-01', at18), MOTHER, grants)?.basis;
    expect([of('dependentStudent'), of('consent'), of('off')]).toEqual(['dependentStudent', 'consent', undefined]);
  });

  test('a revoked consent shows nothing, even on the day it was given', () => {
    const revoked = grant({ basis: 'consent', revokedAt: '2026-01-01T12:00:00.000Z' });
    expect(familyRight(facts('2000-01-01', '2026-01-01', 'consent'), MOTHER, [revoked])).toBeUndefined();
  });

  test('a consent shows the records it names, and those of several add up', () => {
    const academic = grant({ basis: 'consent', records: ['academic'], validUntil: '2026-06-30' });
    const health = grant({ basis: 'consent', records: ['health'] });
    const at = facts('2000-01-01', '2026-05-01', 'consent');
    expect(familyRight(at, MOTHER, [academic])?.classes).toEqual(['directory', 'academic']);
    expect(familyRight(at, MOTHER, [academic, health])).toEqual({
      basis: 'consent',
      classes: ['directory', 'academic', 'health'],
      validUntil: '2026-12-31',
    });
  });
});

describe('without a birth date', () => {
  test.each([undefined, '2031-01-01'])('(%s) a guardian sees nothing but by a grant', (born) => {
    const at = facts(born, '2026-05-01', 'dependentStudent');
    expect(rightsHolderOn(at)).toBe('unknown');
    expect(familyRight(at, MOTHER, [])).toBeUndefined();
    expect(familyRight(at, MOTHER, [grant()])?.basis).toBe('dependentStudent');
  });

  test('staff are told', () => {
    expect(rightsNotices(facts(undefined, '2026-05-01', 'off'), [])).toEqual([{ kind: 'birthDateUnknown' }]);
  });
});

describe('the warning to staff', () => {
  test('comes thirty days before the birthday and stays up to the day', () => {
    fc.assert(
      fc.property(birthDate, fc.integer({ min: -60, max: 60 }), (born, before) => {
        const transfer = rightsTransferOn(born) ?? '';
        const notices = rightsNotices(facts(born, plus(transfer, -before), 'off'), []);
        const isTold = 0 <= before && before <= WARNING_DAYS;
        expect(notices).toEqual(isTold ? [{ kind: 'turns18', on: transfer }] : []);
      }),
    );
  });

  test('comes before a grant ends, the earliest first, and not of grants that have no effect', () => {
    const grants = [
      grant({ validUntil: '2026-05-20' }),
      grant({ guardianSourcedId: FATHER, validUntil: '2026-05-10' }),
      grant({ basis: 'consent', validUntil: '2026-05-05' }),
      grant({ validUntil: '2026-06-30' }),
    ];
    expect(rightsNotices(facts('2008-01-01', '2026-05-01', 'dependentStudent'), grants)).toEqual([
      { kind: 'grantEnds', on: '2026-05-10', basis: 'dependentStudent' },
      { kind: 'grantEnds', on: '2026-05-20', basis: 'dependentStudent' },
    ]);
    expect(rightsNotices(facts('2009-01-01', '2026-05-01', 'dependentStudent'), grants)).toEqual([]);
  });
});
