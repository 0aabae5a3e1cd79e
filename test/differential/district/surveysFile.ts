import { seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { formatDay, parseDay } from '../../../shared/domain/calendar/day.ts';
import { CONSTRUCTS } from '../../../shared/sis/files/surveyWords.ts';
import { csv } from './csv.ts';
import type { Profile } from './profiles.ts';

const HEADER =
  'studentSourcedId,surveyId,administrationDate,construct,score,scaleMinimum,scaleMaximum,consentBasis,higherIsBetter';

const AS_OF = parseDay('2026-03-06')!;
/** Days before the as-of day: 180 is the last that counts, 181 no more; a day later does not exist yet. */
const AGES = [-1, 0, 30, 100, 179, 180, 181, 300] as const;
/** `score,scaleMinimum,scaleMaximum` with the lowest and highest fifth exactly met, and missed by a little. */
const SCORES = ['1,0,5', '1.8,1,5', '1.800001,1,5', '4.2,1,5', '4,0,5', '-6,-10,10', '3,1,5', '20,0,100', '81,1,101'];

/** Answers of one student in two: a few constructs, some asked twice, some too old, few without consent. */
export function surveysFile(profiles: readonly Profile[], seed: number): string {
  return csv(
    HEADER,
    profiles.flatMap((profile) => answersOf(profile, seed)),
  );
}

function answersOf({ id, index }: Profile, seed: number): readonly string[] {
  const random = seededRandom(seedFor(seed ^ 0x4cf5ad43, index));
  if (random.chance(0.5)) return [];
  const rows = new Map<string, string>();
  for (let place = random.between(1, 5); place > 0; place -= 1) {
    const age = random.pick([...AGES]);
    const construct = random.pick([...CONSTRUCTS]);
    const consent = random.chance(0.98) ? random.pick(['parentConsent', 'noticeAndOptOut']) : '';
    const direction = random.pick(['true', 'false', '']);
    const key = `${id},survey-${age},${formatDay(AS_OF - age)},${construct}`;
    rows.set(key, `${key},${random.pick(SCORES as [string, ...string[]])},${consent},${direction}`);
  }
  return [...rows.values()];
}
