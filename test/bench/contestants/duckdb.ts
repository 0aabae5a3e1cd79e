import type { DuckDBConnection } from '@duckdb/node-api';
import { attendanceTierSql } from '../sql/attendanceTiers.ts';
import { csvFiles, readCsv } from '../sql/csvFiles.ts';
import { literal, numberOf, openDuck } from '../sql/duck.ts';
import { normalizeSql, quoted } from '../sql/normalize.ts';
import { Measure, takePart } from './measure.ts';

export interface DuckOrder {
  readonly account: string;
  readonly work: 'scan' | 'sql';
  readonly folder: string;
  readonly spill: string;
  readonly asOf: string;
  readonly yearBegins: string;
  /** Waymark's results as NDJSON, to compare tiers with. */
  readonly results?: string;
}

/** Reads every column of every file with its type, and no more. */
async function scan({ account, folder, spill }: DuckOrder): Promise<void> {
  const measure = new Measure();
  const duck = await openDuck(spill);
  await measure.stage(
    'scan',
    async () => {
      let rows = 0;
      for (const file of csvFiles(folder)) {
        const counts = file.header.map((name) => `count(${quoted(name)})`);
        rows += await numberOf(duck, `SELECT count(*), ${counts.join(', ')} FROM ${readCsv(file)}`);
      }
      return rows;
    },
    (rows) => rows,
  );
  measure.tell(account);
}

/** The job of a first night as a person who knows SQL would write it. */
async function job(order: DuckOrder): Promise<void> {
  const measure = new Measure();
  const duck = await openDuck(order.spill);
  const files = csvFiles(order.folder);
  await measure.stage(
    'normalize',
    async () => {
      let rows = 0;
      for (const file of files) {
        for (const statement of normalizeSql(file)) await duck.run(statement);
        rows += await numberOf(duck, `SELECT count(*) FROM ${quoted(file.spec.name)}`);
      }
      return rows;
    },
    (rows) => rows,
  );
  await measure.stage('attendance', async () => {
    for (const statement of attendanceTierSql({ ...order, spans: 'withoutOverlap', rows: 'byDay' }))
      await duck.run(statement);
  });
  await measure.stage('courses', () =>
    duck.run(`CREATE TABLE course_counts AS
      SELECT studentSourcedId AS student, sum(attemptedCredits) AS attempted, sum(earnedCredits) AS earned,
        count(*) FILTER (courseAttemptResult = 'Fail') AS failed
      FROM "courseTranscripts" GROUP BY ALL`),
  );
  measure.close();
  if (order.results) {
    const [same, students] = await agreement(duck, order.results);
    measure.fact('sameTier', same);
    measure.fact('students', students);
  }
  measure.tell(order.account);
}

/** How many students have the same tier here and in Waymark's results, of how many that are in either. */
async function agreement(duck: DuckDBConnection, results: string): Promise<readonly [number, number]> {
  const theirs = `read_json(${literal(results)}, format = 'newline_delimited', columns = {sourcedId: 'VARCHAR',
    domains: 'STRUCT(attendance STRUCT(tier VARCHAR))'})`;
  const both = `FROM tiers FULL JOIN ${theirs} theirs ON theirs.sourcedId = tiers.student`;
  const same = await numberOf(duck, `SELECT count(*) FILTER (tiers.tier = theirs.domains.attendance.tier) ${both}`);
  return [same, await numberOf(duck, `SELECT count(*) ${both}`)];
}

await takePart<DuckOrder>((order) => (order.work === 'scan' ? scan(order) : job(order)));
