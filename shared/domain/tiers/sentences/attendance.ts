import { compare, divide, type Fraction, ONE, parseFraction } from '../../fraction.ts';
import { displayCutPoint, displayNumber, displayPercent } from '../display.ts';
import type { DomainOutcome, Reason } from '../result.ts';
import type { Writer } from '../sentence.ts';

const fractionOf = (text: string | undefined): Fraction | undefined =>
  text === undefined ? undefined : parseFraction(text);

const days = (count: Fraction): string =>
  count.numerator === count.denominator ? '1 day' : `${displayNumber(count)} days`;

/** Cut points of one and more are numbers of days, below they are shares. */
const isCount = (cut: Fraction): boolean => compare(cut, ONE) >= 0;

/** `17 of 169 days (10.05 %)`; enrolled days follow from the share and the days missed. */
function missedOf(reason: Reason): string | undefined {
  const share = fractionOf(reason.value);
  const missed = fractionOf(reason.detail?.['missed']?.toString());
  if (share === undefined || missed === undefined) return undefined;
  if (missed.numerator === 0n) return 'no day';
  return `${displayNumber(missed)} of ${days(divide(missed, share))} (${displayPercent(share)})`;
}

function absenceRate(reason: Reason): string | undefined {
  const missed = missedOf(reason);
  const share = fractionOf(reason.value);
  const cut = fractionOf(reason.cutPoint);
  if (missed === undefined || share === undefined) return undefined;
  if (cut === undefined) return `Missed ${missed} so far.`;
  const side = compare(share, cut) >= 0 ? 'at or above' : 'below';
  return `Missed ${missed}: ${side} the ${displayCutPoint(cut)} cut for tier ${reason.detail?.['tier']}.`;
}

/** Last year's share, which decides while this year has too few days. */
function lastYearRate(reason: Reason): string | undefined {
  const missed = missedOf(reason);
  const [share, cut] = [fractionOf(reason.value), fractionOf(reason.cutPoint)];
  if (missed === undefined || share === undefined || cut === undefined) return undefined;
  const side = compare(share, cut) >= 0 ? 'at or above' : 'below';
  return `Missed ${missed} in ${reason.detail?.['schoolYear']}, last school year: ${side} the ${displayCutPoint(cut)} cut for tier 2.`;
}

function daysMissed(reason: Reason): string | undefined {
  const missed = fractionOf(reason.value);
  const cut = fractionOf(reason.cutPoint);
  if (missed === undefined || cut === undefined) return undefined;
  const side = compare(missed, cut) >= 0 ? 'at or above' : 'below';
  return `Missed ${days(missed)}: ${side} the ${days(cut)} that make tier 2 early in the year.`;
}

function stepDownHeld(reason: Reason, { tier }: DomainOutcome): string | undefined {
  const value = fractionOf(reason.value);
  const cut = fractionOf(reason.cutPoint);
  if (value === undefined || cut === undefined) return undefined;
  const shown = isCount(cut) ? days(value) : displayPercent(value);
  const [since] = reason.dates ?? [];
  return `Kept in tier ${tier}: ${shown} on ${since}; a lower tier needs ${reason.detail?.['days']} school days below the cut.`;
}

function watchBand(reason: Reason): string | undefined {
  const cut = fractionOf(reason.cutPoint);
  if (cut === undefined) return undefined;
  return `In the watch band, which begins at ${isCount(cut) ? days(cut) : displayCutPoint(cut)}.`;
}

function projectedCrossing(reason: Reason): string | undefined {
  const cut = fractionOf(reason.detail?.['projectedCut']?.toString());
  const [date] = reason.dates ?? [];
  if (cut === undefined || date === undefined) return undefined;
  return `At the pace of the last 20 school days the ${displayCutPoint(cut)} cut is reached on ${date}.`;
}

function daysAtSchool(reason: Reason): string | undefined {
  const share = fractionOf(reason.value);
  const { school, counted } = reason.detail ?? {};
  if (share === undefined) return undefined;
  return `At school ${school} ${displayPercent(share)} of the days were missed${counted ? '' : ', which are not counted'}.`;
}

const PERIOD_RULES: Readonly<Record<string, string>> = {
  periodShare: 'A missed period counts as its share of the periods that met.',
  halfDay: 'A day counts as missed once at least half of its periods are.',
};

/** What attendance says to a counselor. */
export const ATTENDANCE_SENTENCES: Readonly<Record<string, Writer>> = {
  absenceRate,
  daysMissed,
  stepDownHeld,
  watchBand,
  projectedCrossing,
  daysAtSchool,
  periodAttendance: ({ detail }) => PERIOD_RULES[`${detail?.['rule']}`],
  periodsMetUnknown: () => 'How many periods met is a guess: only missed ones are on record.',
  daysNotTaken: ({ value }) => `Attendance was not taken on ${value} days, which are left out.`,
  overlappingEnrollments: ({ detail }) =>
    `Enrolled at ${detail?.['counted']} and ${detail?.['other']} at once since ${detail?.['from']}: each day counts at one school.`,
  notEnrolled: () => 'Not assessed: not enrolled.',
  noData: () => 'Not assessed: no attendance file has come this school year.',
  noCoverage: () => 'Not assessed: the school has sent no attendance for the days enrolled.',
  tooFewDays: ({ cutPoint }, { tier }) =>
    `${tier === 'notAssessed' ? 'Not assessed: fewer' : 'Fewer'} than ${cutPoint ?? 'the required'} days enrolled so far.`,
  lastYearRate,
  stale: ({ detail }) => `School ${detail?.['school']} has sent attendance up to ${detail?.['coveredTo']} only.`,
};
