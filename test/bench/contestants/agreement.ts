import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DuckDBConnection } from '@duckdb/node-api';
import { readResultLine } from '../../../shared/assess/results/readResultLine.ts';
import { DOMAINS } from '../../../shared/domain/tiers/result.ts';
import { literal, numberOf } from '../sql/duck.ts';

/** A domain whose tiers lie in a table of the database, by student. */
interface TierTable {
  readonly domain: string;
  readonly table: string;
}

/**
 * How many students have the same tier in a table and in Waymark's results, of how many that are in either; for every domain
 * that the results have. `folder` is that of the run in the lake.
 */
export async function agreement(
  duck: DuckDBConnection,
  folder: string,
  tables: readonly TierTable[],
): Promise<ReadonlyMap<string, readonly [same: number, students: number]>> {
  const path = join(folder, 'tiers.csv');
  await writeTiers(folder, path);
  const columns = ['sourcedId', ...DOMAINS].map((name) => `${literal(name)}: 'VARCHAR'`);
  const read = `read_csv(${literal(path)}, columns = {${columns.join(', ')}}, auto_detect = false, header = false)`;
  await duck.run(`CREATE TABLE waymark_tiers AS FROM ${read}`);
  const found = new Map<string, readonly [number, number]>();
  for (const { domain, table } of tables) {
    if (!DOMAINS.some((each) => each === domain)) continue;
    const theirs = `CASE WHEN tier IN ('1', '2', '3') THEN tier ELSE 'notAssessed' END`;
    const both = `FROM ${table} FULL JOIN waymark_tiers ON sourcedId = student`;
    found.set(domain, [
      await numberOf(duck, `SELECT count(*) FILTER (waymark_tiers."${domain}" = ${theirs}) ${both}`),
      await numberOf(duck, `SELECT count(*) ${both}`),
    ]);
  }
  return found;
}

/** `sourcedId` and the tier of each domain, from every object with results of the run. */
async function writeTiers(folder: string, path: string): Promise<void> {
  const file = createWriteStream(path);
  for (const results of resultFiles(folder)) {
    for await (const line of createInterface({ input: createReadStream(results) })) {
      const { sourcedId, domains } = readResultLine(line);
      const row = [sourcedId, ...DOMAINS.map((domain) => domains[domain].tier)].join(',');
      if (!file.write(`${row}\n`)) await once(file, 'drain');
    }
  }
  file.end();
  await once(file, 'finish');
}

/** One object, or one for each part of the students. */
function resultFiles(folder: string): readonly string[] {
  const parts = join(folder, 'results');
  if (!existsSync(parts)) return [join(folder, 'results.ndjson')];
  return readdirSync(parts)
    .filter((name) => name.endsWith('.ndjson'))
    .map((name) => join(parts, name));
}
