import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessDistrict } from '../../shared/assess/assessDistrict.ts';
import { readResultLine } from '../../shared/assess/readResultLine.ts';
import { runFiles } from '../../shared/assess/runFiles.ts';
import { keepConfiguration, type RunInputs } from '../../shared/assess/runInputs.ts';
import type { Domain, StudentResult } from '../../shared/domain/tiers/result.ts';
import { loadTenant } from '../../shared/runtime/tenant.ts';
import { readCoverage } from '../../shared/store/editions.ts';
import { attendanceTierSql } from '../bench/sql/attendanceTiers.ts';
import { csvFiles } from '../bench/sql/csvFiles.ts';
import { openDuck, rowsOf } from '../bench/sql/duck.ts';
import { normalizeSql } from '../bench/sql/normalize.ts';
import { type DynamoEngine, startDynamo } from '../contract/engines.ts';
import { TestDistrict, withManifest } from '../contract/ingest/district.ts';
import { AS_OF, oracleDistrict, YEAR_BEGINS } from './oracleDistrict.ts';

const STUDENTS = 1200;

let engine: DynamoEngine;
let folder: string;

beforeAll(async () => {
  engine = await startDynamo();
  folder = mkdtempSync(join(tmpdir(), 'waymark-oracle-'));
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Results of every student, from the drop to the end of the assessment. */
async function assessed(files: Readonly<Record<string, string>>): Promise<readonly StudentResult[]> {
  const district = new TestDistrict();
  const generatedAt = `${AS_OF}T23:30:00Z`;
  district.wait((Date.parse(generatedAt) - district.now.getTime()) / 60_000);
  const drop = await district.sendZip('night', withManifest(files, { generatedAt }));
  expect(drop).toMatchObject({ status: 'published', edition: 1 });
  const loaded = loadTenant('infra/tenants/sample.json');
  await keepConfiguration(district.lake, loaded);
  const { configurationVersion } = loaded;
  const coverage = await readCoverage();
  const pinned: RunInputs = { runId: 'oracle', edition: 1, configurationVersion, asOf: AS_OF, coverage, abandoned: [] };
  await assessDistrict(district.lake, pinned);
  const text = new TextDecoder().decode(await district.lake.get(runFiles.results('oracle')));
  return text.trimEnd().split('\n').map(readResultLine);
}

/** What a domain's rules come to when they are written as SQL over the same files. */
const ORACLES: readonly (readonly [Domain, readonly string[]])[] = [
  ['attendance', attendanceTierSql({ asOf: AS_OF, yearBegins: YEAR_BEGINS, spans: 'byDay', rows: 'byPeriod' })],
];

describe('tiers of a district in which everything happens', () => {
  test.each(ORACLES)('in %s are those of SQL over the same files, for every student', async (domain, sql) => {
    const files = oracleDistrict(STUDENTS, 20_260_306);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const results = await assessed(files);
    const ours = new Map(results.map(({ sourcedId, domains }) => [String(sourcedId), String(domains[domain].tier)]));

    const duck = await openDuck(join(folder, 'spill'));
    for (const file of csvFiles(folder)) for (const statement of normalizeSql(file)) await duck.run(statement);
    for (const statement of sql) await duck.run(statement);
    const theirs = new Map(
      (await rowsOf(duck, 'FROM tiers')).map(({ student, tier }) => [String(student), String(tier)]),
    );
    duck.closeSync();

    const different = [...theirs].filter(([student, tier]) => ours.get(student) !== tier);
    expect(different.map(([student, tier]) => `${student}: SQL ${tier}, Waymark ${ours.get(student)}`)).toEqual([]);
    expect(ours.size).toBe(theirs.size);
    const tiers = Object.groupBy([...ours.values()], (tier) => tier);
    for (const tier of ['1', '2', '3', 'notAssessed']) expect(tiers[tier]?.length, tier).toBeGreaterThan(STUDENTS / 50);
    const held = results.filter(({ domains }) => domains[domain].flags.includes('stepDownHeld'));
    expect(held.length).toBeGreaterThan(3);
  });
});
