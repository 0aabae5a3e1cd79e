import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readClientArguments } from '../../../../infra/api/clientArguments.ts';

const folder = mkdtempSync(join(tmpdir(), 'waymark-client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line of the client', () => {
  test('has a folder by default', () => {
    expect(readClientArguments([])).toEqual({ out: '.build/client' });
  });

  test('shows how it is used', () => {
    expect(readClientArguments(['--help'])).toEqual({ say: expect.stringContaining('--out DIR'), failed: false });
  });

  test('takes a folder that is not there, is empty, or holds a client', () => {
    const own = join(folder, 'own');
    mkdirSync(join(own, 'src'), { recursive: true });
    writeFileSync(join(own, 'package.json'), '{"name":"waymark-client"}');
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    for (const out of [own, empty, join(folder, 'new')]) expect(readClientArguments(['--out', out])).toEqual({ out });
  });

  test.each([
    ['a folder of somebody else', 'other', 'holds something else'],
    ['a file', 'other/package.json', 'is a file'],
  ])('leaves %s alone', (_, path, sentence) => {
    mkdirSync(join(folder, 'other'), { recursive: true });
    writeFileSync(join(folder, 'other/package.json'), '{"name":"other"}');
    expect(readClientArguments(['--out', join(folder, path)])).toEqual({
      say: expect.stringContaining(sentence),
      failed: true,
    });
  });

  test.each([[['--outt', 'x']], [['x']], [['--out', '']], [['--out']]])('refuses %j with a sentence', (args) => {
    expect(readClientArguments(args)).toEqual({ say: expect.stringContaining('npm run client'), failed: true });
  });
});
