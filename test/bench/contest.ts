import { createReadStream, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { DynamoEngine } from '../contract/engines.ts';
import { benchTenantFile } from './benchTenant.ts';
import type { Account } from './contestants/measure.ts';
import { AS_OF } from './district/calendar.ts';
import { type BenchDistrict, cacheFolder } from './district/generate.ts';
import { bundleContestants, REPOSITORY, runContestant } from './process.ts';

const CODE = join(REPOSITORY, '.build/bench');
const CONTESTANTS = ['waymark', 'duckdb', 'csvParseZod'] as const;

/** The evening of the as-of day, the next evening without a school day between them, and that of the next school day. */
const NIGHTS = {
  first: { sentAt: '2026-03-07T01:00:00Z', mode: 'bulk' },
  unchanged: { sentAt: '2026-03-08T01:00:00Z', mode: 'bulk' },
  usual: { sentAt: '2026-03-10T01:00:00Z', mode: 'delta' },
} as const;
type Night = keyof typeof NIGHTS;
const YEAR = { yearBegins: '2025-08-01', yearEnds: '2026-07-31' } as const;

/** How each contestant did with one district. */
export interface Contest {
  readonly district: BenchDistrict;
  readonly nights: Readonly<Record<Night, Account>>;
  readonly scan: Account;
  readonly sql: Account;
  readonly parse: Account;
  /** The share of each file that csv-parse and zod read; their figures are for that share. */
  readonly parsedShare: number;
}

/** From this size on a tenth of each file is enough for the slowest. */
const LARGE = 500_000;

export function bundleAll(): void {
  bundleContestants(CONTESTANTS, CODE);
}

/** Lets every contestant at one district, `repeat` times each; of each the quickest run counts. */
export async function contest(district: BenchDistrict, engine: DynamoEngine, repeat: number): Promise<Contest> {
  await warm(district.folder);
  const lake = join(cacheFolder(), `lake-${process.pid}`);
  const spill = join(cacheFolder(), `spill-${process.pid}`);
  const tenantFile = benchTenantFile();
  try {
    const nights = quickestNights(await times(repeat, () => playNights(district, { lake, tenantFile }, engine)));
    const sql = { work: 'sql', spill, tenantFile, asOf: AS_OF, ...YEAR, folder: district.folder } as const;
    const results = join(lake, String(nights.first.facts['results']));
    const parsedShare = district.students >= LARGE ? 0.1 : 1;
    return {
      district,
      nights,
      scan: quickest(await times(repeat, () => run('duckdb', { ...sql, work: 'scan' }))),
      sql: quickest(await times(repeat, () => run('duckdb', { ...sql, results }))),
      parse: await run('csvParseZod', { folder: district.folder, share: parsedShare }),
      parsedShare,
    };
  } finally {
    for (const folder of [lake, spill]) rmSync(folder, { recursive: true, force: true });
  }
}

const run = (name: (typeof CONTESTANTS)[number], order: object) => runContestant(join(CODE, `${name}.mjs`), order);

/** The three nights on a lake and tables of their own. */
async function playNights(
  district: BenchDistrict,
  place: { readonly lake: string; readonly tenantFile: string },
  engine: DynamoEngine,
) {
  rmSync(place.lake, { recursive: true, force: true });
  await engine.clear();
  const play = (night: Night, folder: string) => run('waymark', { ...NIGHTS[night], folder, ...place });
  return {
    first: await play('first', district.folder),
    unchanged: await play('unchanged', district.folder),
    usual: await play('usual', district.nextDay),
  };
}

async function times<T>(repeat: number, work: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let round = 0; round < repeat; round += 1) results.push(await work());
  return results;
}

function quickest(accounts: readonly Account[]): Account {
  const [best] = accounts.toSorted((a, b) => a.wallMs - b.wallMs);
  if (!best) throw new RangeError('every contestant runs at least once');
  return best;
}

const quickestNights = (rounds: readonly Readonly<Record<Night, Account>>[]) => ({
  first: quickest(rounds.map(({ first }) => first)),
  unchanged: quickest(rounds.map(({ unchanged }) => unchanged)),
  usual: quickest(rounds.map(({ usual }) => usual)),
});

/** Reads all files once, so that every contestant finds them in memory. */
async function warm(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    await pipeline(createReadStream(join(folder, name), { highWaterMark: 1 << 20 }), async (chunks) => {
      for await (const _ of chunks);
    });
  }
}
