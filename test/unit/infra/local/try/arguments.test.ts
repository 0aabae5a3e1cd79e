import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments } from '../../../../../infra/local/try/arguments.ts';
import { parseDay } from '../../../../../shared/domain/calendar/day.ts';

let folder: string;
let zip: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waymark arguments '));
  zip = join(folder, 'My Export.ZIP');
  writeFileSync(zip, '');
  writeFileSync(join(folder, 'map.json'), '{}');
  mkdirSync(join(folder, 'reports'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const DAY = ['--as-of', '2022-05-27'];

describe('the command line of a trial', () => {
  it('names a zip or a folder, the day, and what else there is', () => {
    const args = [zip, ...DAY, '--mapping', join(folder, 'map.json'), '--json', join(folder, 'reports', 'a.json')];
    expect(readArguments(args)).toEqual({
      path: zip,
      kind: 'zip',
      asOf: parseDay('2022-05-27'),
      tenant: 'sample',
      mapping: join(folder, 'map.json'),
      json: join(folder, 'reports', 'a.json'),
    });
    expect(readArguments([folder, ...DAY, '--json', 'a.json'])).toMatchObject({ kind: 'folder', json: 'a.json' });
  });

  it('asks for a draft of a mapping instead, or names a ready-made one', () => {
    expect(readArguments([folder, '--suggest-mapping', join(folder, 'new.json')])).toEqual({
      path: folder,
      kind: 'folder',
      suggestMapping: join(folder, 'new.json'),
    });
    expect(readArguments([folder, ...DAY, '--mapping', 'powerschool'])).toMatchObject({
      mapping: expect.stringMatching(/infra.mappings.powerschool\.json$/),
    });
  });

  it.each([
    [[], 'Name the zip or folder'],
    [['.', 'b', ...DAY], 'this is too much: b'],
    [['nowhere', ...DAY], 'no file or folder at nowhere'],
    [['package.json', ...DAY], 'neither a folder nor a .zip'],
    [['.'], 'as of which day'],
    [['.', '--as-of', '2022-5-27'], 'is no date'],
    [['.', '--as-of', '2022-02-30'], 'is no date'],
    [
      ['.', ...DAY, '--mapping', 'none.json'],
      'no mapping file at none.json, and no ready-made mapping of that name: aeries,',
    ],
    [['.', '--suggest-mapping', 'package.json'], 'There is something at package.json already'],
    [['.', '--suggest-mapping', 'none/a.json'], 'There is no folder none for --suggest-mapping'],
    [['.', ...DAY, '--mapping', 'test'], 'no mapping file at test'],
    [['.', ...DAY, '--json', 'none/a.json'], 'There is no folder none for --json'],
    [['.', ...DAY, '--json', 'test'], '--json test is a folder'],
    [['.', ...DAY, '--jsn', 'x'], 'Usage:'],
  ])('says what is wrong with %j before anything starts', (args, sentence) => {
    expect(readArguments(args)).toContain(sentence);
  });
});
