export { GRADE_LEVELS } from '../../domain/gradeLevel.ts';

/** Ed-Fi's GradeLevel descriptors that are one of these; its others (such as Adult Education) are none. */
const ED_FI_GRADE_LEVELS: Readonly<Record<string, string>> = {
  'Infant/toddler': 'IT',
  Preschool: 'PR',
  Prekindergarten: 'PK',
  'Transitional Kindergarten': 'TK',
  Kindergarten: 'KG',
  'First grade': '01',
  'Second grade': '02',
  'Third grade': '03',
  'Fourth grade': '04',
  'Fifth grade': '05',
  'Sixth grade': '06',
  'Seventh grade': '07',
  'Eighth grade': '08',
  'Ninth grade': '09',
  'Tenth grade': '10',
  'Eleventh grade': '11',
  'Twelfth grade': '12',
  'Grade 13': '13',
  Postsecondary: 'PS',
  Ungraded: 'UG',
};

/** Ed-Fi's names, and `9` for `09`: a spreadsheet takes the leading zero away, and it can mean nothing else. */
export const GRADE_LEVEL_ALIASES: Readonly<Record<string, string>> = {
  ...ED_FI_GRADE_LEVELS,
  ...Object.fromEntries(['01', '02', '03', '04', '05', '06', '07', '08', '09'].map((grade) => [grade.slice(1), grade])),
};
