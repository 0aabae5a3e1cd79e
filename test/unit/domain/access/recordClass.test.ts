import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELD_CLASSES, type FieldClass } from '../../../../shared/domain/access/fieldClass.ts';
import { classOfProgram } from '../../../../shared/domain/access/programClass.ts';
import {
  attendanceShown,
  contactShown,
  enrollmentShown,
  milestoneShown,
  programsShown,
  reasonsShown,
} from '../../../../shared/domain/access/recordClass.ts';
import { ABSENCE_CLASSES } from '../../../../shared/domain/attendance/record.ts';
import { contactAddress } from '../../../../shared/domain/identity.ts';
import { PROGRAM_TYPES } from '../../../../shared/sis/files/programTypes.ts';

const classes = fc.subarray([...FIELD_CLASSES]).map((some) => new Set<FieldClass>(some));
const school = { sourcedId: 'north' };
const absence = { date: '2026-09-21', school, category: 'Excused Absence' } as const;

describe('a row of attendance', () => {
  it('says why of illness with health, and of a suspension with discipline', () => {
    const seen = (absenceClass: (typeof ABSENCE_CLASSES)[number], ...some: FieldClass[]) =>
      attendanceShown({ ...absence, absenceClass }, new Set<FieldClass>(some)).absenceClass;
    expect(seen('medical', 'academic', 'discipline')).toBeUndefined();
    expect(seen('medical', 'academic', 'health')).toBe('medical');
    expect(seen('outOfSchoolSuspension', 'academic', 'health')).toBeUndefined();
    expect(seen('outOfSchoolSuspension', 'academic', 'discipline')).toBe('outOfSchoolSuspension');
    expect(seen('schoolActivity', 'academic')).toBe('schoolActivity');
  });

  it('never has the school’s words without health, nor more than it had', () => {
    fc.assert(
      fc.property(classes, fc.constantFrom(...ABSENCE_CLASSES), (seen, absenceClass) => {
        const event = { ...absence, absenceClass, reason: 'Fever' };
        const shown = attendanceShown(event, seen);
        expect(shown.reason === undefined).toBe(!seen.has('health'));
        expect(event).toMatchObject(shown);
      }),
    );
  });
});

describe('a contact', () => {
  const contact = {
    ...{ contactId: 'g1', relation: 'Mother', livesWith: true, legalGuardian: true },
    ...{ email: contactAddress('a@example.org'), phone: contactAddress('1') },
  };

  it('has no address for anybody when it must not be reached', () => {
    fc.assert(
      fc.property(classes, (seen) => {
        const shown = contactShown({ ...contact, noContact: true }, seen);
        expect(shown).toMatchObject({ noContact: true });
        expect([shown.email, shown.phone]).toEqual([undefined, undefined]);
      }),
    );
  });

  it('has its addresses for all staff, custody with health alone', () => {
    expect(contactShown(contact, new Set<FieldClass>(['directory']))).toEqual({
      ...{ contactId: 'g1', relation: 'Mother', email: 'a@example.org', phone: '1' },
    });
    expect(contactShown(contact, new Set<FieldClass>(['directory', 'health']))).toEqual(contact);
  });
});

describe('programs', () => {
  it('tell of disability, means and family with health alone', () => {
    const of = (wanted: FieldClass) => PROGRAM_TYPES.filter((type) => classOfProgram(type) === wanted);
    expect(of('academic')).toEqual(['EL', 'CTE', 'giftedTalented']);
    expect(of('health')).toEqual(['IEP', '504', 'econDisadvantaged', 'homeless', 'foster', 'migrant', 'other']);
  });

  it('of a type nobody knows are of the narrower class', () => {
    const program = { programType: 'Refugee', beginDate: '2026-09-01' };
    expect(programsShown([program], new Set<FieldClass>(['academic']))).toEqual([]);
  });
});

describe('why an enrolment ended, why a requirement was waived, how many days were medical', () => {
  const left = { school, entryDate: '2025-09-01', exitWithdrawDate: '2026-01-10', exitWithdrawType: 'Expelled' };
  const waived = { code: 'service', status: 'waived', reason: 'Illness' };
  const reasons = [{ code: 'absenceRate' }, { code: 'absencesByKind', detail: { medical: '3/1' } }];

  it('is said to who sees all of what it may tell', () => {
    const whole = new Set<FieldClass>(['academic', 'discipline', 'health']);
    expect([enrollmentShown(left, whole), milestoneShown(waived, whole)]).toEqual([left, waived]);
    expect(reasonsShown(reasons, whole)).toEqual(reasons);
  });

  it.each(['discipline', 'health'] as const)('not to who sees %s alone', (seen) => {
    const some = new Set<FieldClass>(['academic', seen]);
    expect(enrollmentShown(left, some)).not.toHaveProperty('exitWithdrawType');
    expect(milestoneShown(waived, some)).toEqual(seen === 'health' ? waived : { code: 'service', status: 'waived' });
    expect(reasonsShown(reasons, some)).toEqual([{ code: 'absenceRate' }]);
  });
});
