import type { RowReference } from '../../../shared/domain/tiers/result.ts';
import { DOMAIN_NAMES } from '../console/domainWords.ts';
import type { CsvFile } from '../district/csv.ts';
import { name } from './nights.ts';
import type { Stage } from './stage.ts';
import { type Change, decidingSentence, tierIn } from './tiers.ts';
import type { DomainTier } from './views.ts';

/** The drop of an evening: what came of it, under which name it was sent, and its files. */
export interface Evening {
  readonly dropId: string;
  readonly fileName: string;
  readonly files: readonly CsvFile[];
}

interface Explained {
  readonly change: Change;
  readonly tier: DomainTier;
  /** The row of the evening's drop that made the difference. */
  readonly row: RowReference;
}

/**
 * One student's step up as a counselor wants to hear it: who and what, why, and which row says so. It is the highest tier
 * that a row of the evening's drop has led to; among those another domain before attendance, whose days are told
 * further down; then the lowest student number.
 */
export async function explainOne(stage: Stage, evening: Evening, stepsUp: readonly Change[]): Promise<void> {
  const explained: Explained[] = [];
  for (const change of stepsUp) {
    const tier = await tierIn(stage.admin, change.student, change.domain);
    const row = tier.reasons[0]?.rows?.findLast(({ drop }) => drop === evening.dropId);
    if (row) explained.push({ change, tier, row });
  }
  const [one] = explained.toSorted((a, b) => rank(b) - rank(a) || (idOf(a) < idOf(b) ? -1 : 1));
  if (!one) throw new Error('no row of the evening’s drop has led to a higher tier');
  const { student, domain, from, to } = one.change;
  expectRow(evening, one);
  stage.say('One of them, as a counselor reads it:');
  stage.say(
    `  ${name(student)} moved from tier ${from} to tier ${to} in ${DOMAIN_NAMES[domain]}, since ${one.tier.since}.`,
  );
  stage.say(`  ${decidingSentence(one.tier)}`);
  stage.say(`  The newest row behind it: ${one.row.file}.csv, line ${one.row.line}, of the drop ${evening.fileName}.`);
}

const rank = ({ change: { domain, to } }: Explained) => to * 2 + (domain === 'attendance' ? 0 : 1);
const idOf = ({ change: { student } }: Explained) => student.sourcedId;

/** The row that is named has to be the student's. */
function expectRow({ files }: Evening, { change: { student }, row }: Explained): void {
  const file = files.find((each) => each.name === row.file);
  const line = [...(file?.lines() ?? [])][row.line - 1] ?? '';
  if (!line.split(',').includes(student.sourcedId))
    throw new Error(`line ${row.line} of ${row.file}.csv is not about the student whose tier it explains`);
}
