import { parseFraction } from '../../fraction.ts';
import { displayNames, displayNumber } from '../display.ts';
import type { Reason } from '../result.ts';
import type { Writer } from '../sentence.ts';

/** What decides about behavior and stands beside it, in words. */
export const BEHAVIOR_SENTENCES: Readonly<Record<string, Writer>> = {
  majorIncidents: (reason) => withCut(`${counted(reason, 'major incident')}${named(reason)}`, reason),
  suspensions: (reason) => withCut(counted(reason, 'suspension'), reason),
  suspensionDays,
  expulsions: (reason) => withCut(counted(reason, 'expulsion'), reason),
  minorIncidents: (reason) => `${counted(reason, 'minor incident')}${named(reason)}: minor incidents make no tier.`,
  recentIncidents,
  levelUnknown: ({ value }) => `Rows without a level, which counts as minor: ${value}.`,
  actionTypeUnknown: (reason) =>
    `Actions of a kind that nobody has named, which count as no suspension: ${reason.value}${named(reason)}.`,
  participationUnknown: ({ value }) => `Rows that do not say how the student took part, and are not counted: ${value}.`,
  stepDownHeld,
  notEnrolled: () => 'Not assessed: not enrolled.',
  noData: () => 'Not assessed: the district has sent no incidents this school year.',
};

const MEASURES: Readonly<Record<string, string>> = {
  majorIncidents: 'major incident',
  suspensions: 'suspension',
  suspensionDays: 'day of suspension',
  expulsions: 'expulsion',
};

/** `No suspension`, `1 suspension`, `2 suspensions`, `2.5 days of suspension`. */
function counted({ value }: Reason, noun: string): string {
  const number = parseFraction(value ?? '');
  if (number === undefined || number.numerator === 0n) return `No ${noun}`;
  if (number.numerator === number.denominator) return `1 ${noun}`;
  return `${displayNumber(number)} ${noun.startsWith('day ') ? noun.replace('day', 'days') : `${noun}s`}`;
}

const named = ({ items }: Reason): string => (items === undefined ? '' : ` (${displayNames(items)})`);

function withCut(what: string, { cutPoint, detail }: Reason): string {
  const days = detail?.['windowSchoolDays'];
  const when = days === undefined ? 'this year' : `in the last ${days} school days`;
  return `${what} ${when}: the cut for tier ${detail?.['tier']} is ${shown(cutPoint)}.`;
}

const shown = (text: unknown): string => {
  const number = parseFraction(`${text}`);
  return number === undefined ? '' : displayNumber(number);
};

function suspensionDays(reason: Reason): string {
  const { inSchool, outOfSchool, withoutLength } = reason.detail ?? {};
  const apart = ` (${shown(inSchool)} in school, ${shown(outOfSchool)} out of school)`;
  const open = withoutLength === 0 ? '' : ` Suspensions without a length: ${withoutLength}.`;
  return `${withCut(`${counted(reason, 'day of suspension')}${apart}`, reason)}${open}`;
}

function recentIncidents({ value, detail }: Reason): string {
  const { schoolDays, from, to, major } = detail ?? {};
  const what = value === '0' ? 'none' : `${value}, of which major: ${major}`;
  return `Incidents in the last ${schoolDays} school days (${from} to ${to}): ${what}.`;
}

function stepDownHeld(reason: Reason): string {
  const { tier, measure, days } = reason.detail ?? {};
  const [since] = reason.dates ?? [];
  const what = counted(reason, MEASURES[`${measure}`] ?? '');
  return `Kept in tier ${tier}: ${what} as of ${since}; a lower tier needs ${days} school days below the cut.`;
}
