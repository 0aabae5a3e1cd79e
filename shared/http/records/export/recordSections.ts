import type { GuardianId } from '../../../domain/identity.ts';
import type { RecordSection, RecordSources, StudentRecord } from '../../../domain/record/studentRecord.ts';
import type { ExportItem, ExportSection } from './document.ts';

/** To whom a record is handed out: to staff who answer a request, or to the family or the student themselves. */
export type ExportReader =
  | { readonly audience: 'staff' }
  | { readonly audience: 'family'; readonly guardian: GuardianId }
  | { readonly audience: 'student' };

const OTHERS_NAMED = 'descriptions of incidents, which may name other students; the school reads them with you.';
const OTHERS_ADDRESSES = 'addresses and telephone numbers of other people.';

/** What the SIS holds of the student, section by section, in the order people look for it. */
export function recordSections(
  record: StudentRecord,
  sources: RecordSources,
  reader: ExportReader,
): readonly ExportSection[] {
  const isStaff = reader.audience === 'staff';
  const section = (name: RecordSection, title: string, items: readonly object[], withheld?: string): ExportSection => ({
    ...{ name, title, source: sources[name], items: items as readonly ExportItem[] },
    ...(withheld !== undefined && { withheld }),
  });
  const person = {
    ...record.person,
    birthDate: record.birthDate,
    directoryInformationBlock: record.directoryInformationBlock,
  };
  const incidents = isStaff ? record.incidents : record.incidents.map(({ description: _, ...incident }) => incident);
  const hidesIncidents = !isStaff && record.incidents.some(({ description }) => description !== undefined);
  return [
    section('person', 'Person', [person]),
    section('demographics', 'Demographics', record.demographics ? [record.demographics] : []),
    section('enrollments', 'Enrollments', record.enrollments),
    section(
      'attendance',
      'Attendance events',
      record.attendance.flatMap(({ schoolYear, events }) => events.map((event) => ({ schoolYear, ...event }))),
    ),
    section('classes', 'Classes', record.classes),
    section('grades', 'Marks of running classes', record.grades),
    section('transcripts', 'Courses and credits', record.transcripts),
    section('plannedCourses', 'Planned courses', record.plannedCourses),
    section('incidents', 'Incidents', incidents, hidesIncidents ? OTHERS_NAMED : undefined),
    section('assessments', 'Screeners and examinations', record.assessments),
    section('surveys', 'Surveys', record.surveys),
    section('programs', 'Programs', record.programs),
    section('credentials', 'Credentials', record.credentials),
    section('diplomas', 'Diplomas', record.diplomas),
    section('milestones', 'Milestones', record.milestones),
    section('contacts', 'Contacts', contactsFor(record, reader), isStaff ? undefined : OTHERS_ADDRESSES),
    ...(isStaff ? [section('guardians', 'Guardians with an account', record.guardians)] : []),
  ];
}

/** A family sees its own entry; of everybody else that they are on file: an address can put somebody in danger. */
function contactsFor({ contacts }: StudentRecord, reader: ExportReader): readonly object[] {
  if (reader.audience === 'staff') return contacts;
  return contacts.map((contact) => {
    const isOwn = reader.audience === 'family' && contact.contactId === String(reader.guardian);
    const { relation, givenName, familyName } = contact;
    return isOwn ? contact : { relation, givenName, familyName };
  });
}
