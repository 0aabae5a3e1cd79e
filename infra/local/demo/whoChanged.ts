import { DOMAINS } from '../../../shared/domain/tiers/result.ts';
import { DOMAIN_NAMES } from '../console/domainWords.ts';
import { formatTable } from '../console/table.ts';
import { type Evening, explainOne } from './explainOne.ts';
import { name } from './nights.ts';
import type { Stage } from './stage.ts';
import { type Change, whyInShort } from './tiers.ts';
import type { StudentRow } from './views.ts';

/** Whose tiers have changed since, in every domain; one of them in three lines; and what the corrections have done. */
export async function whoChanged(
  stage: Stage,
  evening: Evening,
  before: readonly StudentRow[],
  now: readonly StudentRow[],
): Promise<void> {
  const changes = changesOf(before, now);
  stage.say('Whose tier has changed, by what was corrected and by a day more:');
  stage.say(
    formatTable(
      ['domain', 'to more support', 'to less'],
      [...Map.groupBy(changes, ({ domain }) => domain)].map(([domain, ofDomain]) => {
        const up = ofDomain.filter(isUp).length;
        return [DOMAIN_NAMES[domain], up, ofDomain.length - up];
      }),
    ),
  );
  await explainOne(stage, evening, changes.filter(isUp));
  for (const change of changes) {
    const { student, domain, from, to } = change;
    if (!stage.corrections.takenBack.some((each) => each.student === student.sourcedId)) continue;
    stage.say(
      `  ${name(student)} moved from tier ${from} to tier ${to} in ${DOMAIN_NAMES[domain]}: an absence was taken back.`,
    );
    stage.say(`    ${await whyInShort(stage.admin, change)}`);
  }
  for (const { student, to } of stage.corrections.moved) {
    const moved = now.find((each) => each.sourcedId === student);
    if (moved) stage.say(`  ${name(moved)} is now listed at ${to.name}; days at both schools count.`);
  }
}

/** From one tier to another; who is assessed for the first time has not moved. */
function changesOf(before: readonly StudentRow[], now: readonly StudentRow[]): readonly Change[] {
  const earlier = new Map(before.map((student) => [student.sourcedId, student]));
  return now.flatMap((student) =>
    DOMAINS.flatMap((domain) => {
      const [from, to] = [earlier.get(student.sourcedId)?.tiers[domain], student.tiers[domain]];
      return typeof from === 'number' && typeof to === 'number' && from !== to ? [{ student, domain, from, to }] : [];
    }),
  );
}

const isUp = ({ from, to }: Change) => to > from;
