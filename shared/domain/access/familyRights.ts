import { type Day, dayOf, formatDay, parseDay } from '../calendar/day.ts';
import type { GuardianId } from '../identity.ts';
import type { IsoDay } from '../record/studentRecord.ts';
import { FIELD_CLASSES, type FieldClass } from './fieldClass.ts';

/** A student who has reached this age is an eligible student: the rights of the parents are the student's (34 CFR 99.3, 99.5). */
const ELIGIBLE_AGE = 18;

/** How long before the rights move staff are told. */
export const WARNING_DAYS = 30;

/** On which grounds a family may go on seeing an eligible student's record: 34 CFR 99.31(a)(8), 99.30. */
export const FAMILY_BASES = ['dependentStudent', 'consent'] as const;
export type FamilyBasis = (typeof FAMILY_BASES)[number];

/** What families keep at 18, by the tenant file. */
export type FamilyAccessAt18 = FamilyBasis | 'off';

/** What a grant may show; directory information always goes with it. */
export const GRANTED_CLASSES = ['academic', 'discipline', 'health'] as const satisfies readonly FieldClass[];
export type GrantedClass = (typeof GRANTED_CLASSES)[number];

/** That one guardian may see an eligible student's record. */
export interface FamilyGrant {
  readonly guardianSourcedId: GuardianId;
  readonly basis: FamilyBasis;
  /** Days on which it holds, both included: from the day the dependency was verified or the consent signed. */
  readonly from: IsoDay;
  readonly validUntil: IsoDay;
  /** Instant; a grant ends with it at once. */
  readonly revokedAt?: string;
  /** The classes of data that a consent names; all of them when absent. */
  readonly records?: readonly GrantedClass[];
}

/** What the rights of one student depend on. */
export interface RightsFacts {
  readonly birthDate?: IsoDay | undefined;
  /** The tenant's local day. */
  readonly today: IsoDay;
  readonly familyAccessAt18: FamilyAccessAt18;
}

/**
 * The local day from whose first moment a student holds the rights: the 18th birthday. Whoever was born on 29 February
 * turns 18 in a year without that day, and has lived eighteen whole years when 28 February is over: from 1 March.
 * Undefined for what is no day.
 */
export function rightsTransferOn(birthDate: IsoDay): IsoDay | undefined {
  const day = transferDay(birthDate);
  return day === undefined ? undefined : formatDay(day);
}

function transferDay(birthDate: IsoDay): Day | undefined {
  if (parseDay(birthDate) === undefined) return undefined;
  const [year = 0, month = 0, dayOfMonth = 0] = birthDate.split('-').map(Number);
  return dayOf(year + ELIGIBLE_AGE, month, dayOfMonth) ?? dayOf(year + ELIGIBLE_AGE, month + 1, 1);
}

/** Who holds the rights in a record; `unknown` where no birth date, or one that is yet to come, is on file. */
export type RightsHolder = 'parents' | 'student' | 'unknown';

export function rightsHolderOn({ birthDate, today }: Pick<RightsFacts, 'birthDate' | 'today'>): RightsHolder {
  const transfer = birthDate !== undefined && birthDate <= today ? rightsTransferOn(birthDate) : undefined;
  if (transfer === undefined) return 'unknown';
  return today < transfer ? 'parents' : 'student';
}

/** On which ground a guardian sees a record, and which classes of it. */
export interface FamilyRight {
  readonly basis: 'parent' | FamilyBasis;
  readonly classes: readonly FieldClass[];
  /** The last day, where it ends by itself. */
  readonly validUntil?: IsoDay;
}

const EVERYTHING = ['directory', ...GRANTED_CLASSES] as const;

/**
 * What one of a student's guardians may see on a day; undefined when nothing. Before the 18th birthday everything, as a
 * parent; from it on what a grant on the tenant's ground says. Nobody knows the age without a birth date: then only a
 * grant shows anything, because what was shown cannot be taken back, and staff are told to mend the record.
 *
 * Whether somebody is a guardian of the student at all is the record's matter, not decided here. Students who attend a
 * postsecondary institution before they are 18 hold rights there (34 CFR 99.5(a)(2)), not in the record of this district.
 */
export function familyRight(
  facts: RightsFacts,
  guardian: GuardianId,
  grants: readonly FamilyGrant[],
): FamilyRight | undefined {
  if (rightsHolderOn(facts) === 'parents') return { basis: 'parent', classes: EVERYTHING };
  const standing = grants.filter((each) => each.guardianSourcedId === guardian && standsOn(each, facts));
  const [first] = standing;
  if (!first) return undefined;
  const classes = new Set<FieldClass>(standing.flatMap(({ records }) => records ?? GRANTED_CLASSES));
  return {
    basis: first.basis,
    classes: FIELD_CLASSES.filter((each) => each === 'directory' || classes.has(each)),
    validUntil: standing.map(({ validUntil }) => validUntil).reduce((a, b) => (a > b ? a : b)),
  };
}

/** Whether a grant holds on a day, on the ground that the tenant has chosen. */
export function standsOn(grant: FamilyGrant, { today, familyAccessAt18 }: RightsFacts): boolean {
  const { basis, from, validUntil, revokedAt } = grant;
  return basis === familyAccessAt18 && revokedAt === undefined && from <= today && today <= validUntil;
}

/** Why staff have to look at a student: rights that will move, access of a family that will end, an age nobody knows. */
export type RightsNotice =
  | { readonly kind: 'turns18'; readonly on: IsoDay }
  | { readonly kind: 'grantEnds'; readonly on: IsoDay; readonly basis: FamilyBasis }
  | { readonly kind: 'birthDateUnknown' };

/** What staff are told of a student's rights on a day, from 30 days before it happens, the earliest first. */
export function rightsNotices(facts: RightsFacts, grants: readonly FamilyGrant[]): readonly RightsNotice[] {
  const transfer = warnedOf(facts);
  const turns: readonly RightsNotice[] = transfer === undefined ? [] : [{ kind: 'turns18', on: transfer }];
  const unknown: readonly RightsNotice[] = rightsHolderOn(facts) === 'unknown' ? [{ kind: 'birthDateUnknown' }] : [];
  const isOfStudent = rightsHolderOn(facts) !== 'parents';
  const ends = grants
    .filter((each) => isOfStudent && standsOn(each, facts) && isWithinWarning(each.validUntil, facts.today))
    .map(({ validUntil, basis }) => ({ kind: 'grantEnds', on: validUntil, basis }) as const)
    .sort((a, b) => (a.on < b.on ? -1 : 1));
  return [...unknown, ...turns, ...ends];
}

/** The day on which the rights move, once staff are to know of it and up to the day itself. */
function warnedOf({ birthDate, today }: RightsFacts): IsoDay | undefined {
  const transfer = birthDate === undefined ? undefined : rightsTransferOn(birthDate);
  return transfer !== undefined && isWithinWarning(transfer, today) ? transfer : undefined;
}

function isWithinWarning(day: IsoDay, today: IsoDay): boolean {
  const [at, from] = [parseDay(day), parseDay(today)];
  return at !== undefined && from !== undefined && from <= at && at <= from + WARNING_DAYS;
}
