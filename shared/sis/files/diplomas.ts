import { coded, date, id } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';

/** Ed-Fi DiplomaType. */
export const DIPLOMA_TYPES = [
  'Alternative credential',
  'Apprenticeship Certificate',
  'Career and Technical Education certificate',
  'Certificate of attendance',
  'Certificate of completion',
  'Endorsed/advanced diploma',
  'General Educational Development (GED) credential',
  'High school equivalency credential, other than GED',
  'Industry-recognized Certification',
  'International Baccalaureate',
  'Modified diploma',
  'Occupational License',
  'Other',
  'Other diploma',
  'Post graduate certificate (grade 13)',
  'Regents diploma',
  'Regular diploma',
  'State Defined Alternate Diploma',
] as const;

/** Diplomas and certificates a student was awarded (Ed-Fi Diploma). */
export const diplomasFile = defineFile({
  name: 'diplomas',
  columns: {
    studentSourcedId: required(id),
    diplomaType: required(coded(DIPLOMA_TYPES)),
    awardDate: required(date),
  },
  key: ['studentSourcedId', 'diplomaType', 'awardDate'],
  scope: { kind: 'day', column: 'awardDate' },
  references: { studentSourcedId: 'users' },
});
