import type { CodeMap } from '../codeMap.ts';

/** The programs that make student groups; `other` makes none. */
export const PROGRAM_TYPES = [
  'IEP',
  '504',
  'EL',
  'econDisadvantaged',
  'homeless',
  'foster',
  'migrant',
  'CTE',
  'giftedTalented',
  'other',
] as const;

/** Ed-Fi ProgramType descriptors that are one of these groups by their name. */
const GROUP_OF: Readonly<Record<string, (typeof PROGRAM_TYPES)[number]>> = {
  'Special Education': 'IEP',
  IDEA: 'IEP',
  'Preschool Special Education': 'IEP',
  'Section 504 Placement': '504',
  'English as a Second Language (ESL)': 'EL',
  Bilingual: 'EL',
  'Bilingual Summer': 'EL',
  Homeless: 'homeless',
  'Migrant Education': 'migrant',
  'Career and Technical Education': 'CTE',
  'Vocational Education': 'CTE',
  'Gifted and Talented': 'giftedTalented',
};

/**
 * The other Ed-Fi descriptors. None says which group a student belongs to: a student of a Title I school or one who eats
 * there need not be economically disadvantaged. A tenant that knows better says so in its code map.
 */
const WITHOUT_GROUP = [
  'Adult/Continuing Education',
  'Alternative Education',
  'Athletics',
  'Cocurricular Programs',
  'College Preparatory',
  'Community Service Program',
  'Community/Junior College Education Program',
  'Compensatory Services for Disadvantaged Students',
  'Counseling Services',
  'District-Funded GED',
  'Early Head Start',
  'Early Intervention Services Part C',
  'Even Start',
  'Expelled Education',
  'Extended Day/Child Care Services',
  'Fee For Service',
  'Foreign Exchange',
  'Head Start',
  'Health Services Program',
  'High School Equivalency Program (HSEP)',
  'Home Visiting',
  'Immigrant Education',
  'Independent Study',
  'Indian Education',
  'International Baccalaureate',
  'Kindergarten - Extended Day',
  'Kindergarten - Full Day',
  'Kindergarten - Half Day',
  'Library/Media Services Program',
  'Magnet/Special Program Emphasis',
  'Neglected and Delinquent Program',
  'Optional Flexible School Day Program (OFSDP)',
  'Other',
  'Prekindergarten - Extended Day',
  'Prekindergarten - Full Day',
  'Prekindergarten - Half Day',
  'Public Preschool',
  'Regular Education',
  'Remedial Education',
  'Service Learning',
  'Student Retention/Dropout Prevention',
  'Student School Food Service',
  'Substance Abuse Education/Prevention',
  'Teacher Professional Development/Mentoring',
  'Technical Preparatory',
  'Title I Part A',
  'Title I Part D Subpart 1',
  'Title I Part D Subpart 2',
];

/** What the names of Ed-Fi Data Standard 5.2 mean; the name is kept as the program's where the row gives none. */
export const ED_FI_PROGRAM_TYPES: CodeMap = Object.fromEntries(
  [...Object.entries(GROUP_OF), ...WITHOUT_GROUP.map((name) => [name, 'other'] as const)].map(([name, programType]) => [
    name,
    { programType, programName: name },
  ]),
);
