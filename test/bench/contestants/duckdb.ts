import { loadTenant } from '../../../shared/runtime/tenant.ts';
import { TIER_SQL } from '../sql/allTiers.ts';
import { csvFiles, readCsv } from '../sql/csvFiles.ts';
import { numberOf, openDuck } from '../sql/duck.ts';
import { absentFilesSql, normalizeSql, quoted } from '../sql/normalize.ts';
import { peopleSql } from '../sql/people.ts';
import { tenantTables } from '../sql/tenantTables.ts';
import { agreement } from './agreement.ts';
import { Measure, takePart } from './measure.ts';

export interface DuckOrder {
  readonly account: string;
  readonly work: 'scan' | 'sql';
  readonly folder: string;
  readonly spill: string;
  readonly asOf: string;
  readonly yearBegins: string;
  readonly yearEnds: string;
  readonly tenantFile: string;
  /** The folder of Waymark's run, to compare tiers with. */
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
  const { tenant } = loadTenant(order.tenantFile);
  await measure.stage('students', async () => {
    for (const statement of [...absentFilesSql(files), ...tenantTables(tenant), ...peopleSql(order)])
      await duck.run(statement);
  });
  for (const { domain, statements } of TIER_SQL) {
    await measure.stage(domain, async () => {
      for (const statement of statements(order, tenant)) await duck.run(statement);
    });
  }
  measure.close();
  if (order.results) {
    for (const [domain, [same, students]] of await agreement(duck, order.results, TIER_SQL)) {
      measure.fact(`${domain}SameTier`, same);
      measure.fact(`${domain}Students`, students);
    }
  }
  measure.tell(order.account);
}

await takePart<DuckOrder>((order) => (order.work === 'scan' ? scan(order) : job(order)));
