import type { LegalBasis } from '../domain/access/basis.ts';
import { FIELD_CLASSES, type FieldClass } from '../domain/access/fieldClass.ts';
import type { Role } from '../domain/access/roles.ts';
import type { SchoolId, StaffId } from '../domain/identity.ts';
import { SECTION_BASIS } from '../store/entities.ts';
import type { Caller } from './caller.ts';

const SUPPORTERS = ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'] as const;

/** What can be done with one student's record, and the roles that may do it to students in their scope. */
export const ACTIONS = {
  'student.read': SUPPORTERS,
  'tiers.read': SUPPORTERS,
  'plan.read': SUPPORTERS,
  'plan.write': ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist'],
  /** Who set a tier against the data, and why: that may be a death in the family. That it is set everybody sees. */
  'override.read': ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist'],
  /** Set a tier against the data, and end that. */
  'override.write': ['districtAdmin', 'schoolAdmin', 'counselor'],
  /** What staff wrote about an incident, which may name other students. */
  'incident.readDescription': ['districtAdmin', 'schoolAdmin', 'counselor'],
  /** Notes of staff: their own, and those of others in the classes that may be seen. */
  'note.read': SUPPORTERS,
  'note.write': SUPPORTERS,
  /** Withdraw a note that somebody else has written. */
  'note.withdrawAny': ['districtAdmin', 'schoolAdmin'],
  /** What families ask to have amended, and doing so for them. */
  'amendment.read': ['districtAdmin', 'schoolAdmin', 'counselor'],
  'amendment.write': ['districtAdmin', 'schoolAdmin', 'counselor'],
  'amendment.decide': ['districtAdmin', 'schoolAdmin'],
  'graduation.read': ['districtAdmin', 'schoolAdmin', 'counselor'],
  /** Decide a year end's exception. */
  'graduation.decide': ['districtAdmin', 'schoolAdmin'],
  /** Decide against a clear result of the audit. */
  'graduation.overrule': ['districtAdmin'],
  /** To whom the record was shown. */
  'disclosures.read': ['districtAdmin', 'schoolAdmin'],
  /** Take out the whole record, to answer a request to inspect it. */
  'record.export': ['districtAdmin', 'schoolAdmin'],
  /** What a family may see after the student has turned 18. */
  'familyAccess.read': ['districtAdmin', 'schoolAdmin', 'counselor'],
  'familyAccess.write': ['districtAdmin', 'schoolAdmin', 'counselor'],
  /** The family's and the student's own read model, and what they may ask for. */
  'portal.read': ['family', 'student'],
} as const satisfies Record<string, readonly Role[]>;
export type Action = keyof typeof ACTIONS;
const ACTION_NAMES = Object.keys(ACTIONS) as Action[];

export type AccessScope = 'district' | 'school' | 'caseload' | 'section' | 'ownChild' | 'self';

const WHOLE = ['directory', 'academic', 'discipline', 'health'] as const satisfies readonly FieldClass[];

/**
 * How a role comes to see a student, the widest way first, and which classes of the student's data it then sees. Roles
 * that are not here see nobody.
 */
const REACH: Partial<Record<Role, readonly (readonly [AccessScope, readonly FieldClass[]])[]>> = {
  districtAdmin: [['district', WHOLE]],
  schoolAdmin: [['school', WHOLE]],
  counselor: [['caseload', WHOLE]],
  interventionist: [['caseload', WHOLE]],
  teacher: [
    ['caseload', ['directory', 'academic', 'discipline']],
    ['section', ['directory', 'academic']],
  ],
  family: [['ownChild', WHOLE]],
  student: [['self', WHOLE]],
};

/** The tenant's part in it. */
export interface AccessPolicy {
  /** Roles that read restricted notes of students in their scope. */
  readonly restrictedNotes: readonly Role[];
}

/** The answer to "why may I see this", and what a disclosure is recorded with. */
export interface AccessReason {
  readonly audience: 'staff' | 'family' | 'student';
  readonly role: Role;
  readonly scope: AccessScope;
  readonly basis: LegalBasis;
  /** What may be seen, in the order of `FIELD_CLASSES`. */
  readonly classes: readonly FieldClass[];
  /** With scope `school`: the school that caller and student share. */
  readonly school?: SchoolId;
  /** With scope `caseload`: what the student is to the caller, `counselor`, `caseManager`, … */
  readonly bases?: readonly string[];
  /** Who looks in the caller's place. */
  readonly impersonatedBy?: StaffId;
}

/** What ties a caller to one student, from current rostering. */
export interface StudentTies {
  /** Schools that list the student. */
  readonly studentSchools: readonly SchoolId[];
  /** Schools of the caller's own roles. */
  readonly callerSchools: readonly SchoolId[];
  /** Why the student is on the caller's caseload: kinds of assignment, or `section`. */
  readonly bases: readonly string[];
  /** Whether the caller is the student, or a guardian whose rights still hold, and on which ground. */
  readonly relation?: {
    readonly scope: 'ownChild' | 'self';
    readonly basis: LegalBasis;
    /** What the ground covers; all that the role shows when absent. */
    readonly classes?: readonly FieldClass[];
  };
}

export interface Grant {
  readonly granted: true;
  readonly reason: AccessReason;
  readonly classes: ReadonlySet<FieldClass>;
  /** Whether the same ties allow another thing, too. */
  may(action: Action): boolean;
}

export type Decision = Grant | { readonly granted: false };

const DENIED: Decision = { granted: false };
const NO_TIES: StudentTies = { studentSchools: [], callerSchools: [], bases: [] };

/**
 * The one place that decides whether a caller may do something with one student's record, and what of it they see.
 * Denies whatever it does not know. The widest of several grants is the reason; what they show adds up.
 */
export function authorize(caller: Caller, action: Action, ties: StudentTies, policy: AccessPolicy): Decision {
  const own = decide(caller.roles, action, ties, policy);
  if (!own.granted || !caller.impersonatedBy) return own;
  // Nothing ties who impersonates to the student but the reach of the whole district.
  const support = decide(caller.impersonatedBy.roles, action, NO_TIES, policy);
  if (!support.granted) return DENIED;
  const classes = new Set(FIELD_CLASSES.filter((each) => own.classes.has(each) && support.classes.has(each)));
  return {
    granted: true,
    reason: { ...own.reason, classes: inOrder(classes), impersonatedBy: caller.impersonatedBy.staffId },
    classes,
    may: (other) => own.may(other) && support.may(other),
  };
}

interface Way extends Pick<AccessReason, 'role' | 'scope' | 'school' | 'bases'> {
  readonly classes: readonly FieldClass[];
}

function decide(roles: readonly Role[], action: Action, ties: StudentTies, policy: AccessPolicy): Decision {
  const ways = roles.flatMap((role) => waysOf(role, ties, policy));
  const allows = (other: Action) => ways.filter(({ role }) => isAllowed(role, other));
  const granting = allows(action);
  const [widest] = granting;
  if (!widest) return DENIED;
  const classes = new Set(granting.flatMap((way) => way.classes));
  const { role, scope, school, bases } = widest;
  const reason: AccessReason = {
    audience: role === 'family' || role === 'student' ? role : 'staff',
    role,
    scope,
    basis: ties.relation && isOwn(scope) ? ties.relation.basis : 'schoolOfficial',
    classes: inOrder(classes),
    ...(school !== undefined && { school }),
    ...(bases && { bases }),
  };
  const allowed = new Set(ACTION_NAMES.filter((other) => allows(other).length > 0));
  return { granted: true, reason, classes, may: (other) => allowed.has(other) };
}

function waysOf(role: Role, ties: StudentTies, policy: AccessPolicy): readonly Way[] {
  return (REACH[role] ?? []).flatMap(([scope, shown]) => {
    const tie = tieOf(scope, ties);
    if (!tie) return [];
    const classes = policy.restrictedNotes.includes(role) ? [...shown, 'restrictedNotes' as const] : shown;
    const covered = isOwn(scope) ? ties.relation?.classes : undefined;
    return [{ role, scope, classes: covered ? classes.filter((each) => covered.includes(each)) : classes, ...tie }];
  });
}

const isOwn = (scope: AccessScope): boolean => scope === 'ownChild' || scope === 'self';

function tieOf(scope: AccessScope, ties: StudentTies): Pick<AccessReason, 'school' | 'bases'> | undefined {
  switch (scope) {
    case 'district':
      return {};
    case 'school': {
      const school = ties.studentSchools.find((each) => ties.callerSchools.includes(each));
      return school === undefined ? undefined : { school };
    }
    case 'caseload': {
      const bases = ties.bases.filter((basis) => basis !== SECTION_BASIS);
      return bases.length === 0 ? undefined : { bases };
    }
    case 'section':
      return ties.bases.includes(SECTION_BASIS) ? {} : undefined;
    case 'ownChild':
    case 'self':
      return ties.relation?.scope === scope ? {} : undefined;
  }
}

/** Which lists can hold students a caller may do something with; each row is still put to `authorize`. */
export function reachOf(caller: Caller, action: Action): ReadonlySet<AccessScope> {
  const roles = caller.roles.filter((role) => isAllowed(role, action));
  return new Set(roles.flatMap((role) => (REACH[role] ?? []).map(([scope]) => scope)));
}

const STUDENTS_OF: Readonly<Record<AccessScope, string>> = {
  district: 'all students of the district',
  school: 'students of their schools',
  caseload: 'students on their caseload',
  section: 'students in their classes',
  ownChild: 'their own children',
  self: 'themselves',
};

/** Which students' data each role sees, in words; for the district's public inventory. */
export function rolesShown(policy: AccessPolicy) {
  return (Object.keys(REACH) as Role[]).flatMap((role) =>
    (REACH[role] ?? []).map(([scope, shown]) => ({
      role,
      students: STUDENTS_OF[scope],
      classes: policy.restrictedNotes.includes(role) ? [...shown, 'restrictedNotes' as const] : [...shown],
    })),
  );
}

function isAllowed(role: Role, action: Action): boolean {
  const allowed: readonly Role[] = ACTIONS[action];
  return allowed.includes(role);
}

const inOrder = (classes: ReadonlySet<FieldClass>) => FIELD_CLASSES.filter((each) => classes.has(each));
