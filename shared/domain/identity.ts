/**
 * Identities of people are branded, so that the logger and the metrics can refuse them at compile time
 * (`shared/runtime/logger.ts`). A brand is put on once, where the value enters: a parsed row, a token, a path parameter.
 */
declare const personal: unique symbol;

/** A string that says who somebody is: never in logs, metrics, object keys or error bodies. */
export type Personal<Kind extends string = string> = string & { readonly [personal]: Kind };

/** `sourcedId` of a student in users.csv; stable across schools and years. */
export type StudentId = Personal<'student'>;
/** `sourcedId` of a staff member in users.csv. */
export type StaffId = Personal<'staff'>;
/** `sourcedId` of a guardian in users.csv. */
export type GuardianId = Personal<'guardian'>;
export type PersonName = Personal<'name'>;
/** An e-mail address or telephone number. */
export type ContactAddress = Personal<'address'>;

/** `sourcedId` of a school in orgs.csv. Not personal. */
export type SchoolId = string;

export const studentId = (value: string): StudentId => value as StudentId;
export const staffId = (value: string): StaffId => value as StaffId;
export const guardianId = (value: string): GuardianId => value as GuardianId;
export const personName = (value: string): PersonName => value as PersonName;
export const contactAddress = (value: string): ContactAddress => value as ContactAddress;
