import { describe, expect, test } from 'vitest';
import { guardianId, studentId } from '../../../../shared/domain/identity.ts';
import type { RecordSources, StudentRecord } from '../../../../shared/domain/record/studentRecord.ts';
import { recordSections } from '../../../../shared/http/records/export/recordSections.ts';

const RECORD = {
  sourcedId: studentId('stu-1'),
  person: { givenName: 'Ada' },
  birthDate: '2010-02-03',
  directoryInformationBlock: false,
  enrollments: [{ school: { sourcedId: 'north' }, entryDate: '2025-08-11' }],
  attendance: [
    { schoolYear: 2025, events: [{ date: '2024-09-03', school: { sourcedId: 'north' }, category: 'Tardy' }] },
    { schoolYear: 2026, events: [{ date: '2025-09-03', school: { sourcedId: 'north' }, category: 'Excused Absence' }] },
  ],
  incidents: [{ incidentId: 'i1', date: '2025-10-01', behavior: 'Fighting', description: 'with Ben', actions: [] }],
  contacts: [
    { contactId: 'mum', relation: 'Mother', givenName: 'Mia', phone: '555-0101' },
    { contactId: 'dad', relation: 'Father', givenName: 'Dan', phone: '555-0202', noContact: true },
  ],
  guardians: [{ sourcedId: guardianId('mum'), role: 'parent' }],
  ...{ classes: [], transcripts: [], grades: [], plannedCourses: [], assessments: [], surveys: [], programs: [] },
  ...{ credentials: [], diplomas: [], milestones: [] },
} as unknown as StudentRecord;
const SOURCES = new Proxy({} as RecordSources, { get: (_, name) => ({ file: String(name) }) });

const sectionsFor = (reader: Parameters<typeof recordSections>[2]) =>
  new Map(recordSections(RECORD, SOURCES, reader).map((section) => [section.name, section]));

describe('what the SIS holds of a student', () => {
  test('is handed out to staff whole: every list of the record has its section', () => {
    const sections = sectionsFor({ audience: 'staff' });
    const lists = Object.keys(RECORD).filter(
      (name) => !['sourcedId', 'birthDate', 'directoryInformationBlock'].includes(name),
    );
    expect([...sections.keys()].sort()).toEqual([...lists, 'demographics'].sort());
    expect(sections.get('attendance')?.items).toMatchObject([{ schoolYear: 2025 }, { schoolYear: 2026 }]);
    expect(sections.get('person')?.items).toMatchObject([{ givenName: 'Ada', birthDate: '2010-02-03' }]);
    expect(sections.get('incidents')?.items).toMatchObject([{ description: 'with Ben' }]);
    expect([...sections.values()].filter(({ withheld }) => withheld !== undefined)).toEqual([]);
  });

  test('is handed out to a guardian without what names other students or tells where other people are', () => {
    const sections = sectionsFor({ audience: 'family', guardian: guardianId('mum') });
    expect(sections.get('incidents')).toMatchObject({
      items: [{ behavior: 'Fighting' }],
      withheld: expect.stringContaining('other students'),
    });
    expect(sections.get('contacts')?.items).toEqual([
      { contactId: 'mum', relation: 'Mother', givenName: 'Mia', phone: '555-0101' },
      { relation: 'Father', givenName: 'Dan', familyName: undefined },
    ]);
    expect(sections.has('guardians')).toBe(false);
    expect(JSON.stringify([...sections.values()])).not.toMatch(/Ben|555-0202/);
  });

  test('tells the student of nobody’s address', () => {
    const text = JSON.stringify([...sectionsFor({ audience: 'student' }).values()]);
    expect(text).not.toMatch(/555|Ben/);
  });
});
