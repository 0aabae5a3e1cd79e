import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tenant } from '../../shared/tenant/tenant.ts';
import type { TierSql } from '../bench/sql/allTiers.ts';
import { csvFiles } from '../bench/sql/csvFiles.ts';
import { type DuckRow, openDuck, rowsOf } from '../bench/sql/duck.ts';
import { absentFilesSql, normalizeSql } from '../bench/sql/normalize.ts';
import { type AssessedYear, peopleSql } from '../bench/sql/people.ts';
import { tenantTables } from '../bench/sql/tenantTables.ts';

type Files = Readonly<Record<string, string>>;

export type DomainSql = Pick<TierSql, 'table' | 'statements'>;

/** The rows that SQL makes of a district's files for each domain, by student. */
export async function askDuck(
  files: Files,
  domains: readonly DomainSql[],
  year: AssessedYear,
  tenant: Tenant,
): Promise<ReadonlyMap<string, ReadonlyMap<string, DuckRow>>> {
  const folder = mkdtempSync(join(tmpdir(), 'waymark-oracle-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const duck = await openDuck(join(folder, 'spill'));
    const sent = csvFiles(folder);
    const statements = [
      ...sent.flatMap(normalizeSql),
      ...absentFilesSql(sent),
      ...tenantTables(tenant),
      ...peopleSql(year),
      ...domains.flatMap((domain) => domain.statements(year, tenant)),
    ];
    for (const statement of statements) await duck.run(statement);
    const answers = new Map<string, ReadonlyMap<string, DuckRow>>();
    for (const { table } of domains) {
      const rows = await rowsOf(duck, `FROM ${table}`);
      answers.set(table, new Map(rows.map((row) => [String(row['student']), row])));
    }
    duck.closeSync();
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
