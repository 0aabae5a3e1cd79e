import { formatDay } from '../domain/calendar/day.ts';
import { guardianId, personName, studentId } from '../domain/identity.ts';
import {
  type ChildOfGuardian,
  GUARDIAN_ROLES,
  type GuardianOfRecord,
  type IsoDay,
  type RoleSpan,
} from '../domain/record/studentRecord.ts';

/** Days since 1970-01-01 of a role's spans; null for an open end. */
export type StoredSpans = readonly (readonly [begin: number | null, end: number | null])[];

/** 1 or 0; null where nothing says. */
export type StoredFlag = 0 | 1 | null;

/** A guardian in a student's record. `role` is the place among `GUARDIAN_ROLES`; spans are null where it is always in force. */
export type StoredGuardianOfRecord = readonly [
  sourcedId: string,
  role: number,
  spans: StoredSpans | null,
  legalGuardian: StoredFlag,
  givenName: string | null,
  familyName: string | null,
];

/** A line of the guardians: those who name this one, ascending by sourcedId. */
export interface StoredGuardian {
  readonly sourcedId: string;
  readonly role: number;
  readonly spans: StoredSpans | null;
  readonly children: readonly (readonly [sourcedId: string, birthDay: number | null, legalGuardian: StoredFlag])[];
}

const roleAt = (place: number) => GUARDIAN_ROLES[place] ?? 'relative';

const flagOf = (legalGuardian: StoredFlag) => (legalGuardian === null ? {} : { legalGuardian: legalGuardian === 1 });

function spanOf([begin, end]: StoredSpans[number]): RoleSpan {
  return { ...(begin !== null && { beginDate: formatDay(begin) }), ...(end !== null && { endDate: formatDay(end) }) };
}

export function guardianOf([
  id,
  role,
  spans,
  legalGuardian,
  givenName,
  familyName,
]: StoredGuardianOfRecord): GuardianOfRecord {
  return {
    sourcedId: guardianId(id),
    ...(givenName !== null && { givenName: personName(givenName) }),
    ...(familyName !== null && { familyName: personName(familyName) }),
    role: roleAt(role),
    ...(spans && { inForce: spans.map(spanOf) }),
    ...flagOf(legalGuardian),
  };
}

/** The children of a guardian whose role is in force on a day. */
export function childrenInForce({ role, spans, children }: StoredGuardian, today: IsoDay): readonly ChildOfGuardian[] {
  const isInForce = ({ beginDate = today, endDate = today }: RoleSpan) => beginDate <= today && today <= endDate;
  if (spans && !spans.map(spanOf).some(isInForce)) return [];
  return children.map(([id, birthDay, legalGuardian]) => ({
    sourcedId: studentId(id),
    role: roleAt(role),
    ...(birthDay !== null && { birthDate: formatDay(birthDay) }),
    ...flagOf(legalGuardian),
  }));
}
