import { seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { csv } from './csv.ts';
import type { Profile } from './profiles.ts';

const HEADER =
  'incidentId,studentSourcedId,schoolSourcedId,date,behavior,time,location,participationCode,incidentLevel,' +
  'disciplineAction,actionStartDate,actionLengthDays,actionType';

const FIRST = parseDay('2025-08-18')!;
/** Days at the edges: the last of the year before, the first of this one, the as-of day and the one after. */
const EDGES = ['2025-07-31', '2025-08-01', '2026-03-06', '2026-03-07'] as const;
const BEHAVIORS = ['Fighting', 'Defiance', 'Vandalism', 'Bullying'] as const;
const SUSPENSIONS = ['in-school suspension', 'out-of-school suspension'] as const;
/** Days of one suspension, so that sums meet three exactly, stay half a day below, or are unknown. */
const LENGTHS = ['0.5', '1', '1.5', '2', '2.5', '3', '4', ''] as const;

/** Incidents with victims and witnesses, levels left blank or of the district's own, and none, one or several actions. */
export function behaviorFile(profiles: readonly Profile[], seed: number): string {
  return csv(
    HEADER,
    profiles.flatMap((profile) => incidentsOf(profile, profiles, seed)),
  );
}

function incidentsOf({ id, index, trouble }: Profile, profiles: readonly Profile[], seed: number): readonly string[] {
  const random = seededRandom(seedFor(seed ^ 0x38495ab5, index));
  const many = trouble > 0.45 ? random.between(1, 9) : random.between(0, trouble > 0.2 ? 2 : 1);
  const rows: string[] = [];
  for (let place = 0; place < many; place += 1) {
    const date = random.chance(0.06) ? random.pick([...EDGES]) : formatDay(FIRST + random.between(0, 200));
    const happened = (who: string, part: string) => {
      const head = `I${index}-${place},${who},north,${date},${random.pick([...BEHAVIORS])},10:15:00,Hallway,${part}`;
      return `${head},${random.pick(['major', 'major', 'minor', '', 'Level 3'])}`;
    };
    const perpetrator = happened(id, random.pick(['Perpetrator', 'Perpetrator', '']));
    for (const action of actionsOf(random.next(), random.next())) rows.push(`${perpetrator},${action}`);
    const other = profiles[random.between(0, profiles.length - 1)]?.id ?? id;
    if (random.chance(0.4) && other !== id)
      rows.push(`${happened(other, random.pick(['Victim', 'Witness', 'Reporter']))},,,,`);
  }
  return rows;

  /** `disciplineAction,actionStartDate,actionLengthDays,actionType` of each action. */
  function actionsOf(kind: number, expelled: number): readonly string[] {
    if (expelled < 0.004) return ['Expelled,,,expulsion'];
    if (expelled < 0.006) return ['Expulsion,,,'];
    if (kind < 0.6) return [',,,'];
    if (kind < 0.75) return ['Conference,,,other'];
    if (kind < 0.9 || trouble < 0.3)
      return [`Suspended,,${random.pick([...LENGTHS])},${random.pick([...SUSPENSIONS])}`];
    const [first, second] = [random.pick([...LENGTHS]), random.pick([...LENGTHS])];
    return [
      `ISS,,${first},in-school suspension`,
      kind < 0.95 ? `Out of School Suspension,,${second},` : `OSS,,${second},out-of-school suspension`,
      'Call home,,,other',
    ];
  }
}
