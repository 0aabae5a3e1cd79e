import { partNameLine } from '../../../shared/assess/names/nameLines.ts';
import { writeNames } from '../../../shared/assess/names/writeNames.ts';
import { runFiles } from '../../../shared/assess/run/runFiles.ts';
import { personName, type StaffId, staffId, studentId } from '../../../shared/domain/identity.ts';
import { type AssessedTier, DOMAINS, type Domain } from '../../../shared/domain/tiers/result.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { type Item, writeItems } from '../../../shared/store/batches.ts';
import type { DirectoryEntry } from '../../../shared/store/entities.ts';
import { studentKeys } from '../../../shared/store/keys.ts';
import { claimsOf, POINTER, PUBLICATION, RUN_ID } from './district.ts';

const NAMES = ['Ana', 'Änna', 'anand', 'Łukasz', 'O’Brien', 'Bo', 'García López', '李', 'Zoë', 'De la Cruz', 'Ng'];
export const SCHOOLS = ['north', 'south', 'west'];
export const TYPES = ['IEP', 'EL', 'CTE', 'foster'];
const TIERS: readonly AssessedTier[] = [1, 2, 3, 'notAssessed'];
const at = <T>(list: readonly T[], place: number): T => list[place % list.length] as T;

/** A number for each student and thing, without any pattern among them. */
const dice = (n: number, thing: number): number =>
  (((n + 1) * 2_654_435_761 + thing * 40_503_000_013) % 4_294_967_291) >>> 7;

/** Sixty students who differ in everything that lists are narrowed by. */
export const STUDENTS: readonly DirectoryEntry[] = Array.from({ length: 60 }, (_, n) => ({
  sourcedId: studentId(`stu-${String(n).padStart(3, '0')}`),
  givenName: personName(at(NAMES, dice(n, 1))),
  familyName: personName(at(NAMES, dice(n, 2))),
  grade: at(['09', '10'], dice(n, 3)),
  school: at(SCHOOLS, n),
  schools: n % 10 === 9 ? [] : n % 6 === 5 ? [at(SCHOOLS, n), at(SCHOOLS, n + 1)].sort() : [at(SCHOOLS, n)],
  exited: n % 10 === 9,
  tiers: Object.fromEntries(DOMAINS.map((domain, place) => [domain, at(TIERS, dice(n, 4 + place))])) as Record<
    Domain,
    AssessedTier
  >,
  ...(dice(n, 20) % 3 === 0 && { moving: { attendance: 'worsening' as const } }),
  ...(dice(n, 20) % 3 === 1 && { moving: { behavior: 'improving' as const } }),
  ...(n % 3 !== 0 && { programs: [...new Set([at(TYPES, dice(n, 30)), at(TYPES, dice(n, 31))])].sort() }),
}));

export interface Person {
  readonly staff: StaffId;
  readonly role: 'districtAdmin' | 'schoolAdmin' | 'counselor' | 'teacher';
  readonly schools: readonly string[];
  /** Kinds of ties by student. */
  readonly cases: (n: number) => readonly string[];
}
const none = () => [];
export const PEOPLE: readonly Person[] = [
  { staff: staffId('boss'), role: 'districtAdmin', schools: [], cases: none },
  { staff: staffId('head'), role: 'schoolAdmin', schools: ['north', 'west'], cases: none },
  { staff: staffId('help'), role: 'counselor', schools: ['north'], cases: (n) => (n % 5 === 0 ? ['counselor'] : []) },
  {
    ...{ staff: staffId('teach'), role: 'teacher', schools: ['south'] },
    cases: (n) => [...(n % 4 === 1 ? ['section'] : []), ...(n % 8 === 1 ? ['mentor'] : [])].sort(),
  },
];
export const claimsFor = ({ staff, role }: Person) => claimsOf(staff, role);

/** Writes the district as a publish leaves it, with the index of its names. */
export async function seedSearchedDistrict(): Promise<void> {
  const slotted = (value: unknown) => ({ current: { publication: PUBLICATION, value } });
  const rows: Item[] = [
    { ...studentKeys.published(), pointer: POINTER },
    ...STUDENTS.flatMap((entry) => [
      { ...studentKeys.student(entry.sourcedId), ...slotted({ directory: entry, tiers: [] }) },
      ...(entry.exited ? [entry.school] : entry.schools).map((school) => ({
        ...studentKeys.schoolMember(school, entry.sourcedId),
        ...slotted(entry),
      })),
    ]),
    ...PEOPLE.flatMap(({ staff, schools, cases, role }) => [
      { ...studentKeys.staffAccess(staff), ...slotted({ sourcedId: staff, schools, roles: [role] }) },
      ...STUDENTS.flatMap(({ sourcedId }, n) =>
        cases(n).length > 0
          ? [{ ...studentKeys.caseload(staff, sourcedId), ...slotted({ sourcedId, bases: cases(n) }) }]
          : [],
      ),
    ]),
  ];
  await writeItems(
    environment('STUDENT_TABLE'),
    rows.map((put) => ({ put })),
  );
  const store = s3Lake(environment('LAKE_BUCKET'));
  const lines = STUDENTS.map((entry) => `${partNameLine(entry)}\n`).join('');
  await store.put(runFiles.partNames(RUN_ID, 0), new TextEncoder().encode(lines));
  await writeNames(store, RUN_ID, 1, 25);
}
