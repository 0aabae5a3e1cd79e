import { boolean, coded, date, decimal, id, text, year } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { GRADE_LEVEL_ALIASES, GRADE_LEVELS } from './gradeLevels.ts';

/** Ed-Fi ExitWithdrawType. */
export const EXIT_WITHDRAW_TYPES = [
  'Completed',
  'Died or is permanently incapacitated',
  'Dropout',
  'End of school year',
  'Enrolled in a high school diploma program',
  'Expelled',
  'Graduated',
  'Incarcerated',
  'Invalid enrollment',
  'Involuntarily Removed',
  'No show',
  'Other',
  'Reached maximum age',
  'Transferred',
  'Withdrawn',
] as const;

/** Who is enrolled at which school from when to when (Ed-Fi StudentSchoolAssociation). */
export const schoolEnrollmentsFile = defineFile({
  name: 'schoolEnrollments',
  columns: {
    studentSourcedId: required(id),
    schoolSourcedId: required(id),
    entryDate: required(date),
    exitWithdrawDate: date,
    exitWithdrawType: coded(EXIT_WITHDRAW_TYPES),
    exitDocumented: boolean,
    gradeLevel: coded(GRADE_LEVELS, GRADE_LEVEL_ALIASES),
    entryType: text,
    primarySchool: boolean,
    calendarCode: text,
    firstNinthGradeYear: year,
    graduationPlanId: text,
    fullTimeEquivalency: decimal(0, 2),
    transferDaysEnrolled: decimal(0, 366),
    transferDaysAbsent: decimal(0, 366),
  },
  key: ['studentSourcedId', 'schoolSourcedId', 'entryDate'],
  school: 'schoolSourcedId',
  scope: { kind: 'span', from: 'entryDate', to: 'exitWithdrawDate' },
  references: { studentSourcedId: 'users', schoolSourcedId: 'orgs' },
  rule: ({ indexOf }) => {
    const entry = indexOf('entryDate');
    const exit = indexOf('exitWithdrawDate');
    return ({ values }) =>
      (values[exit] ?? Number.NaN) < (values[entry] ?? Number.NaN)
        ? {
            column: 'exitWithdrawDate',
            code: 'row.exit_before_entry',
            message: 'The student leaves before entering: correct exitWithdrawDate or entryDate.',
          }
        : undefined;
  },
});
