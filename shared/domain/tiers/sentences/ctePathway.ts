import { displayNames } from '../display.ts';
import type { Reason } from '../result.ts';
import type { Writer } from '../sentence.ts';

/** What decides about a CTE pathway and stands beside it, in words. */
export const CTE_PATHWAY_SENTENCES: Readonly<Record<string, Writer>> = {
  nextCourseNotScheduled: (reason) =>
    `${pathway(reason)}: off track, the next course${named(reason)} is neither running nor requested nor scheduled.`,
  nextCourseScheduled: (reason) => `${pathway(reason)}: the next course is running or scheduled${named(reason)}.`,
  pathwayCourses: (reason) =>
    `${pathway(reason)}: ${reason.value} of ${reason.detail?.['coursesToComplete']} courses done${named(reason)}; ${STATUS[`${reason.detail?.['status']}`]}.`,
  credentials: (reason) => `Credentials${named(reason)}.`,
  credentialMissing: (reason) => `${pathway(reason)}: every course is done, the credential is missing.`,
  notEnrolled: () => 'Not assessed: not enrolled.',
  notApplicable: () => 'Not assessed: in no CTE program.',
  noData: () => 'Not assessed: no programs have come this school year, or no courses to hold them against.',
};

const STATUS: Readonly<Record<string, string>> = {
  participant: 'a participant',
  concentrator: 'a concentrator',
  completer: 'a completer',
};

const pathway = ({ detail }: Reason): string => `${detail?.['pathway']}`;

const named = ({ items }: Reason): string =>
  items === undefined || items.length === 0 ? '' : ` (${displayNames(items)})`;
