import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeStageOnFirstMorning } from './stage.ts';

/** A program of somebody who builds on the API: it is type-checked, then run. */
const PROGRAM = `
import { createWaymarkClient, isProblemOf, type StudentRow, WaymarkProblem } from 'waymark-client';

const [baseUrl = '', token = ''] = process.argv.slice(2);
const waymark = createWaymarkClient({ baseUrl, token: async () => token });

const students: StudentRow[] = [];
for await (const student of waymark.all.listStudents({ query: { limit: 50 } })) students.push(student);
const page = await waymark.listStudents({ query: { limit: 2 } });
const one: StudentRow | undefined = page.body.items[0];

let problem = '';
try {
  await waymark.getStudent({ path: { id: 'nobody' } });
} catch (error) {
  if (!isProblemOf('getStudent', error)) throw error;
  // @ts-expect-error: getStudent knows no drops
  if (error.code === 'drop.not_found') throw error;
  problem = error.code === 'student.not_found' ? error.code : 'another';
}

const key = 'night-1';
const upload = () =>
  waymark.startUpload({ headers: { 'Idempotency-Key': key }, body: { fileName: 'night.zip', size: 1024 } });
const [first, again] = [await upload(), await upload()];
const other = await waymark.startUpload({ body: { fileName: 'night.zip', size: 1024 } });

const thresholds = await waymark.getThresholds();
const stranger = createWaymarkClient({ baseUrl, token: 'forged' });
const refused = await stranger.listStudents().catch((error: unknown) => (error instanceof WaymarkProblem ? error.code : error));

// @ts-expect-error: a student is named
const nameless = () => waymark.getStudent();
// @ts-expect-error: no such filter
const mistyped = () => waymark.listStudents({ query: { scool: 'S001' } });
// @ts-expect-error: changes are made against what was read
const unconditional = () => waymark.withdrawThresholds({ path: { version: 'x' } });
// @ts-expect-error: no list
const whole = () => waymark.all.getStudent({ path: { id: '1' } });

console.log(
  JSON.stringify({
    students: students.length,
    distinct: new Set(students.map(({ sourcedId }) => sourcedId)).size,
    page: [page.body.items.length, typeof page.body.nextCursor, one?.sourcedId === students[0]?.sourcedId],
    problem,
    uploads: [first.status, first.body.uploadId === again.body.uploadId, first.body.uploadId === other.body.uploadId],
    etag: thresholds.etag?.startsWith('"'),
    refused,
    compileTimeOnly: [nameless, mistyped, unconditional, whole].length,
  }),
);
`;

const folder = mkdtempSync(join(tmpdir(), 'waymark-typed-client-'));
const client = join(folder, 'client');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the typed client', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['infra/api/client.ts', '--out', client]);
    mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
    symlinkSync(client, join(folder, 'node_modules/waymark-client'));
    for (const types of ['@types/node', 'undici-types'])
      symlinkSync(resolve('node_modules', types), join(folder, 'node_modules', types));
    const options = {
      target: 'es2024',
      module: 'nodenext',
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    };
    writeFileSync(join(folder, 'program.ts'), PROGRAM);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, types: ['node'] }, files: ['program.ts'] }),
    );
  });

  test('is checked by a program’s compiler, with the mistakes that it has to see', () => {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', folder], { stdio: 'inherit' });
  });

  test('compiles by itself, without anything of Node', () => {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', client, '--noEmit'], { stdio: 'inherit' });
  });

  test('reads lists, pages and problems, and writes once', async () => {
    const { cloud, district } = await makeStageOnFirstMorning();
    const token = await cloud.token({
      sub: district.staff[0]!.sourcedId,
      roles: ['districtAdmin'],
      expiresIn: 8_640_000,
    });
    const program = [join(folder, 'program.ts'), cloud.baseUrl, token];
    const { stdout } = await promisify(execFile)(process.execPath, program);
    const told = JSON.parse(stdout);
    expect(told.students).toBeGreaterThan(100);
    expect(told).toEqual({
      students: told.distinct,
      distinct: told.students,
      page: [2, 'string', true],
      problem: 'student.not_found',
      uploads: [201, true, false],
      etag: true,
      refused: 'gateway.unauthorized',
      compileTimeOnly: 4,
    });
  });
});
