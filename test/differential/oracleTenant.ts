import { readFileSync } from 'node:fs';
import { readTenantText, type VersionedTenant } from '../../shared/tenant/file.ts';

const letters = (points: readonly string[], from: readonly string[]) =>
  ['A', 'B', 'C', 'D', 'F'].map((mark, place) => ({ mark, points: points[place], from: from[place] }));

/** Letters with percents, the scale of rows that name none, and standards from 1 to 4. */
const GRADE_SCALES = {
  default: 'letters',
  scales: [
    {
      id: 'letters',
      numbers: { minimum: '0', maximum: '100', passing: '60' },
      marks: letters(['4', '3', '2', '1', '0'], ['90', '80', '70', '60', '0']),
    },
    {
      id: 'standards',
      numbers: { minimum: '1', maximum: '4', passing: '2' },
      marks: [
        { mark: '4', from: '4', points: '4' },
        { mark: '3', from: '3', points: '3' },
        { mark: '2', from: '2', points: '1' },
        { mark: '1', from: '1', points: '0' },
      ],
    },
  ],
};

/** A plan of fewer credits, whose areas name courses and subjects alike. */
const CAREERS = {
  id: 'careers-22',
  title: 'Careers diploma, 22 credits',
  totalCredits: '22',
  areas: [
    { code: 'english', title: 'English', credits: '4', subjects: ['English Language Arts'] },
    { code: 'mathematics', title: 'Mathematics', credits: '3', subjects: ['Mathematics'] },
    { code: 'careers', title: 'Careers', credits: '3', subjects: ['Career and Technical Education'] },
    { code: 'elective', title: 'Electives', credits: '12', any: true },
  ],
};

const HEALTH = {
  id: 'health',
  title: 'Health science',
  careerPathways: ['Health Science'],
  cipCodes: ['51.0000'],
  courses: [{ courseCodes: ['CTE10'] }, { courseCodes: ['CTE11'] }, { courseCodes: ['CTE12', 'CTE13'] }],
};

/** The sample tenant with scales for marks, a second plan and a pathway. */
export function oracleTenant(): VersionedTenant {
  const content = JSON.parse(readFileSync('infra/tenants/sample.json', 'utf8'));
  const plans = [...content.graduation.plans, CAREERS];
  const tenant = {
    ...content,
    gradeScales: GRADE_SCALES,
    ctePathways: { pathways: [HEALTH] },
    graduation: { ...content.graduation, plans },
  };
  const outcome = readTenantText(JSON.stringify(tenant));
  if ('errors' in outcome) throw new Error(JSON.stringify(outcome.errors));
  return outcome;
}
