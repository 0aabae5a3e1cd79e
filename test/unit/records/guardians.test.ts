import { describe, expect, it } from 'vitest';
import { guardianId, studentId } from '../../../shared/domain/identity.ts';
import { readGuardian, readStudentRecord } from '../../../shared/records/readStudentRecord.ts';
import type { SampleRow } from '../lake/tableOf.ts';
import { type RecordRows, recordedLake } from './recordDistrict.ts';

const TODAY = '2026-10-01';

/** A district of 1.2 in which two students name a guardian; rows are laid over it. */
async function family(rows: RecordRows & { readonly guardian?: SampleRow } = {}) {
  const { guardian = {}, ...others } = rows;
  const lake = await recordedLake({
    users: [
      { sourcedId: 's1', role: 'student', agentSourcedIds: 'g1, t1,s2,nobody' },
      { sourcedId: 's2', role: 'student', agentSourcedIds: 'g1,g1' },
      { sourcedId: 's3', role: 'student' },
      { sourcedId: 't1', role: 'teacher' },
      { sourcedId: 'g1', givenName: 'Gil', familyName: 'Li', ...guardian },
    ],
    roles: [role({})],
    ...others,
  });
  return {
    children: async (today = TODAY) =>
      (await readGuardian(lake, 1, guardianId('g1'), today)).map(({ sourcedId }) => sourcedId as string),
    child: async () => (await readGuardian(lake, 1, guardianId('g1'), TODAY))[0],
    of: async (id: string) => (await readStudentRecord(lake, 1, studentId(id)))?.guardians,
    ofOther: (id: string) => readGuardian(lake, 1, guardianId(id), TODAY),
  };
}
const role = (row: SampleRow): SampleRow => ({
  ...{ sourcedId: 'r1', userSourcedId: 'g1', roleType: 'primary', role: 'parent', orgSourcedId: 'north', ...row },
});
const contact = (row: SampleRow): SampleRow => ({
  studentSourcedId: 's1',
  contactId: 'g1',
  relation: 'Mother',
  ...row,
});

describe('a guardian', () => {
  it('sees the students who name them, and is named in their records', async () => {
    const { children, of } = await family();
    expect(await children()).toEqual(['s1', 's2']);
    const guardian = { sourcedId: 'g1', givenName: 'Gil', familyName: 'Li', role: 'parent' };
    expect([await of('s1'), await of('s2'), await of('s3')]).toEqual([[guardian], [guardian], []]);
  });

  it('is nobody whom students name and who has no family role: no teacher, no other student, nobody unknown', async () => {
    const { ofOther } = await family();
    expect([await ofOther('t1'), await ofOther('s2'), await ofOther('nobody'), await ofOther('s1')]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  it('comes with the child’s date of birth and what the contact says of custody', async () => {
    const { child, of } = await family({
      demographics: [{ sourcedId: 's1', birthDate: '2009-01-31' }],
      contacts: [contact({ legalGuardian: 0 })],
    });
    expect(await child()).toEqual({ sourcedId: 's1', role: 'parent', birthDate: '2009-01-31', legalGuardian: false });
    expect(await of('s1')).toMatchObject([{ legalGuardian: false }]);
  });

  it('sees no child whose contact with the same id must not be contacted, and goes on seeing the others', async () => {
    const { children, of } = await family({ contacts: [contact({ noContact: 1 })] });
    expect(await children()).toEqual(['s2']);
    expect(await of('s1')).toEqual([]);
  });

  it.each([
    ['of another id', { contactId: 'g2', noContact: 1 }],
    ['of another student', { studentSourcedId: 's3', noContact: 1 }],
    ['without a word about contact', {}],
    ['who may be contacted', { noContact: 0 }],
  ])('is not held back by a contact %s', async (_, row) => {
    expect(await (await family({ contacts: [contact(row)] })).children()).toEqual(['s1', 's2']);
  });

  it.each([
    ['disabled', { enabledUser: 0 }, []],
    ['enabled', { enabledUser: 1 }, ['s1', 's2']],
  ])('sees by their account’s state: %s', async (_, guardian, expected) => {
    const { children, of } = await family({ guardian });
    expect(await children()).toEqual(expected);
    expect(await of('s1')).toHaveLength(expected.length === 0 ? 0 : 1);
  });

  it.each(['parent', 'guardian', 'relative'])(
    'is a %s by roles.csv or, in OneRoster 1.1, by users.csv',
    async (name) => {
      expect(await (await family({ roles: [role({ role: name })] })).child()).toMatchObject({ role: name });
      expect(await (await family({ roles: [], guardian: { role: name } })).child()).toMatchObject({ role: name });
    },
  );

  it.each(['teacher', 'aide', 'student'])('is no %s', async (name) => {
    expect(await (await family({ roles: [role({ role: name })], guardian: { role: name } })).children()).toEqual([]);
  });

  it.each([
    ['before it begins', { beginDate: '2026-10-02' }, false],
    ['on its first day', { beginDate: TODAY }, true],
    ['on its last day', { endDate: TODAY }, true],
    ['after its end', { endDate: '2026-09-30' }, false],
  ])('sees within the dates of the role only: %s', async (_, dates, sees) => {
    const { children, of } = await family({ roles: [role(dates)] });
    expect(await children()).toEqual(sees ? ['s1', 's2'] : []);
    expect(await of('s1')).toMatchObject([{ inForce: [dates] }]);
  });

  it('sees while any of their roles is in force, at whatever school', async () => {
    const roles = [
      role({ endDate: '2026-06-30' }),
      role({
        sourcedId: 'r2',
        role: 'guardian',
        orgSourcedId: 'south',
        beginDate: '2026-09-01',
        endDate: '2027-06-30',
      }),
    ];
    const { children } = await family({ roles });
    expect([await children('2026-06-30'), await children('2026-07-01'), await children('2026-09-01')]).toEqual([
      ['s1', 's2'],
      [],
      ['s1', 's2'],
    ]);
    const always = await family({ roles: [...roles, role({ sourcedId: 'r3', role: 'relative' })] });
    expect(await always.children('2026-07-01')).toEqual(['s1', 's2']);
    expect(await always.child()).toMatchObject({ role: 'parent' });
  });
});
