import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { academicsAssessor } from '../../shared/assess/academics/academicsAssessor.ts';
import { attendanceAssessor } from '../../shared/assess/attendance/attendanceAssessor.ts';
import { behaviorAssessor } from '../../shared/assess/behavior/behaviorAssessor.ts';
import { ctePathwayAssessor } from '../../shared/assess/ctePathway/ctePathwayAssessor.ts';
import { graduationAssessor } from '../../shared/assess/graduation/graduationAssessor.ts';
import { readResults } from '../../shared/assess/results/readStudentResult.ts';
import { keepConfiguration, type RunInputs } from '../../shared/assess/run/runInputs.ts';
import { assessDistrict } from '../../shared/assess/shards/assessDistrict.ts';
import { type AssessmentInputs, assessmentInputs } from '../../shared/assess/students/assessStudents.ts';
import { loadTables, openTables } from '../../shared/assess/students/districtTables.ts';
import type { MakeAssessor } from '../../shared/assess/students/domainAssessor.ts';
import { wellBeingAssessor } from '../../shared/assess/wellBeing/wellBeingAssessor.ts';
import { parseDay } from '../../shared/domain/calendar/day.ts';
import { divide, formatReduced, parseFraction } from '../../shared/domain/fraction.ts';
import { DOMAINS, type DomainOutcome, type StudentResult } from '../../shared/domain/tiers/result.ts';
import { loadEdition } from '../../shared/lake/reader.ts';
import { readCoverage } from '../../shared/store/editions.ts';
import { TIER_SQL, type TierSql } from '../bench/sql/allTiers.ts';
import { attendanceTierSql } from '../bench/sql/attendanceTiers.ts';
import type { DuckRow } from '../bench/sql/duck.ts';
import { type DynamoEngine, startDynamo } from '../contract/engines.ts';
import { TestDistrict, withManifest } from '../contract/ingest/district.ts';
import { askDuck } from './duckOracle.ts';
import { AS_OF, oracleDistrict, YEAR_BEGINS } from './oracleDistrict.ts';
import { oracleTenant } from './oracleTenant.ts';

const STUDENTS = 1200;
const YEAR = { asOf: AS_OF, yearBegins: YEAR_BEGINS, yearEnds: '2026-07-31' };
/** How many students that differ are named. */
const NAMED = 20;

/** What a domain's rules come to when they are written as SQL over the same files. */
interface Oracle extends TierSql {
  readonly assessor: MakeAssessor;
  /** Tiers of which there must be students, so that agreement says something. */
  readonly tiers: readonly string[];
  /** Flags that some students must have. */
  readonly flags: readonly string[];
  /** Students who meet a cut point exactly, by what they meet: there must be some of each. */
  readonly exactly?: Readonly<Record<string, (row: DuckRow) => boolean>>;
  /** What a result says of a student, and the column that says the same; a part of a domain by its name. */
  readonly figures?: (
    result: DomainOutcome,
    row: DuckRow,
  ) => Readonly<Record<string, readonly [ours: string, theirs: string]>>;
}

const ORACLES: readonly Oracle[] = [
  {
    domain: 'attendance',
    assessor: attendanceAssessor,
    table: 'attendance_tiers',
    statements: (year) => attendanceTierSql({ ...year, spans: 'byDay', rows: 'byPeriod' }),
    tiers: ['1', '2', '3', 'notAssessed'],
    flags: ['stepDownHeld', 'exited'],
  },
  {
    ...sqlOf('academics'),
    assessor: academicsAssessor,
    tiers: ['1', '2', '3', 'notAssessed'],
    flags: ['exited'],
    exactly: {
      'an average of 2': ({ quality, credits }) => quality !== null && Number(quality) === 2 * Number(credits),
      'an average of 1': ({ quality, credits }) => quality !== null && Number(quality) === Number(credits),
      'five missing assignments': ({ missing }) => Number(missing) === 5,
      'four missing assignments': ({ missing }) => Number(missing) === 4,
      'one core failure': ({ core_failures }) => Number(core_failures) === 1,
      'two core failures': ({ core_failures }) => Number(core_failures) === 2,
    },
    figures: (result, row) => ({
      ...Object.fromEntries(
        (result.subDomains ?? []).map(({ name, tier }) => [name, [String(tier), String(row[name])] as const]),
      ),
      coreFailures: [
        figureOf(result, 'coreFailures') ?? figureOf(result, 'priorYearCoreFailures') ?? '0',
        number(row['core_failures']),
      ],
      missing: [figureOf(result, 'missingAssignments') ?? '0', number(row['missing'])],
      gpa: [
        figureOf(result, 'gpa') ?? 'none',
        row['in_high_school'] === true ? ratio(row['quality'], row['credits']) : 'none',
      ],
    }),
  },
  {
    ...sqlOf('behavior'),
    assessor: behaviorAssessor,
    tiers: ['1', '2', '3', 'notAssessed'],
    flags: ['exited'],
    exactly: {
      'six major incidents': ({ majors }) => Number(majors) === 6,
      'five major incidents': ({ majors }) => Number(majors) === 5,
      'two major incidents': ({ majors }) => Number(majors) === 2,
      'three days of suspension': ({ days }) => Number(days) === 3,
      'two and a half days of suspension': ({ days }) => Number(days) === 2.5,
      'a suspension of unknown length alone': ({ suspensions, days }) => Number(suspensions) > 0 && Number(days) === 0,
      'an expulsion': ({ expulsions }) => Number(expulsions) > 0,
    },
    figures: (result, row) => ({
      majors: [figureOf(result, 'majorIncidents') ?? '0', number(row['majors'])],
      minors: [String(reasonOf(result, 'majorIncidents')?.detail?.['minor'] ?? 0), number(row['minors'])],
      suspensions: [figureOf(result, 'suspensions') ?? '0', number(row['suspensions'])],
      days: [figureOf(result, 'suspensionDays') ?? '0', ratio(row['days'], 1)],
      expulsions: [figureOf(result, 'expulsions') ?? '0', number(row['expulsions'])],
    }),
  },
  {
    ...sqlOf('wellBeing'),
    assessor: wellBeingAssessor,
    tiers: ['1', '2', 'notAssessed'],
    flags: ['exited', 'counselorReview'],
    exactly: { 'the lowest fifth': ({ at_cut }) => Number(at_cut) > 0 },
    figures: (result, row) => ({
      low: [figureOf(result, 'lowConstructs') ?? '0', number(row['low'])],
      constructs: [figureOf(result, 'constructsAssessed') ?? '0', number(row['constructs'])],
    }),
  },
  {
    ...sqlOf('graduation'),
    assessor: graduationAssessor,
    tiers: ['1', '2', '3', 'notAssessed'],
    flags: ['exited'],
    exactly: {
      'one course behind': ({ due, earned }) => due !== null && Number(due) - 8 * Number(earned) === 8,
      'two courses behind': ({ due, earned }) => due !== null && Number(due) - 8 * Number(earned) === 16,
      'half a course behind': ({ due, earned }) => due !== null && Number(due) - 8 * Number(earned) === 4,
      'a fifth year': ({ term }) => Number(term) > 8,
    },
    figures: (result, row) => {
      const total = reasonOf(result, 'creditsEarned') ?? reasonOf(result, 'creditsBehind');
      return {
        earned: [total?.value ?? 'none', row['earned'] === null ? 'none' : number(row['earned'])],
        due: [total?.cutPoint ?? 'none', decimal(row['due'])],
        term: [String(total?.detail?.['term'] ?? 'none'), row['term'] === null ? 'none' : number(row['term'])],
      };
    },
  },
  {
    ...sqlOf('ctePathway'),
    assessor: ctePathwayAssessor,
    tiers: ['1', '2', 'notAssessed'],
    flags: ['exited', 'offTrack', 'concentrator', 'completer'],
  },
];

function sqlOf(domain: string) {
  const found = TIER_SQL.find((each) => each.domain === domain);
  if (!found) throw new RangeError(`${domain} has no SQL`);
  return found;
}

const reasonOf = ({ reasons }: DomainOutcome, code: string) => reasons.find((each) => each.code === code);
const figureOf = (result: DomainOutcome, code: string) => reasonOf(result, code)?.value;
/** It follows from the rest, and is made where it is needed. */
const withoutSignature = <Outcome extends DomainOutcome>(outcome: Outcome) => ({ ...outcome, signature: undefined });

const number = (value: unknown) => String(Number(value));

/** Eighths of a credit as the decimal they are. */
const decimal = (eighths: unknown) => (eighths === null ? 'none' : String(Number(eighths) / 8));

/** `a ÷ b` in lowest terms, as results write it, of decimals; `none` without either. */
function ratio(a: unknown, b: unknown): string {
  const [over, under] = [a, b].map((value) => (value === null ? undefined : parseFraction(String(value))));
  return over && under ? formatReduced(divide(over, under)) : 'none';
}

let engine: DynamoEngine;
let inputs: AssessmentInputs;
let published: readonly StudentResult<DomainOutcome>[];
let theirs: Awaited<ReturnType<typeof askDuck>>;

beforeAll(async () => {
  engine = await startDynamo();
  const files = oracleDistrict(STUDENTS, 20_260_306);
  const loaded = oracleTenant();
  const district = new TestDistrict({ tenant: loaded.tenant });
  const generatedAt = `${AS_OF}T23:30:00Z`;
  district.wait((Date.parse(generatedAt) - district.now.getTime()) / 60_000);
  const drop = await district.sendZip('night', withManifest(files, { generatedAt }));
  expect(drop).toMatchObject({ status: 'published', edition: 1 });
  await keepConfiguration(district.lake, loaded);
  const { configurationVersion } = loaded;
  const coverage = await readCoverage();
  const pinned: RunInputs = { runId: 'oracle', edition: 1, configurationVersion, asOf: AS_OF, coverage, abandoned: [] };
  await assessDistrict(district.lake, pinned);
  const all: StudentResult<DomainOutcome>[] = [];
  for await (const result of readResults(district.lake, 'oracle')) all.push(result);
  published = all;
  const tables = openTables(await loadTables(district.lake, await loadEdition(district.lake, 1), false));
  inputs = assessmentInputs(tables, coverage, loaded.tenant, parseDay(AS_OF)!);
  theirs = await askDuck(files, ORACLES, YEAR, loaded.tenant);
});
afterAll(() => engine.stop());

const isAssessed = (tier: string) => tier === '1' || tier === '2' || tier === '3';

describe.each(ORACLES)('$domain of a district in which everything happens', (oracle) => {
  let ours: ReadonlyMap<string, DomainOutcome>;
  beforeAll(() => {
    const { assess } = oracle.assessor(inputs);
    ours = new Map(inputs.students.ids.map((id, student) => [id, assess(student)]));
  });

  test('has the tiers of SQL over the same files, for every student', () => {
    const rows = theirs.get(oracle.table)!;
    const different = [...rows].filter(([student, { tier }]) => {
      const said = String(ours.get(student)?.tier);
      return said !== tier && (isAssessed(String(tier)) || said !== 'notAssessed');
    });
    const told = different.map(([student, { tier }]) => {
      const result = ours.get(student);
      return `${student}: SQL ${tier}, Waymark ${result?.tier} ${result?.reasons.map(({ code, value }) => `${code} ${value ?? ''}`)}`;
    });
    expect({ different: told.length, first: told.slice(0, NAMED) }).toEqual({ different: 0, first: [] });
    expect([...ours.keys()].sort()).toEqual([...rows.keys()].sort());
  });

  test('has students of every tier and flag', () => {
    const results = [...ours.values()];
    const tiers = Object.groupBy(results, ({ tier }) => String(tier));
    for (const tier of oracle.tiers) expect(tiers[tier]?.length, tier).toBeGreaterThan(STUDENTS / 50);
    for (const flag of oracle.flags)
      expect(results.filter(({ flags }) => flags.includes(flag)).length, flag).toBeGreaterThan(3);
  });

  test('has students at every cut point', () => {
    const rows = [...theirs.get(oracle.table)!.values()];
    for (const [cut, isAt] of Object.entries(oracle.exactly ?? {}))
      expect(rows.filter(isAt).length, cut).toBeGreaterThan(0);
  });

  test('has the figures of SQL, to the last student', () => {
    const { figures } = oracle;
    const different: string[] = [];
    for (const [student, row] of theirs.get(oracle.table)!) {
      const result = ours.get(student);
      if (!result || !figures) continue;
      for (const [name, [said, expected]] of Object.entries(figures(result, row)))
        if (said !== expected) different.push(`${student}: ${name} SQL ${expected}, Waymark ${said}`);
    }
    expect({ different: different.length, first: different.slice(0, NAMED) }).toEqual({ different: 0, first: [] });
  });
});

test('what a run writes are the results of each domain', () => {
  for (const { domain, assessor } of ORACLES) {
    const [name] = DOMAINS.filter((each) => each === domain);
    if (!name) continue;
    const { assess } = assessor(inputs);
    for (const [student, { domains }] of published.entries())
      expect(withoutSignature(domains[name])).toEqual(withoutSignature(assess(student)));
  }
});
