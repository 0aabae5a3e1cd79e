import { DOMAINS } from '../../shared/domain/tiers/result.ts';
import type { Contest } from './contest.ts';
import type { Account } from './contestants/measure.ts';
import { TIER_SQL } from './sql/allTiers.ts';

/** One line of the performance budget, with what was measured. */
export interface Verdict {
  readonly work: string;
  readonly budget: string;
  readonly measured: string;
  readonly isKept: boolean;
}

const MILLION = 1_000_000;
const HUNDRED_THOUSAND = 100_000;
const TEN_THOUSAND = 10_000;

const times = (value: number) => `${value.toFixed(2)} ×`;
const mib = (value: number) => `${Math.round(value)} MiB`;
const atMost = (work: string, measured: number, limit: number, show: (value: number) => string): Verdict => ({
  work,
  budget: `≤ ${show(limit)}`,
  measured: show(measured),
  isKept: measured <= limit,
});

/** The ratios to the peers; the time of DuckDB is without the stages of domains that Waymark does not assess. */
export function ratiosOf({ nights, scan, sql, parse, parsedShare }: Contest) {
  const job = sharedJob(sql);
  return {
    toScan: nights.first.wallMs / scan.wallMs,
    toSql: nights.first.wallMs / job.wallMs,
    cpuToScan: nights.first.cpuMs / scan.cpuMs,
    cpuToSql: nights.first.cpuMs / job.cpuMs,
    lessCpuThanParse: parse.cpuMs / parsedShare / nights.first.cpuMs,
  };
}

function sharedJob(sql: Account): Pick<Account, 'wallMs' | 'cpuMs'> {
  const alone = sql.stages.filter(({ name }) => TIER_SQL.some(({ domain }) => domain === name) && !isAssessed(name));
  return alone.reduce((rest, stage) => ({ wallMs: rest.wallMs - stage.wallMs, cpuMs: rest.cpuMs - stage.cpuMs }), {
    wallMs: sql.wallMs,
    cpuMs: sql.cpuMs,
  });
}

const isAssessed = (name: string) => DOMAINS.some((domain) => domain === name);

/** The budgets that a district of this size is held to. */
export function verdictsOf(contest: Contest): readonly Verdict[] {
  const { district, nights, sql } = contest;
  const { toScan, toSql, lessCpuThanParse } = ratiosOf(contest);
  const { first, unchanged, usual } = nights;
  const fact = (account: typeof first, name: string) => Number(account.facts[name] ?? 0);
  const verdicts: Verdict[] = [];
  if (district.students === MILLION) {
    verdicts.push(
      atMost('first night ÷ DuckDB typed scan (stretch 1.50 ×)', toScan, 2, times),
      atMost('first night ÷ equivalent DuckDB SQL', toSql, 0.9, times),
      atMost('peak memory of the first night', first.peakMiB, 700, mib),
    );
  }
  if (district.students === HUNDRED_THOUSAND) {
    verdicts.push(
      {
        work: 'CPU of csv-parse + zod ÷ CPU of the first night',
        budget: '≥ 15.00 ×',
        measured: times(lessCpuThanParse),
        isKept: lessCpuThanParse >= 15,
      },
      atMost('peak memory of the first night', first.peakMiB, 250, mib),
    );
  }
  if (district.students === TEN_THOUSAND) {
    verdicts.push(atMost('first night, cold process', first.wallMs / 1000, 1.5, (value) => `${value.toFixed(2)} s`));
  }
  const [changed, rows] = [fact(usual, 'changedStudents'), fact(usual, 'changedRows')];
  return [
    ...verdicts,
    atMost('student rows written on the unchanged night', fact(unchanged, 'changedRows'), 0, String),
    atMost(`rows written on the usual night ÷ ${changed} changed students`, rows / Math.max(1, changed), 1.1, times),
    ...DOMAINS.map((domain) => {
      const [same, students] = [fact(sql, `${domain}SameTier`), fact(sql, `${domain}Students`)];
      return {
        work: `${domain} tiers that are the same in DuckDB SQL`,
        budget: 'all',
        measured: `${same} of ${students}`,
        isKept: same === students && students > 0,
      };
    }),
  ];
}
