import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import { operationsRoutes } from '../../../shared/http/operations/routes.ts';
import { serve } from '../../../shared/http/serve.ts';
import { encodeTable } from '../../../shared/lake/encoding.ts';
import { s3Lake } from '../../../shared/lake/lake.ts';
import { environment } from '../../../shared/runtime/environment.ts';
import { calendarDatesFile } from '../../../shared/sis/files/calendarDates.ts';
import { documents } from '../../../shared/store/documents.ts';
import { dropItem, rejectsKey } from '../../../shared/store/drops.ts';
import type { DropReport } from '../../../shared/store/entities.ts';
import { operationsKeys } from '../../../shared/store/keys.ts';
import { packMarks } from '../../../shared/store/schoolMarks.ts';
import { call } from '../../unit/http/request.ts';
import { tableOf } from '../../unit/lake/tableOf.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { CLAIMS, PUBLISHED_RUN, seedDistrict, seedRun, tenantWithStaffClaim } from './district.ts';
import { dropIdOf, dropOf } from './drops.ts';
import { startLake } from './lake.ts';

/** A Thursday evening after school. */
const NOW = '2026-10-08T23:00:00Z';
export const handler = serve(operationsRoutes, { tenant: tenantWithStaffClaim, clock: () => new Date(NOW) });

export const diagnostics: readonly Diagnostic[] = [2, 3, 4].map((line) => ({
  severity: line === 4 ? 'notice' : 'rejected',
  file: line === 3 ? 'users.csv' : 'attendanceEvents.csv',
  line,
  column: 'date',
  code: line === 4 ? 'row.weekend' : 'row.invalid_date',
  message: 'the date is not on the calendar',
}));
const school = (name: string, more: object = {}) => ({
  ...{ file: 'users.csv', school: name, added: 0, corrected: 0, unchanged: 5, deleted: 0, removed: 0 },
  ...more,
});
export const changedSchools = [
  school('north', { added: 2, removed: 3 }),
  school('south', { corrected: 1, deleted: 1 }),
];
const schools = [...changedSchools, school('west')];
const report: DropReport = { dropId: dropIdOf(3), files: [], setAside: [], holds: [], schools, diagnostics };
export const REJECTS =
  'file,line,column,code,message\r\nusers.csv,3,date,row.invalid_date,"no date, of any calendar"\r\n';
export const HELD = dropOf(3, {
  status: 'held',
  files: [
    { file: 'users.csv', table: 'users', rows: 10, accepted: 7, unchanged: 1, rejected: 2, deleted: 0, removed: 3 },
  ],
  setAside: ['lineItems.csv'],
  holds: [{ code: 'guard.deletions', file: 'users.csv', message: '30 % of the students would go' }],
  diagnosticCounts: { 'row.invalid_date': 2, 'row.weekend': 1 },
  reportKey: `drops/${dropIdOf(3)}/report.json`,
});

async function putItem(Item: Record<string, unknown>) {
  await documents.send(new PutCommand({ TableName: environment('OPERATIONS_TABLE'), Item }));
}

async function seedOperations() {
  await seedDistrict();
  await seedRun({ ...PUBLISHED_RUN, runId: '2026-10-04.1', date: '2026-10-04', startedAt: '2026-10-04T09:00:00.000Z' });
  for (const drop of [dropOf(1), dropOf(2), HELD]) await putItem(dropItem(drop));
  const failure = { error: 'TypeError', cause: 'Given Name of a student' };
  await putItem(dropItem(dropOf(4, { status: 'failed', failure })));
  const bucket = s3Lake(environment('LAKE_BUCKET'));
  await bucket.put(HELD.reportKey ?? '', Buffer.from(JSON.stringify(report)));
  await bucket.put(rejectsKey(HELD.dropId), Buffer.from(REJECTS));
  await seedEdition();
}

/** North and south are in session on the week's five days; the north has sent attendance up to Monday. */
async function seedEdition() {
  const days = ['2026-10-05', '2026-10-06', '2026-10-07', '2026-10-08', '2026-10-09'];
  const rows = ['north', 'south', 'west'].flatMap((school) =>
    days.map((date) => ({ schoolSourcedId: school, date, calendarEvent: 'instructionalDay' })),
  );
  const bytes = Buffer.concat(encodeTable(tableOf(calendarDatesFile.table, rows)));
  const key = 'tables/calendarDates/abc.table';
  await s3Lake(environment('LAKE_BUCKET')).put(key, bytes);
  const generatedAt = '2026-10-02T03:00:00Z';
  const table = { key, rows: rows.length, bytes: bytes.length, sha256: 'abc', generatedAt };
  const edition = { number: 2, parent: 1, dropId: dropIdOf(2), generatedAt, tables: { calendarDates: table } };
  const mark = { generatedAt, objectKey: 'nightly-2.zip' };
  const marks = { calendarDates: mark, 'calendarDates/2027': { ...mark, schoolYear: 2027 } };
  await putItem({ ...operationsKeys.currentEdition(), state: { revision: 2, edition, marks, rollovers: [] } });
  const schoolMarks = packMarks({
    attendanceEvents: { north: '2026-10-06T03:00:00Z', south: '2026-10-09T03:00:00Z' },
    calendarDates: { north: generatedAt, south: generatedAt },
  });
  const coverage = { north: '2026-10-05', south: '2026-10-08' };
  await putItem({ ...operationsKeys.coverage(), coverage, schoolMarks });
}

export const get = (path: string, claims: Record<string, string> = CLAIMS.dataManager, query = '', id?: string) =>
  call(handler, { route: `GET ${path}`, claims, query, ...(id !== undefined && { params: { id } }) });

/** The district's drops, runs and coverage, seeded once for the tests of a file. */
export function inTheDistrictOfOperations(): void {
  let engine: DynamoEngine;
  let lake: { stop(): Promise<void> };
  beforeAll(async () => {
    [engine, lake] = await Promise.all([startDynamo(), startLake()]);
    await seedOperations();
  });
  afterAll(() => Promise.all([engine.stop(), lake.stop()]));
}
