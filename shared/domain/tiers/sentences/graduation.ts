import { parseFraction } from '../../fraction.ts';
import { displayNames, displayNumber } from '../display.ts';
import type { Reason } from '../result.ts';
import type { Writer } from '../sentence.ts';

/** What decides about graduation and stands beside it, in words. */
export const GRADUATION_SENTENCES: Readonly<Record<string, Writer>> = {
  creditsEarned: (reason) => `${earned(reason)}.`,
  creditsBehind: (reason) =>
    `${earned(reason)}: ${behind(reason)} behind, which makes tier ${reason.detail?.['tier']}.`,
  areaBehind: (reason) =>
    `${listed(reason)}: ${credits(reason.value)} earned against ${shown(reason.cutPoint)} expected by now, ${behind(reason)} behind.`,
  areaDoesNotFit: (reason) => `${listed(reason)}: ${misfit(reason)}`,
  creditsDoNotFit: (reason) => `In all ${misfit(reason)}`,
  coursesNotPassed: (reason) => `Required courses not passed and not made good: ${listed(reason)}.`,
  creditsInProgress: (reason) => `${credits(reason.value)} in progress, not counted as earned (${listed(reason)}).`,
  creditsPlanned: (reason) => `${credits(reason.value)} planned, not counted as earned (${listed(reason)}).`,
  firstNinthGradeYearsDiffer: (reason) =>
    `The enrolments name different first years of ninth grade (${listed(reason)}); ${reason.value} counts.`,
  yearsWithoutTranscript: (reason) =>
    `No transcript rows for ${listed(reason)}: has the record of another school not come?`,
  creditsWithoutArea: ({ value }) => `${credits(value)} name no subject and may belong to any area.`,
  notEnrolled: () => 'Not assessed: not enrolled.',
  notApplicable: () => 'Not assessed: high school has not begun.',
  noData: ({ detail }) =>
    detail?.['plan'] === undefined
      ? 'Not assessed: no transcript has come, or nothing says when ninth grade began.'
      : `Not assessed: the tenant file has no requirement plan ${detail['plan']}.`,
  noCoverage: () => 'Not assessed: no term since the beginning of ninth grade has posted.',
};

const shown = (text: string | undefined): string => {
  const number = parseFraction(text ?? '');
  return number === undefined ? '' : displayNumber(number);
};

const credits = (text: string | undefined): string => (text === '1' ? '1 credit' : `${shown(text)} credits`);

const listed = ({ items }: Reason): string => displayNames(items ?? []);

const earned = ({ value, cutPoint, detail }: Reason): string =>
  `Earned ${credits(value)} against ${shown(cutPoint)} expected after ${terms(detail?.['term'])} of high school`;

const behind = ({ detail }: Reason): string => credits(`${detail?.['behind']}`);

const terms = (count: unknown): string => (count === 1 ? '1 term' : `${count} terms`);

const misfit = ({ value, cutPoint, detail }: Reason): string =>
  `${credits(value)} are missing, and ${terms(detail?.['termsLeft'])} left can bring ${shown(cutPoint)} at most: tier 3.`;
