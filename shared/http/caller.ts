import { type Personal, type StaffId, staffId } from '../domain/identity.ts';

/** Roles a token may carry; anything else in its roles claim is ignored. */
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

/** Who asks: nothing but what the token says. What they may see comes from current rostering. */
export interface Caller {
  /** The token's `sub`: names the caller at the identity provider. */
  readonly subject: Personal<'subject'>;
  readonly roles: readonly Role[];
  /** `sourcedId` in users.csv, from the claim the tenant file names; absent when the token does not carry it. */
  readonly staffId?: StaffId;
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
  const staff = textOf(claims, names.subjectClaim);
  const listed = Object.hasOwn(claims, names.rolesClaim) ? listOf(claims[names.rolesClaim]) : [];
  const roles = ROLES.filter((role) => listed.includes(role));
  return {
    subject: subject as Personal<'subject'>,
    roles,
    ...(staff !== undefined && { staffId: staffId(staff) }),
  };
}

function textOf(claims: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
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
