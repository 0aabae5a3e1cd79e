import { OVERRIDE_CODE } from './override.ts';
import type { Domain, DomainOutcome, Reason } from './result.ts';
import { ACADEMIC_SENTENCES } from './sentences/academics.ts';
import { ATTENDANCE_SENTENCES } from './sentences/attendance.ts';
import { BEHAVIOR_SENTENCES } from './sentences/behavior.ts';
import { CTE_PATHWAY_SENTENCES } from './sentences/ctePathway.ts';
import { GRADUATION_SENTENCES } from './sentences/graduation.ts';
import { WELL_BEING_SENTENCES } from './sentences/wellBeing.ts';

/** Says one reason in plain words; undefined where its figures are missing. */
export type Writer = (reason: Reason, result: DomainOutcome) => string | undefined;

/** The writer of each reason by its code: the same code may mean another thing in another domain. */
const SENTENCES: Readonly<Record<Domain, Readonly<Record<string, Writer>>>> = {
  attendance: ATTENDANCE_SENTENCES,
  academics: ACADEMIC_SENTENCES,
  behavior: BEHAVIOR_SENTENCES,
  wellBeing: WELL_BEING_SENTENCES,
  graduation: GRADUATION_SENTENCES,
  ctePathway: CTE_PATHWAY_SENTENCES,
};

/** Says a domain's result in plain words for a counselor; every figure exact or cut off, never rounded up to a cut. */
export function explain(domain: Domain, result: DomainOutcome): string {
  const writers = SENTENCES[domain];
  const sentences = result.reasons.map((reason) =>
    reason.code === OVERRIDE_CODE ? override(reason, result) : writers[reason.code]?.(reason, result),
  );
  if (result.flags.includes('exited')) sentences.push('The student has left; the tier is that of the last day.');
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}

function override({ dates, detail }: Reason, { computed }: DomainOutcome): string {
  const given = typeof computed?.tier === 'number' ? `tier ${computed.tier}` : 'no tier';
  return `Set to tier ${detail?.['tier']} by a member of staff, up to and including ${dates?.[0]}; the data give ${given}.`;
}
