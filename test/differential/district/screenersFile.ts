import { seededRandom, seedFor } from '../../../infra/local/district/random.ts';
import { csv } from './csv.ts';
import type { Profile } from './profiles.ts';

const HEADER =
  'studentSourcedId,assessmentId,administrationDate,title,academicSubject,score,scoreMethod,performanceLevel,' +
  'benchmarkStatus,window';

/** The usual words, most of which say that all is well; some vendors write them as a level and some as a status. */
const LEVELS = [
  ...['At Benchmark', 'Above Benchmark', 'At Benchmark', 'Above Benchmark', 'At Benchmark', 'Above Benchmark'],
  ...['Below Benchmark', 'Well Below Benchmark', 'well below benchmark', 'below benchmark', ''],
];
/** Windows with their days: one of last year, and one that has not come yet. */
const WINDOWS = ['Spring,2025-05-12', 'Fall,2025-09-10', 'Winter,2026-01-20', 'Spring,2026-03-07'] as const;
const SUBJECTS = ['English Language Arts', 'Reading', 'Mathematics', 'Science'] as const;

/** Screeners of three students in four: several windows, of which the latest speaks, in several subjects. */
export function screenersFile(profiles: readonly Profile[], seed: number): string {
  return csv(
    HEADER,
    profiles.flatMap((profile) => screenersOf(profile, seed)),
  );
}

function screenersOf({ id, index, trouble }: Profile, seed: number): readonly string[] {
  const random = seededRandom(seedFor(seed ^ 0x632be59b, index));
  if (random.chance(0.25)) return [];
  const rows = new Map<string, string>();
  for (let place = random.between(1, 4); place > 0; place -= 1) {
    const [window, day] = random.pick([...WINDOWS]).split(',');
    const subject = random.pick([...SUBJECTS]);
    const level = random.chance(0.5 - trouble / 4) ? 'At Benchmark' : random.pick(LEVELS as [string, ...string[]]);
    const said = random.chance(0.5) ? `${level},` : `,${level}`;
    const key = `${id},screener,${day},Screener,${subject}`;
    rows.set(key, `${key},${random.between(200, 400)},Scale score,${said},${window}`);
  }
  return [...rows.values()];
}
