import type { SchoolId } from '../domain/identity.ts';
import { SECTION_BASIS } from '../store/entities.ts';
import type { Caller, Role } from './caller.ts';

/** What can be done with one student's record, and the roles that may do it to students in their scope. */
export const ACTIONS = {
  'student.read': ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'],
  'tiers.read': ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'],
  'plan.read': ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'],
  'plan.write': ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist'],
  /** Who set a tier against the data, and why: that may be a death in the family. That it is set everybody sees. */
  'override.read': ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist'],
  /** Set a tier against the data, and end that. */
  'override.write': ['districtAdmin', 'schoolAdmin', 'counselor'],
  'graduation.read': ['districtAdmin', 'schoolAdmin', 'counselor'],
  /** Decide a year end's exception. */
  'graduation.decide': ['districtAdmin', 'schoolAdmin'],
  /** Decide against a clear result of the audit. */
  'graduation.overrule': ['districtAdmin'],
} as const satisfies Record<string, readonly Role[]>;
export type Action = keyof typeof ACTIONS;

/** How a role comes to see a student. Roles that are not here see nobody. */
const SCOPES: Partial<Record<Role, readonly AccessScope[]>> = {
  districtAdmin: ['district'],
  schoolAdmin: ['school'],
  counselor: ['caseload'],
  interventionist: ['caseload'],
  teacher: ['caseload', 'section'],
};
export type AccessScope = 'district' | 'school' | 'caseload' | 'section';

/** The answer to "why may I see this", and what a disclosure is recorded with. */
export interface AccessReason {
  readonly audience: 'staff';
  readonly role: Role;
  readonly scope: AccessScope;
  /** With scope `school`: the school that caller and student share. */
  readonly school?: SchoolId;
  /** With scope `caseload`: what the student is to the caller, `counselor`, `caseManager`, … */
  readonly bases?: readonly string[];
}

/** What ties a caller to one student, from current rostering. */
export interface StudentScope {
  /** Schools that list the student. */
  readonly studentSchools: readonly SchoolId[];
  /** Schools of the caller's own roles. */
  readonly callerSchools: readonly SchoolId[];
  /** Why the student is on the caller's caseload: kinds of assignment, or `section`. */
  readonly bases: readonly string[];
}

export type Decision = { readonly granted: true; readonly reason: AccessReason } | { readonly granted: false };

/**
 * The one place that decides whether a caller may do something with one student's record. Denies whatever it does not
 * know; the widest of several grants is the reason.
 */
export function authorize(caller: Caller, action: Action, scope: StudentScope): Decision {
  const allowed: readonly Role[] = ACTIONS[action];
  for (const role of caller.roles.filter((each) => allowed.includes(each))) {
    for (const kind of SCOPES[role] ?? []) {
      const tie = tieOf(kind, scope);
      if (tie) return { granted: true, reason: { audience: 'staff', role, scope: kind, ...tie } };
    }
  }
  return { granted: false };
}

function tieOf(kind: AccessScope, scope: StudentScope): Pick<AccessReason, 'school' | 'bases'> | undefined {
  switch (kind) {
    case 'district':
      return {};
    case 'school': {
      const school = scope.studentSchools.find((each) => scope.callerSchools.includes(each));
      return school === undefined ? undefined : { school };
    }
    case 'caseload': {
      const bases = scope.bases.filter((basis) => basis !== SECTION_BASIS);
      return bases.length === 0 ? undefined : { bases };
    }
    case 'section':
      return scope.bases.includes(SECTION_BASIS) ? {} : undefined;
  }
}

/** Whether who sees a student as one role may also do another thing with them. */
export function mayAlso({ role }: AccessReason, action: Action): boolean {
  const allowed: readonly Role[] = ACTIONS[action];
  return allowed.includes(role);
}

/** Which lists can hold students a caller may do something with; each row is still put to `authorize`. */
export function reachOf(caller: Caller, action: Action): ReadonlySet<AccessScope> {
  const allowed: readonly Role[] = ACTIONS[action];
  return new Set(caller.roles.filter((role) => allowed.includes(role)).flatMap((role) => SCOPES[role] ?? []));
}
