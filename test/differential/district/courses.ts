/** A course of the oracle's district and what its files call its subject. */
export interface Course {
  readonly code: string;
  readonly title: string;
  readonly subject: string;
}

const SUBJECTS = {
  ENG: 'English Language Arts',
  MAT: 'Mathematics',
  SCI: 'Science',
  SOC: 'Social Studies',
  LAN: 'Foreign Language and Literature',
  ART: 'Fine and Performing Arts',
  PE: 'Physical, Health, and Safety Education',
  CTE: 'Career and Technical Education',
  MIS: 'Miscellaneous',
} as const;
export type Department = keyof typeof SUBJECTS;

/** The departments of each year since ninth grade, the years of middle school first. */
const DEPARTMENTS: readonly (readonly Department[])[] = [
  ['ENG', 'MAT', 'SCI', 'SOC', 'PE'],
  ['ENG', 'MAT', 'SCI', 'SOC', 'LAN', 'PE', 'MIS'],
  ['ENG', 'MAT', 'SCI', 'SOC', 'LAN', 'CTE', 'MIS'],
  ['ENG', 'MAT', 'SCI', 'SOC', 'ART', 'CTE', 'MIS'],
  ['ENG', 'MAT', 'CTE', 'MIS', 'LAN', 'ART'],
  ['ENG', 'MAT', 'SCI', 'MIS'],
];

export const courseOf = (department: Department, year: number): Course => ({
  code: `${department}${year + 8}`,
  title: `${department} ${year + 8}`,
  subject: SUBJECTS[department],
});

/** What a student takes in a year since ninth grade; year 0 stands for all of middle school. */
export const coursesOfYear = (year: number): readonly Course[] =>
  (DEPARTMENTS[year] ?? []).map((department) => courseOf(department, year));

export const ALL_COURSES: readonly Course[] = DEPARTMENTS.flatMap((_, year) => coursesOfYear(year));
