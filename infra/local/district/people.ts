import { type FullName, makeName } from './names.ts';
import { type Random, seededRandom, seedFor } from './random.ts';

export interface School {
  readonly sourcedId: string;
  readonly name: string;
  readonly grades: readonly string[];
}

export interface Staff {
  readonly sourcedId: string;
  readonly name: FullName;
  readonly role: 'principal' | 'counselor' | 'teacher' | 'districtAdministrator';
  readonly org: string;
}

export interface Student {
  readonly index: number;
  readonly sourcedId: string;
  readonly name: FullName;
  readonly birthYear: number;
  readonly grade: string;
  readonly school: School;
  /** Share of days this student tends to miss. */
  readonly absenceTendency: number;
  readonly counselor: string;
  /** School days after the year's start on which the student entered; 0 for most. */
  readonly entersAfter: number;
  /** School days after the start on which the student left; absent for most. */
  readonly leavesAfter?: number;
}

const GRADES = ['KG', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'] as const;
const ELEMENTARY = GRADES.slice(0, 6);
const MIDDLE = GRADES.slice(6, 9);
const HIGH = GRADES.slice(9);
const ELEMENTARY_NAMES = ['Cedar', 'Maple', 'Willow', 'Aspen', 'Juniper', 'Linden'];

/** One high school, one middle school and the rest elementary, as often as the number of schools allows. */
export function makeSchools(count: number): readonly School[] {
  return Array.from({ length: count }, (_, index) => {
    const group = Math.floor(index / 4);
    const suffix = group === 0 ? '' : ` ${group + 1}`;
    const sourcedId = `S${String(index + 1).padStart(3, '0')}`;
    if (index % 4 === 0) return { sourcedId, name: `Riverside High School${suffix}`, grades: HIGH };
    if (index % 4 === 1) return { sourcedId, name: `Lakeview Middle School${suffix}`, grades: MIDDLE };
    const tree = ELEMENTARY_NAMES[index % ELEMENTARY_NAMES.length] ?? 'Oak';
    return { sourcedId, name: `${tree} Elementary School${suffix}`, grades: ELEMENTARY };
  });
}

export function makeStaff(schools: readonly School[], studentCount: number, seed: number): readonly Staff[] {
  const random = seededRandom(seedFor(seed, -2));
  const staff: Staff[] = [];
  const add = (role: Staff['role'], org: string) =>
    staff.push({ sourcedId: `T${String(staff.length + 1).padStart(5, '0')}`, name: makeName(random), role, org });
  add('districtAdministrator', 'D001');
  const perSchool = studentCount / schools.length;
  for (const school of schools) {
    add('principal', school.sourcedId);
    for (let n = 0; n < Math.max(1, Math.round(perSchool / 250)); n++) add('counselor', school.sourcedId);
    for (let n = 0; n < Math.max(4, Math.round(perSchool / 22)); n++) add('teacher', school.sourcedId);
  }
  return staff;
}

/** About 80 % attend well, 16 % miss 8 to 18 %, 4 % a quarter of their days: the pyramid of a usual district. */
function tendency(random: Random): number {
  const draw = random.next();
  if (draw < 0.8) return 0.005 + random.next() * 0.055;
  if (draw < 0.965) return 0.08 + random.next() * 0.1;
  return 0.19 + random.next() * 0.12;
}

/** What a student is made of beside their number. */
export interface StudentBasis {
  readonly seed: number;
  readonly schoolYear: number;
  readonly schools: readonly School[];
  readonly counselorsOf: ReadonlyMap<string, readonly Staff[]>;
}

/** How many years ago a student began kindergarten. */
export const yearsAtSchool = (index: number): number => index % GRADES.length;

/** A student as they are in a school year, or as they were some years before it: the same person in a lower grade. */
export function makeStudent(index: number, basis: StudentBasis, yearsAgo = 0): Student {
  const { seed, schoolYear, schools, counselorsOf } = basis;
  const random = seededRandom(seedFor(seed, index));
  const grade = GRADES[yearsAtSchool(index) - yearsAgo] ?? 'KG';
  const choices = schools.filter((school) => school.grades.includes(grade));
  const school = choices[Math.floor(random.next() * choices.length)] ?? schools[0];
  if (!school) throw new RangeError('a district needs at least one school');
  const counselors = counselorsOf.get(school.sourcedId) ?? [];
  const name = makeName(random);
  const late = random.chance(0.03);
  const leaver = random.chance(0.015);
  return {
    index,
    sourcedId: String(100_001 + index),
    name,
    birthYear: schoolYear - 6 - yearsAtSchool(index),
    grade,
    school,
    absenceTendency: tendency(random),
    counselor: counselors[random.between(0, Math.max(0, counselors.length - 1))]?.sourcedId ?? '',
    entersAfter: late ? random.between(5, 100) : 0,
    ...(leaver ? { leavesAfter: random.between(60, 120) } : {}),
  };
}
