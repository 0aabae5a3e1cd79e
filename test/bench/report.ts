import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { ratiosOf, verdictsOf } from './budgets.ts';
import type { Contest } from './contest.ts';
import type { Account, Stage } from './contestants/measure.ts';
import { REPOSITORY } from './process.ts';

const DOCUMENT = join(REPOSITORY, 'docs/performance.md');
const [BEGIN, END] = ['<!-- measured -->', '<!-- end of measured -->'];

/** The machine, the figures of every contestant and the budgets, in Markdown. */
export function reportOf(contests: readonly Contest[], duckVersion: string, day: string): string {
  return [
    `Measured on ${day}: ${machine()}; Node ${process.version}, DuckDB ${duckVersion}, csv-parse and zod as locked.`,
    ...contests.flatMap(sectionOf),
    '',
  ].join('\n');
}

/** Puts a report in the place of the last one. */
export function writeReport(report: string): void {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [head, rest] = text.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error(`${DOCUMENT} has no place for the report`);
  writeFileSync(DOCUMENT, `${head}${BEGIN}\n${report}${END}${tail}`);
}

function machine(): string {
  const all = cpus();
  const gib = Math.round(totalmem() / 1024 ** 3);
  return `${all[0]?.model.trim() ?? 'unknown processor'}, ${all.length} cores, ${gib} GiB, ${type()} ${release()}`;
}

function sectionOf(contest: Contest): readonly string[] {
  const { district, nights, scan, sql, parse, parsedShare } = contest;
  const rows = nights.first.stages[0]?.rows ?? 0;
  const { toScan, toSql, cpuToScan, cpuToSql, lessCpuThanParse } = ratiosOf(contest);
  const percent = `${Math.round(parsedShare * 100)} % of the rows`;
  return [
    '',
    `### ${whole(district.students)} students, ${whole(rows)} rows, ${Math.round(district.bytes / 1e6)} MB`,
    '',
    '| Contestant | Stage | Wall s | CPU s | Peak MiB | Rows/s |',
    '|---|---|--:|--:|--:|--:|',
    ...lines('Waymark, first night', nights.first),
    ...lines('Waymark, same files again', nights.unchanged),
    ...lines('Waymark, a day’s delta', nights.usual),
    ...lines('DuckDB, typed scan', scan),
    ...lines('DuckDB, the same job in SQL', sql),
    ...lines(`csv-parse + zod${parsedShare === 1 ? '' : `, ${percent}, not extrapolated`}`, parse),
    '',
    '| Budget | | Measured | |',
    '|---|--:|--:|---|',
    ...verdictsOf(contest).map(
      ({ work, budget, measured, isKept }) => `| ${work} | ${budget} | ${measured} | ${isKept ? 'ok' : '**over**'} |`,
    ),
    '',
    `First night ÷ DuckDB scan ${toScan.toFixed(2)} (CPU ${cpuToScan.toFixed(2)}), ÷ DuckDB SQL ` +
      `${toSql.toFixed(2)} (CPU ${cpuToSql.toFixed(2)}); csv-parse + zod takes ` +
      `${lessCpuThanParse.toFixed(1)} times its CPU${parsedShare === 1 ? '' : ` (extrapolated from ${percent})`}. ` +
      `Rejected rows: Waymark ${whole(Number(nights.first.facts['rejected']))}, csv-parse + zod ` +
      `${whole(Number(parse.facts['rejected']))}.`,
  ];
}

function lines(name: string, account: Account): readonly string[] {
  const total = { name: 'whole process', ...account };
  return [...account.stages, total].map(
    (stage: Stage, place) =>
      `| ${place === 0 ? name : ''} | ${stage.name} | ${seconds(stage.wallMs)} | ${seconds(stage.cpuMs)} | ` +
      `${Math.round(stage.peakMiB)} | ${stage.rows ? whole((stage.rows / stage.wallMs) * 1000) : ''} |`,
  );
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);
const whole = (value: number) => Math.round(value).toLocaleString('en-US');
