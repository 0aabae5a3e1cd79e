import { expect, it } from 'vitest';
import { folderState } from '../../../shared/ingest/folder.ts';
import { inferManifest } from '../../../shared/sis/manifest/inferManifest.ts';
import { fileMapping } from '../../../shared/sis/mapping/fileMapping.ts';

const mapping = { files: [fileMapping.parse({ source: 'ATT*.txt', target: 'attendanceEvents' })] };
const object = (name: string) => ({
  key: `drops/sis/nightly/${name}`,
  etag: `"${name}"`,
  size: 1,
  writtenAt: '2024-09-03T05:00:00.000Z',
});

it('pins tables, their sources and every other CSV, so that a misspelled name is told; the rest may change as it likes', () => {
  const names = ['orgs.csv', 'USERS.CSV', 'ATT1.txt', 'readme.txt', 'manifest.csv'];
  const { pins, open } = folderState({
    objects: names.map(object),
    manifest: inferManifest(['orgs.csv', 'ATT1.txt'], mapping),
    mapping,
    previous: undefined,
  });
  expect([Object.keys(pins), open]).toEqual([['orgs.csv', 'USERS.CSV', 'ATT1.txt'], []]);
});

it('tells a file that is missing from one that came under a name in other letters', () => {
  const { open } = folderState({
    objects: ['Users.csv'].map(object),
    manifest: inferManifest(['orgs.csv', 'users.csv']),
    mapping: undefined,
    previous: undefined,
  });
  expect(open.map(({ file, message }) => [file, message.match(/what came is (\S+):/)?.[1]])).toEqual([
    ['orgs.csv', undefined],
    ['users.csv', 'Users.csv'],
  ]);
});
