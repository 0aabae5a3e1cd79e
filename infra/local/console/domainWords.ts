import type { Domain, NotAssessedReason } from '../../../shared/domain/tiers/result.ts';

/** The domains as people name them. */
export const DOMAIN_NAMES: Readonly<Record<Domain, string>> = {
  attendance: 'attendance',
  academics: 'academics',
  behavior: 'behavior',
  wellBeing: 'well-being',
  graduation: 'graduation',
  ctePathway: 'CTE pathway',
};

/** Why there is no tier, in a few words that follow a number of students. */
const WHY_NOT: Readonly<Record<NotAssessedReason, string>> = {
  notEnrolled: 'not enrolled this year',
  tooFewDays: 'enrolled for too few days',
  noCoverage: 'no attendance sent for their days',
  noData: 'without data',
  notApplicable: 'not concerned',
};

/** The same where a domain says it more plainly. */
const WHY_NOT_IN: Readonly<Record<Domain, Partial<Record<NotAssessedReason, string>>>> = {
  attendance: { noData: 'without attendance data' },
  academics: { noData: 'without a mark, average or screener' },
  behavior: { noData: 'without data: no incidents were sent' },
  wellBeing: { noData: 'without survey answers' },
  graduation: {
    noData: 'without a transcript',
    notApplicable: 'below high school',
    noCoverage: 'before any final marks',
  },
  ctePathway: { noData: 'without courses to judge by', notApplicable: 'in no CTE program' },
};

export const whyNotAssessed = (domain: Domain, code: NotAssessedReason): string =>
  WHY_NOT_IN[domain][code] ?? WHY_NOT[code];
