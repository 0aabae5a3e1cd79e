import { expect, it } from 'vitest';
import { openTable } from '../../../shared/lake/reader.ts';
import { FILES } from '../../../shared/sis/registry.ts';
import { currentEdition } from '../../../shared/store/editions.ts';
import { entomb } from '../../../shared/store/tombstones.ts';
import { type Files, fileOf, type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { absence, at, EVENTS, SCHOOL_DAYS, wholeDrop } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
});

const users: Files = {
  'users.csv': `${[
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
    'A-0,,,true,A,student,,,Ann,Lee,,,,,,G-1,08,',
    'A-1,,,true,A,student,,,Bo,Orr,,,,,,G-1,08,',
    'G-1,,,true,A,parent,,,Gus,Lee,,,,,,"A-0,A-1",,',
  ].join('\n')}\n`,
};
const PURGED = 'A-0';

/** Every text that a row of the current edition has, by table. */
async function texts(): Promise<Readonly<Record<string, readonly string[]>>> {
  const edition = await currentEdition();
  if (!edition) throw new Error('no edition was published');
  const tables = await Promise.all(
    FILES.map(async ({ table }) => {
      const opened = await openTable(district.lake, edition, table);
      const strings = table.columns.filter(({ kind }) => kind === 'string');
      return [table.name, strings.flatMap(({ name }) => opened.texts(name))] as const;
    }),
  );
  return Object.fromEntries(tables.filter(([, all]) => all.length > 0));
}

it('rows of a student who was purged do not come in, nor does the id in lists of others, and the drop says so', async () => {
  await entomb(PURGED, 'p1');
  const drop = await district.sendZip('first', withManifest({ ...wholeDrop(EVENTS), ...users }));
  expect(drop.status).toBe('published');
  for (const [table, all] of Object.entries(await texts()))
    expect([table, all.includes(PURGED)]).toEqual([table, false]);
  expect((await texts())['users']).toEqual(expect.arrayContaining(['A-1', 'G-1', 'Bo', 'Gus']));
  expect((await texts())['users']).not.toContain('Ann');
  expect(drop.diagnosticCounts).toMatchObject({ 'student.purged': 3 });
  expect(JSON.stringify(drop)).not.toContain(PURGED);
  const account = fileOf(drop, 'attendanceEvents.csv');
  expect(account).toMatchObject({ rows: EVENTS.length, accepted: EVENTS.length - 10, unchanged: 10, rejected: 0 });
  expect(Object.fromEntries(district.drops.tags)).toEqual({ [drop.objectKey]: 'waymark-purged=named' });
});

it('the next night without news of others changes nothing', async () => {
  await entomb(PURGED, 'p1');
  await district.sendZip('first', withManifest({ ...wholeDrop(EVENTS), ...users }, { generatedAt: at(1) }));
  district.waitUntil('2022-03-03T02:00:00Z');
  const news = [...EVENTS, absence('A', 0, SCHOOL_DAYS.at(-1) ?? '')];
  const drop = await district.sendZip('second', withManifest({ ...wholeDrop(news), ...users }, { generatedAt: at(2) }));
  expect(drop.status).toBe('unchanged');
});

it('nothing is said of purged students where nobody was purged', async () => {
  const drop = await district.sendZip('first', withManifest({ ...wholeDrop(EVENTS), ...users }));
  expect(drop.diagnosticCounts).not.toHaveProperty('student.purged');
  expect((await texts())['users']).toContain(PURGED);
});
