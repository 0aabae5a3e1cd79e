import { compare, divide, type Fraction, ONE, parseFraction } from '../fraction.ts';
import { displayCutPoint, displayNumber, displayPercent } from './display.ts';
import type { DomainOutcome, Reason } from './result.ts';

/** Says one reason in plain words; undefined where its figures are missing. */
export type Writer = (reason: Reason, result: DomainOutcome) => string | undefined;

/** Says a domain's result in plain words for a counselor; every figure exact or cut off, never rounded up to a cut. */
export function explain(result: DomainOutcome): string {
  const sentences = result.reasons.map((reason) => WRITERS[reason.code]?.(reason, result));
  if (result.flags.includes('exited')) sentences.push('The student has left; the tier is that of the last day.');
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

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

function override({ dates, detail }: Reason, { computed }: DomainOutcome): string {
  const given = typeof computed?.tier === 'number' ? `tier ${computed.tier}` : 'no tier';
  return `Set to tier ${detail?.['tier']} by a member of staff, up to and including ${dates?.[0]}; the data give ${given}.`;
}

const WRITERS: Readonly<Record<string, Writer>> = {
  override,
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
  tooFewDays: ({ cutPoint }) => `Not assessed: fewer than ${cutPoint ?? 'the required'} days enrolled so far.`,
  stale: ({ detail }) => `School ${detail?.['school']} has sent attendance up to ${detail?.['coveredTo']} only.`,
};
