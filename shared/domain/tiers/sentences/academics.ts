import { parseFraction } from '../../fraction.ts';
import { displayAverage, displayNames, displayNumber } from '../display.ts';
import type { Reason } from '../result.ts';
import type { Writer } from '../sentence.ts';

const SUB_DOMAINS: Readonly<Record<string, string>> = {
  literacy: 'literacy',
  mathematics: 'mathematics',
  other: 'other subjects',
};

const partOf = ({ detail }: Reason): string => SUB_DOMAINS[`${detail?.['subDomain']}`] ?? 'the subjects';
const tierOf = ({ detail }: Reason): string => `tier ${detail?.['tier']}`;

const counted = (value: string | undefined, one: string, many: string): string =>
  value === '1' ? `1 ${one}` : `${value} ${many}`;

/** ` (Algebra I, Biology)`; a course that failed in two terms is named twice. */
const listed = ({ items }: Reason): string => (items && items.length > 0 ? ` (${displayNames(items)})` : '');

/** `1.85`, or `1 11/13` where no short decimal is exact. */
function exactly(text: string | undefined): string | undefined {
  const value = text === undefined ? undefined : parseFraction(text);
  return value && displayNumber(value);
}

const failed = (reason: Reason, what: string, when: string): string =>
  `Failed ${counted(reason.value, `${what} course`, `${what} courses`)} ${when}${listed(reason)}: the cut for ${tierOf(reason)} is ${reason.cutPoint}.`;

const failedIn = (reason: Reason, when: string): string =>
  `In ${partOf(reason)} ${counted(reason.value, 'course was', 'courses were')} failed ${when}${listed(reason)}: the cut for ${tierOf(reason)} is ${reason.cutPoint}.`;

const LAST_YEAR = 'last school year and not made good';

function gpa(reason: Reason): string | undefined {
  const [value, cut] = [average(reason), exactly(reason.cutPoint)];
  if (value === undefined || cut === undefined) return undefined;
  const isBelow = isLess(reason.value, reason.cutPoint);
  return `The cumulative grade point average is ${value}: ${isBelow ? 'below' : 'not below'} ${cut}, the cut for ${tierOf(reason)}.`;
}

/** Exact where a short decimal is; nobody reads a grade point average as 2 4/7. */
function average({ value: text, cutPoint = '' }: Reason): string | undefined {
  const value = text === undefined ? undefined : parseFraction(text);
  if (value === undefined) return undefined;
  const exact = displayNumber(value);
  return exact.includes('/') ? displayAverage(value, cutPoint) : exact;
}

function isLess(value: string | undefined, cut: string | undefined): boolean {
  const [a, b] = [parseFraction(value ?? ''), parseFraction(cut ?? '')];
  return a !== undefined && b !== undefined && a.numerator * b.denominator < b.numerator * a.denominator;
}

const LEVELS: Readonly<Record<string, string>> = {
  atBenchmark: 'at or above the benchmark',
  belowBenchmark: 'below the benchmark, which makes tier 2',
  wellBelowBenchmark: 'well below the benchmark, which makes tier 3',
};

function screener(reason: Reason): string | undefined {
  const level = LEVELS[reason.value ?? ''];
  return level && `Screened in ${partOf(reason)}${listed(reason)}: ${level}.`;
}

function currentMarks(reason: Reason): string {
  const marks = counted(reason.value, 'current mark is', 'current marks are');
  return `In ${partOf(reason)} ${marks} below passing${listed(reason)}: the cut for tier 2 is ${reason.cutPoint}.`;
}

function missingAssignments(reason: Reason): string {
  const told = `${counted(reason.value, 'assignment is', 'assignments are')} missing${listed(reason)}`;
  return reason.cutPoint === undefined ? `${told}.` : `${told}: the cut for tier 2 is ${reason.cutPoint}.`;
}

function ninthGradeOnTrack(reason: Reason): string | undefined {
  const [earned, needed] = [exactly(reason.value), exactly(reason.cutPoint)];
  const { onTrack, coreFailures, coreFailuresAllowed } = reason.detail ?? {};
  if (earned === undefined || needed === undefined) return undefined;
  const side = onTrack ? 'On track' : 'Not on track';
  const tier = onTrack ? '' : ', which makes tier 2';
  return `${side} in the first year of high school${tier}: ${earned} credits earned where ${needed} are needed by now, ${counted(`${coreFailures}`, 'failed mark', 'failed marks')} in core courses where ${coreFailuresAllowed} may be.`;
}

/** What academics say to a counselor. */
export const ACADEMIC_SENTENCES: Readonly<Record<string, Writer>> = {
  coreFailures: (reason) => failed(reason, 'core', 'this year'),
  failures: (reason) => failedIn(reason, 'this year'),
  priorYearCoreFailures: (reason) => failed(reason, 'core', LAST_YEAR),
  priorYearFailures: (reason) => failedIn(reason, LAST_YEAR),
  recoveredFailures: (reason) => `${counted(reason.value, 'failure', 'failures')} made good${listed(reason)}.`,
  gpa,
  screener,
  currentMarks,
  missingAssignments,
  ninthGradeOnTrack,
  postedMarks: ({ value }) => `${counted(value, 'mark', 'marks')} posted this year.`,
  runningMarks: ({ value }) => `${counted(value, 'running class has', 'running classes have')} a current mark.`,
  unknownScreenerLevel: (reason) =>
    `Not counted, because nobody has said what its words mean: the latest result of${listed(reason)}.`,
  unknownSubject: (reason) => `Counted as other subjects, because the course map does not know${listed(reason)}.`,
  unreadableMarks: ({ value }) => `${counted(value, 'mark', 'marks')} could not be read by the grade scales.`,
  noData: () => 'Not assessed: no mark, grade point average or screener of this school year.',
  notEnrolled: () => 'Not assessed: not enrolled.',
};
