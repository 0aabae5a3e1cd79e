/** Roles a token may carry, the widest first; anything else in its roles claim is ignored. */
export const ROLES = [
  'districtAdmin',
  'schoolAdmin',
  'counselor',
  'teacher',
  'interventionist',
  'dataManager',
  'family',
  'student',
] as const;
export type Role = (typeof ROLES)[number];

/** Roles of people who work for the district. */
export const STAFF_ROLES = [
  'districtAdmin',
  'schoolAdmin',
  'counselor',
  'teacher',
  'interventionist',
  'dataManager',
] as const satisfies readonly Role[];
export type StaffRole = (typeof STAFF_ROLES)[number];
