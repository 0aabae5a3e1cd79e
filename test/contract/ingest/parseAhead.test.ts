import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ParseSettings } from '../../../shared/ingest/parseAhead.ts';
import type { DropRecord } from '../../../shared/store/entities.ts';
import { type DynamoEngine, startDynamo } from '../engines.ts';
import { type Files, TestDistrict, withManifest } from './district.ts';
import { at, orgsCsv } from './files.ts';

const APART: ParseSettings = { cores: 2, leastBytes: 0 };
const IN_TURN: ParseSettings = { cores: 1, leastBytes: 0 };

let engine: DynamoEngine;
beforeAll(async () => {
  engine = await startDynamo();
});
afterAll(() => engine.stop());

async function districtOf(parsing: ParseSettings): Promise<TestDistrict> {
  await engine.clear();
  return new TestDistrict({ parsing });
}

const TRANSCRIPT =
  'studentSourcedId,schoolYear,term,courseCode,attemptedCredits,earnedCredits,courseAttemptResult,schoolSourcedId\n';
const transcript = (student: number, course: number, earned: string) =>
  `S${student},2021,S${course % 2},C${course},1,${earned},${earned === '0' ? 'Fail' : 'Pass'},A\n`;

/** Good rows, and of each hundred one that is refused, one that repeats another and one that takes another's place. */
function transcripts(students: number, earned = '1'): string {
  let text = TRANSCRIPT;
  for (let student = 0; student < students; student += 1) {
    for (let course = 0; course < 8; course += 1) text += transcript(student, course, course === 3 ? '0' : earned);
    if (student % 12 === 3) text += transcript(student, 9, 'many');
    if (student % 12 === 5) text += transcript(student, 1, earned);
    if (student % 12 === 7) text += transcript(student, 2, '0.5');
    if (student % 12 === 9) text += `"S${student} ""Né""",2021,S1,C1,1,1,Pass,A\n`;
  }
  return text;
}

const users = (count: number) =>
  `sourcedId,givenName,familyName\n${Array.from({ length: count }, (_, id) => `S${id},Ann,"B\n${id}"`).join('\n')}\n`;

const NIGHTS: readonly (readonly [Files, ...string[]])[] = [
  [{ 'orgs.csv': orgsCsv(['A']), 'users.csv': users(600), 'courseTranscripts.csv': transcripts(600) }],
  [{ 'users.csv': users(590), 'courseTranscripts.csv': transcripts(590, '0.75') }],
  [{ 'users.csv': users(590), 'courseTranscripts.csv': `${transcripts(590, '0.75')}S1,2021,"S1` }],
  [
    {
      'courseTranscripts.csv': `status,dateLastModified,${TRANSCRIPT}tobedeleted,2022-03-01T00:00:00Z,${transcript(1, 1, '1')}active,2022-03-01T00:00:00Z,${transcript(1, 20, '1')}`,
    },
    'courseTranscripts',
  ],
];

async function play(parsing: ParseSettings): Promise<readonly unknown[]> {
  const district = await districtOf(parsing);
  const outcomes: Pick<DropRecord, 'status' | 'files' | 'diagnosticCounts'>[] = [];
  for (const [hour, [files, ...delta]] of NIGHTS.entries()) {
    const drop = await district.sendZip(`d${hour}`, withManifest(files, { generatedAt: at(hour + 1), delta }));
    outcomes.push({ status: drop.status, files: drop.files ?? [], diagnosticCounts: drop.diagnosticCounts ?? {} });
  }
  const objects = district.lake.keys().filter((key) => /^tables|^drops/.test(key));
  return [outcomes, await Promise.all(objects.map(async (key) => [key, await district.lake.get(key)]))];
}

it('comes to the same bytes, whether files are read in a thread of their own or in their turn', async () => {
  const [outcomes, objects] = await play(APART);
  expect(outcomes).toMatchObject([
    { status: 'published', diagnosticCounts: { 'row.duplicate': 50, 'row.superseded': 50, 'row.invalid_number': 50 } },
    { status: 'published' },
    { status: 'held' },
    { status: 'published' },
  ]);
  expect(await play(IN_TURN)).toEqual([outcomes, objects]);
});

it.each([APART, IN_TURN])('is held when a file is replaced before it is read (%o)', async (parsing) => {
  const district = await districtOf(parsing);
  const files = withManifest(
    { 'orgs.csv': orgsCsv(['A']), 'users.csv': users(3), 'courseTranscripts.csv': transcripts(3) },
    { generatedAt: at(1) },
  );
  const dropId = await district.announceFolder(files);
  const { read } = district.drops;
  district.drops.read = async (key, etag, start, end) => {
    if (key.endsWith('orgs.csv')) district.drops.write('drops/sis/nightly/courseTranscripts.csv', transcripts(4));
    return read(key, etag, start, end);
  };
  const drop = await district.ingest(dropId);
  expect(drop).toMatchObject({ status: 'held', holds: [{ code: 'drop.replaced', file: 'courseTranscripts.csv' }] });
});

it.each([APART, IN_TURN])('fails as a whole when a file cannot be read (%o)', async (parsing) => {
  const district = await districtOf(parsing);
  const files = withManifest(
    { 'orgs.csv': orgsCsv(['A']), 'users.csv': users(3), 'courseTranscripts.csv': transcripts(3) },
    { generatedAt: at(1) },
  );
  const dropId = await district.announceFolder(files);
  const { read } = district.drops;
  district.drops.read = async (key, etag, start, end) => {
    if (key.endsWith('courseTranscripts.csv')) throw new Error('the bucket is gone');
    return read(key, etag, start, end);
  };
  await expect(district.ingest(dropId)).rejects.toThrow('the bucket is gone');
  expect(district.lake.keys().filter((key) => key.includes('courseTranscripts'))).toEqual([]);
});
