import { describe, expect, it } from 'vitest';
import { notSent, notUnderstood } from '../../../../../infra/local/try/notSent.ts';
import { jsonReport, type TrialOutcome } from '../../../../../infra/local/try/outcome.ts';
import { printedReport } from '../../../../../infra/local/try/report.ts';
import { highestTiers, standingsOf } from '../../../../../infra/local/try/standings.ts';
import { highestTable, tierTable } from '../../../../../infra/local/try/tierTables.ts';
import {
  DOMAINS,
  type Domain,
  type DomainOutcome,
  type StudentResult,
} from '../../../../../shared/domain/tiers/result.ts';
import type { RunRecord } from '../../../../../shared/store/entities.ts';

type Result = StudentResult<DomainOutcome>;

const without = (code: string, flags: readonly string[] = []): DomainOutcome => ({
  ...{ tier: 'notAssessed', reasons: [{ code }], flags, thresholds: 'v1' },
});

const inTier = (tier: 1 | 2 | 3, more: Partial<DomainOutcome> = {}): DomainOutcome => ({
  ...{ tier, reasons: [], flags: [], thresholds: 'v1', ...more },
});

const student = (sourcedId: string, school: string | undefined, domains: Partial<Record<Domain, DomainOutcome>>) =>
  ({
    ...{ sourcedId, ...(school !== undefined && { school }) },
    domains: Object.fromEntries(DOMAINS.map((domain) => [domain, domains[domain] ?? without('noData')])),
  }) as Result;

const parts = (literacy: 1 | 2 | 'notAssessed', mathematics: 1 | 2 | 'notAssessed') => ({
  subDomains: [
    { name: 'literacy', tier: literacy },
    { name: 'mathematics', tier: mathematics },
  ],
});

const RESULTS = [
  student('1', 'S1', {
    attendance: inTier(2),
    academics: inTier(2, parts(1, 2)),
    graduation: without('notApplicable'),
  }),
  student('2', 'S1', { attendance: inTier(1), academics: inTier(1, parts(1, 'notAssessed')), behavior: inTier(3) }),
  student('3', 'S2', { attendance: without('tooFewDays'), graduation: inTier(1) }),
  student('4', 'S2', { attendance: inTier(1, { flags: ['exited'] }) }),
  student('5', undefined, Object.fromEntries(DOMAINS.map((domain) => [domain, without('notEnrolled')]))),
];
const NAMES = new Map([
  ['S1', 'North School'],
  ['S2', 'South School'],
]);
const lines = (table: string) => table.split('\n').map((line) => line.trimEnd().replaceAll(/ {2,}/g, ' | '));

describe('the tiers of a trial', () => {
  const table = lines(tierTable(standingsOf(RESULTS), NAMES));

  it('stand in one table, each domain for the district and by school, with why there is none', () => {
    expect(table.slice(0, 4)).toEqual([
      ' | domain, school | tier 1 | tier 2 | tier 3 | not assessed',
      ' | attendance | 2 | 1 | 0 | 2 | 1 enrolled for too few days, 1 not enrolled this year',
      ' | North School | 1 | 1 | 0 | 0',
      ' | South School | 0 | 0 | 0 | 1 | 1 enrolled for too few days',
    ]);
  });

  it('tell literacy and mathematics apart', () => {
    expect(table).toContain(' | academics: literacy | 2 | 0 | 0 | 3 | 2 without data of it, 1 not enrolled this year');
    expect(table).toContain(
      ' | academics: mathematics | 0 | 1 | 0 | 4 | 3 without data of it, 1 not enrolled this year',
    );
  });

  it('leave out schools that a domain does not concern, and all of them where nobody is assessed', () => {
    const graduation = table.findIndex((line) => line.startsWith(' | graduation'));
    expect(table.slice(graduation, graduation + 4)).toEqual([
      ' | graduation | 1 | 0 | 0 | 4 | 2 without a transcript, 1 below high school, 1 not enrolled this year',
      ' | North School | 0 | 0 | 0 | 2 | 1 below high school, 1 without a transcript',
      ' | South School | 1 | 0 | 0 | 1 | 1 without a transcript',
      ' | CTE pathway | 0 | 0 | 0 | 5 | 4 without courses to judge by, 1 not enrolled this year',
    ]);
  });

  it('are summed up by the highest of each student, which hides no domain', () => {
    expect(lines(highestTable(highestTiers(RESULTS)))).toEqual([
      ' | highest tier | students | of these in that tier in',
      ' | tier 3 | 1 | behavior 1',
      ' | tier 2 | 1 | attendance 1, academics 1',
      ' | tier 1 | 2 | attendance 1, graduation 1',
      ' | not assessed in any domain | 1',
    ]);
  });
});

const account = (table: string, rows: number, accepted: number) => ({
  ...{ file: `${table}.csv`, table, rows, accepted, unchanged: 0, rejected: rows - accepted, deleted: 0, removed: 0 },
});

const outcome = (files: readonly ReturnType<typeof account>[], results: readonly Result[] = RESULTS): TrialOutcome => ({
  ...{ asOf: '2026-03-12', drop: { status: 'published', files }, diagnostics: [], results, schoolNames: NAMES },
  run: { status: 'published' } as RunRecord,
});

describe('what a trial is without', () => {
  const all = ['schoolEnrollments', 'calendarDates', 'attendanceEvents', 'courseTranscripts', 'grades', 'assessments'];
  const sent = [...all, 'behaviorIncidents', 'surveyResponses', 'programs'].map((table) => account(table, 5, 5));

  it('is said once for each file that did not come, and not at all when all came', () => {
    expect(notSent(outcome(sent))).toEqual([]);
    expect(notSent(outcome(sent.filter(({ table }) => table !== 'courseTranscripts')))).toEqual([
      'No transcripts (courseTranscripts.csv): academics do without failed courses and averages.',
      'No transcripts (courseTranscripts.csv): graduation and CTE pathways are not assessed.',
    ]);
    expect(notSent(outcome(sent.slice(0, 3)))).toContain(
      'No transcripts, current marks (grades.csv) or screeners (assessments.csv): academics are not assessed.',
    );
  });

  it('tells a file of which no row could be used from one that did not come', () => {
    const unusable = sent.map((file) => (file.table === 'surveyResponses' ? account(file.table, 7, 0) : file));
    expect(notSent(outcome(unusable))).toEqual([
      '7 rows, but none usable, of survey answers with consent (surveyResponses.csv): well-being is not assessed.',
    ]);
  });

  it('names what came and is not understood, with the students it touches', () => {
    const marks = inTier(1, { reasons: [{ code: 'gpa' }, { code: 'unreadableMarks', value: '4' }] });
    expect(notUnderstood(outcome(sent, [student('1', 'S1', { academics: marks })]))).toEqual([
      'academics: 1 student has marks that no grade scale reads; name the scale (gradeScales).',
    ]);
  });
});

it('the report has every domain of every student, printed and as JSON', () => {
  const report = jsonReport(outcome([])) as {
    readonly tiers: Record<string, unknown>;
    readonly students: readonly { readonly domains: object }[];
  };
  expect(Object.keys(report.tiers)).toEqual([
    ...['attendance', 'academics', 'academics.literacy', 'academics.mathematics', 'behavior', 'wellBeing'],
    ...['graduation', 'ctePathway'],
  ]);
  expect(report.tiers['academics.literacy']).toEqual({
    ...{ '1': 2, '2': 0, '3': 0, notAssessed: 3, whyNotAssessed: { noData: 2, notEnrolled: 1 } },
    schools: expect.objectContaining({
      S1: { '1': 2, '2': 0, '3': 0, notAssessed: 0, whyNotAssessed: {} },
    }),
  });
  for (const { domains } of report.students) expect(Object.keys(domains)).toEqual([...DOMAINS]);
  const printed = printedReport(outcome([]));
  expect(printed).toContain('Tiers as of 2026-03-12\n  Tier 1: what every student gets.');
  expect(printed).toContain('Every student by the highest tier of all domains');
});
