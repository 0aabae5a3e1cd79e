import { parseFraction } from '../../fraction.ts';
import { displayCutPoint, displayPercent } from '../display.ts';
import type { Reason } from '../result.ts';
import type { Writer } from '../sentence.ts';

/** What decides about well-being, in words: constructs and positions, no answers. */
export const WELL_BEING_SENTENCES: Readonly<Record<string, Writer>> = {
  lowConstructs,
  counselorReview: ({ value, cutPoint }) =>
    `A counselor should look at it: ${value} constructs are that low, and review is asked for from ${cutPoint} on. What students say of themselves never makes tier 3 alone.`,
  constructPosition,
  constructsAssessed: ({ items, dates }) => `Asked about: ${words(items)} (${spanOf(dates)}).`,
  consentNotEnough: ({ value }) =>
    `Answers that are not used, because the consent given is not enough for what they are about: ${value}.`,
  notEnrolled: () => 'Not assessed: not enrolled.',
  noData: () => 'Not assessed: no answer with consent is recent enough.',
};

function lowConstructs({ value, items, detail }: Reason): string {
  const share = parseFraction(`${detail?.['lowestShare']}`);
  const where = `in the lowest ${share && displayCutPoint(share)} of the scale`;
  if (value === '0') return `Nothing asked about is ${where}.`;
  return `${value} of ${detail?.['assessed']} constructs ${where} (${words(items)}): one makes tier ${detail?.['tier']}.`;
}

function constructPosition({ value, items, dates }: Reason): string | undefined {
  const position = parseFraction(value ?? '');
  return position && `Answer about ${words(items)} on ${dates?.[0]}: at ${displayPercent(position)} of its scale.`;
}

/** `selfAwareness` reads `self awareness`. */
const words = (constructs: readonly string[] = []): string =>
  constructs.map((each) => each.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)).join(', ');

const spanOf = (dates: readonly string[] = []): string => [...new Set([dates[0], dates.at(-1)])].join(' to ');
