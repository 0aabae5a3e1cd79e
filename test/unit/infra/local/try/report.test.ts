import { expect, it } from 'vitest';
import type { TrialOutcome } from '../../../../../infra/local/try/outcome.ts';
import { printedReport } from '../../../../../infra/local/try/report.ts';

const account = (file: string, table: string) => ({
  ...{ file, table, rows: 3, accepted: 2, unchanged: 0, rejected: 1, deleted: 0, removed: 0 },
});

it('a file that fills several tables is told with each, so that its rows are not taken for the same twice', () => {
  const files = [
    account('STUDENTS.csv', 'users'),
    account('DAY.csv', 'calendarDates'),
    account('STUDENTS.csv', 'roles'),
  ];
  const drop: TrialOutcome['drop'] = { status: 'held', files };
  const report = printedReport({ asOf: '2024-09-27', drop, diagnostics: [], results: [], schoolNames: new Map() });
  expect(report.split('\n').slice(2, 5)).toEqual([
    expect.stringMatching(/^ {2}STUDENTS\.csv → users +3 +2/),
    expect.stringMatching(/^ {2}DAY\.csv +3 +2/),
    expect.stringMatching(/^ {2}STUDENTS\.csv → roles +3 +2/),
  ]);
});
