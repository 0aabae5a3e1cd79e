import { ROLES, type Role, STAFF_ROLES } from '../domain/access/roles.ts';
import {
  type GuardianId,
  guardianId,
  type Personal,
  type StaffId,
  type StudentId,
  staffId,
  studentId,
} from '../domain/identity.ts';

/** Who asks: nothing but what the token says. What they may see comes from current rostering. */
export interface Caller {
  /** The token's `sub`: names the caller at the identity provider. */
  readonly subject: Personal<'subject'>;
  readonly roles: readonly Role[];
  /**
   * `sourcedId` in users.csv, from the claim the tenant file names: as whom the roles let the caller act. Absent when the
   * token does not carry it.
   */
  readonly staffId?: StaffId;
  readonly guardianId?: GuardianId;
  readonly studentId?: StudentId;
  /** Who asks in another's place (support); everything else is what that other one is. */
  readonly impersonatedBy?: Impersonator;
}

/** The person behind an impersonated request; what is shown lies within the rights of both. */
export interface Impersonator {
  readonly subject: Personal<'subject'>;
  readonly roles: readonly Role[];
  readonly staffId: StaffId;
}

/** The parts of the tenant file that say how to read a token. */
export interface ClaimNames {
  readonly subjectClaim: string;
  readonly rolesClaim: string;
}

/** The caller of a token the gateway has verified; undefined without a `sub`. */
export function callerOf(claims: Readonly<Record<string, unknown>>, names: ClaimNames): Caller | undefined {
  const subject = textOf(claims, 'sub');
  if (subject === undefined) return undefined;
  const person = textOf(claims, names.subjectClaim);
  const listed = Object.hasOwn(claims, names.rolesClaim) ? listOf(claims[names.rolesClaim]) : [];
  const roles = ROLES.filter((role) => listed.includes(role));
  const isStaff = STAFF_ROLES.some((role) => roles.includes(role));
  return {
    subject: subject as Personal<'subject'>,
    roles,
    ...(person !== undefined && {
      ...(isStaff && { staffId: staffId(person) }),
      ...(roles.includes('family') && { guardianId: guardianId(person) }),
      ...(roles.includes('student') && { studentId: studentId(person) }),
    }),
  };
}

function textOf(claims: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'string' && value !== '' && value.isWellFormed() ? value : undefined;
}

/**
 * The members of a claim that lists things. The gateway turns the array `["a","b"]` into the string `[a b]`; identity
 * providers also send `a,b`. A string without brackets or commas is one member: `not teacher` is no `teacher`.
 */
function listOf(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.filter((member) => typeof member === 'string');
  if (typeof claim !== 'string') return [];
  const bracketed = /^\[(.*)\]$/s.exec(claim);
  if (bracketed) return (bracketed[1] ?? '').split(/[\s,]+/);
  return claim.split(',').map((member) => member.trim());
}
