import type { RosteredRole } from '../../../shared/domain/access/rosteredRole.ts';
import { contactAddress, personName, staffId } from '../../../shared/domain/identity.ts';
import type { StaffAccess } from '../../../shared/store/entities.ts';

const member = (id: string, role: RosteredRole, ...schools: readonly string[]): StaffAccess => ({
  sourcedId: staffId(id),
  givenName: personName('Sam'),
  familyName: personName('Stafford'),
  email: contactAddress(`${id}@example.org`),
  schools,
  roles: [role],
});

/** The staff of the sample district with their schools, and what rostering bears out of the roles of their tokens. */
export const STAFF: readonly StaffAccess[] = [
  member('staff-district', 'districtAdmin'),
  member('staff-north', 'schoolAdmin', 'north'),
  member('staff-counselor', 'counselor', 'north', 'south'),
  member('staff-teacher', 'teacher', 'north'),
  member('staff-interventionist', 'interventionist', 'south'),
];
