import { parseFraction } from '../fraction.ts';
import { displayAverage, displayNames, displayNumber, displayPercent } from './display.ts';
import type { AssessedTier, Domain, DomainOutcome, Reason } from './result.ts';

/** A domain's result as a family reads it. */
export interface FamilyWords {
  readonly name: string;
  /** What the tier means for the student. */
  readonly meaning: string;
  /** The figures it rests on, a sentence each. */
  readonly figures: readonly string[];
}

const NAMES: Readonly<Record<Domain, string>> = {
  attendance: 'Attendance',
  academics: 'Learning and marks',
  behavior: 'Behavior at school',
  wellBeing: 'Well-being',
  graduation: 'Progress toward graduation',
  ctePathway: 'Career pathway',
};

const MEANINGS: Readonly<Record<AssessedTier, string>> = {
  1: 'What the school offers to every student fits here at present.',
  2: 'Some more support than what every student gets is called for here.',
  3: 'Individual, intensive support is called for here.',
  notAssessed: 'The school cannot say anything about this at present.',
};

/**
 * Says a domain's result without the school's inner workings: what it means and the figures alone, no cut points, codes or
 * rows. A reason without words here is left out, so that a new one is told to nobody by accident. What students have said
 * of themselves in surveys is not told: only what they were asked about.
 */
export function familyWords(domain: Domain, { tier, reasons }: DomainOutcome): FamilyWords {
  const words = FIGURES[domain];
  const figures = reasons.flatMap((reason) => words[reason.code]?.(reason) ?? []);
  const why = tier === 'notAssessed' ? reasons.flatMap(({ code }) => WHY_NOT[code] ?? []) : [];
  return { name: NAMES[domain], meaning: MEANINGS[tier], figures: [...why, ...figures] };
}

const WHY_NOT: Readonly<Record<string, string>> = {
  notEnrolled: 'The student is not enrolled at present.',
  noData: 'Nothing about it has come this school year.',
  noCoverage: 'Nothing about the days enrolled has come yet.',
  tooFewDays: 'The student has not been enrolled for long enough yet.',
  notApplicable: 'It does not apply to the student yet.',
};

/** Says one figure; undefined where it is missing. */
type Figure = (reason: Reason) => string | undefined;

const number = (text: unknown): string | undefined => {
  const value = parseFraction(`${text ?? ''}`);
  return value && displayNumber(value);
};

const counted = (text: unknown, one: string, many = `${one}s`): string | undefined => {
  const value = number(text);
  return value && (value === '1' ? `1 ${one}` : `${value} ${many}`);
};

const listed = ({ items }: Reason): string => (items && items.length > 0 ? ` (${displayNames(items)})` : '');

/** A sentence of a count and what it counts; nothing where there is none to tell. */
const count =
  (one: string, many: string, tail: string): Figure =>
  (reason) => {
    const told = counted(reason.value, one, many);
    return told && !told.startsWith('0 ') ? `${told} ${tail}${listed(reason)}.` : undefined;
  };

const share =
  (when: (reason: Reason) => string): Figure =>
  (reason) => {
    const value = parseFraction(reason.value ?? '');
    const missed = counted(reason.detail?.['missed'], 'day');
    if (!value || missed === undefined) return undefined;
    return `${missed} missed${when(reason)}: ${displayPercent(value)} of the days enrolled.`;
  };

const PARTS: Readonly<Record<string, string>> = { literacy: 'reading and writing', mathematics: 'mathematics' };
const LEVELS: Readonly<Record<string, string>> = {
  atBenchmark: 'at or above what is expected at this time of the year',
  belowBenchmark: 'below what is expected at this time of the year',
  wellBelowBenchmark: 'well below what is expected at this time of the year',
};

const part = ({ detail }: Reason): string => PARTS[`${detail?.['subDomain']}`] ?? 'other subjects';

const inWindow =
  (one: string, many = `${one}s`): Figure =>
  (reason) => {
    const told = counted(reason.value, one, many);
    const days = reason.detail?.['windowSchoolDays'];
    const when = days === undefined ? 'this school year' : `in the last ${days} school days`;
    return told && !told.startsWith('0 ') ? `${told} ${when}${listed(reason)}.` : undefined;
  };

const credits: Figure = ({ value, cutPoint }) => {
  const [earned, expected] = [counted(value, 'credit'), number(cutPoint)];
  if (earned === undefined) return undefined;
  return expected === undefined ? `${earned} earned.` : `${earned} earned; ${expected} are expected by now.`;
};

const spanOf = (dates: readonly string[] = []): string => [...new Set([dates[0], dates.at(-1)])].join(' to ');

const topics = (constructs: readonly string[] = []): string =>
  constructs.map((each) => each.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)).join(', ');

/** What is told, by domain and reason; everything else is not. */
const FIGURES: Readonly<Record<Domain, Readonly<Record<string, Figure>>>> = {
  attendance: {
    absenceRate: share(() => ' this school year'),
    lastYearRate: share(({ detail }) => ` in the school year ${detail?.['schoolYear']}`),
    daysMissed: (reason) => {
      const missed = counted(reason.value, 'day');
      return missed && `${missed} missed this school year.`;
    },
  },
  academics: {
    coreFailures: count('core course', 'core courses', 'not passed this school year'),
    failures: count('course', 'courses', 'not passed this school year'),
    priorYearCoreFailures: count('core course', 'core courses', 'of last school year not passed yet'),
    priorYearFailures: count('course', 'courses', 'of last school year not passed yet'),
    recoveredFailures: count('course', 'courses', 'passed after all'),
    gpa: ({ value }) => {
      const average = parseFraction(value ?? '');
      if (!average) return undefined;
      const exact = displayNumber(average);
      return `The grade point average over all years is ${exact.includes('/') ? displayAverage(average, '') : exact}.`;
    },
    screener: (reason) => {
      const level = LEVELS[reason.value ?? ''];
      return level && `Screened in ${part(reason)}${listed(reason)}: ${level}.`;
    },
    currentMarks: (reason) => count('current mark', 'current marks', `in ${part(reason)} below passing`)(reason),
    missingAssignments: count('assignment', 'assignments', 'missing'),
  },
  behavior: {
    majorIncidents: inWindow('major incident'),
    minorIncidents: inWindow('minor incident'),
    suspensions: inWindow('suspension'),
    suspensionDays: inWindow('day of suspension', 'days of suspension'),
    expulsions: inWindow('expulsion'),
  },
  wellBeing: {
    constructsAssessed: ({ items, dates }) => `Students were asked about ${topics(items)} (${spanOf(dates)}).`,
  },
  graduation: {
    creditsEarned: credits,
    creditsBehind: credits,
    areaBehind: (reason) => {
      const [earned, expected] = [number(reason.value), number(reason.cutPoint)];
      if (earned === undefined || expected === undefined) return undefined;
      return `${displayNames(reason.items ?? [])}: ${earned} earned; ${expected} are expected by now.`;
    },
    coursesNotPassed: ({ items }) => `Required courses not passed yet: ${displayNames(items ?? [])}.`,
    creditsInProgress: (reason) => count('credit', 'credits', 'in progress')(reason),
    creditsPlanned: (reason) => count('credit', 'credits', 'planned')(reason),
  },
  ctePathway: {
    nextCourseNotScheduled: (reason) => `${pathway(reason)}: the next course${listed(reason)} is not scheduled yet.`,
    nextCourseScheduled: (reason) => `${pathway(reason)}: the next course is running or scheduled${listed(reason)}.`,
    pathwayCourses: (reason) =>
      `${pathway(reason)}: ${reason.value} of ${reason.detail?.['coursesToComplete']} courses done${listed(reason)}.`,
    credentials: (reason) => `Credentials${listed(reason)}.`,
    credentialMissing: (reason) => `${pathway(reason)}: every course is done, the credential is still missing.`,
  },
};

const pathway = ({ detail }: Reason): string => `${detail?.['pathway']}`;
