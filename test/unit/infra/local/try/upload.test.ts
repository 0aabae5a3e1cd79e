import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { upload } from '../../../../../infra/local/try/upload.ts';
import { readManifest } from '../../../../../shared/sis/manifest/readManifest.ts';
import { fileMapping } from '../../../../../shared/sis/mapping/fileMapping.ts';

const s3 = mockClient(S3Client);
const target = { s3: new S3Client({ region: 'us-east-1' }), bucket: 'drops', name: 'trial' };
const mapping = { files: [fileMapping.parse({ source: 'ATT*.txt', target: 'attendanceEvents', mode: 'delta' })] };

let folder: string;
beforeEach(() => {
  s3.reset();
  folder = mkdtempSync(join(tmpdir(), 'waymark-upload-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (...names: string[]) => {
  for (const name of names) writeFileSync(join(folder, name), `${name}\n`);
};
const puts = () => s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
const uploaded = () => puts().map(({ Key }) => Key?.replace('drops/trial/', ''));
const trial = (path: string, kind: 'folder' | 'zip') => upload(target, { path, kind, asOf: 0, tenant: 'x' }, mapping);

describe('the upload of a trial', () => {
  it('takes every CSV file of a folder and the sources its mapping names, then the manifest it makes', async () => {
    write('users.csv', 'ORGS.CSV', 'ATT2024.txt', 'readme.txt');
    mkdirSync(join(folder, 'old.csv'));
    expect(await trial(folder, 'folder')).toBe('drops/trial/manifest.csv');
    expect(uploaded().slice(0, -1).sort()).toEqual(['ATT2024.txt', 'ORGS.CSV', 'users.csv']);
    expect(puts().at(-1)?.Key).toBe('drops/trial/manifest.csv');
    const manifest = readManifest(Buffer.from(String(puts().at(-1)?.Body)));
    expect(manifest.diagnostics).toEqual([]);
    expect([...manifest.files].filter(([, mode]) => mode !== 'absent')).toEqual([
      ['users', 'bulk'],
      ['attendanceEvents', 'delta'],
    ]);
  });

  it('leaves the manifest of an export as it is, and last', async () => {
    write('manifest.csv', 'users.csv');
    await trial(folder, 'folder');
    expect(uploaded()).toEqual(['users.csv', 'manifest.csv']);
    expect(String(puts().at(-1)?.Body)).toBe('manifest.csv\n');
  });

  it('asks for the exact name of a manifest in other letters', async () => {
    write('Manifest.csv', 'users.csv');
    await expect(trial(folder, 'folder')).rejects.toThrow('must be named manifest.csv');
    expect(puts()).toEqual([]);
  });

  it('unpacks a zip without a manifest; one that is damaged is said to be', async () => {
    const bytes = zipSync({ 'ATT2024.txt': strToU8('a,b\n1,2\n') }, { level: 0 });
    const path = join(folder, 'my export.zip');
    writeFileSync(path, bytes);
    expect(await trial(path, 'zip')).toBe('drops/trial/manifest.csv');
    expect(uploaded()).toEqual(['ATT2024.txt', 'manifest.csv']);
    bytes[45] = 0x39;
    writeFileSync(path, bytes);
    await expect(trial(path, 'zip')).rejects.toMatchObject({ name: 'DropSourceError', code: 'zip.crc_mismatch' });
  });

  it('takes an export that was made before the day of the trial as made when that day was over', async () => {
    const early = 'propertyName,value\nwaymark.generatedAt,1969-12-01T10:00:00Z\n';
    const asOfDay = 'propertyName,value\nwaymark.generatedAt,1970-01-02T12:00:00.000Z\n';
    const path = join(folder, 'export.zip');
    const zipped = (manifest: string) =>
      writeFileSync(path, zipSync({ 'manifest.csv': strToU8(manifest), 'users.csv': strToU8('a\n') }));
    zipped(early);
    expect(await trial(path, 'zip')).toBe('drops/trial/manifest.csv');
    expect(puts().at(-1)?.Body).toBe(asOfDay);
    s3.reset();
    zipped(asOfDay);
    expect(await trial(path, 'zip')).toBe('drops/trial/export.zip');
    writeFileSync(join(folder, 'manifest.csv'), early);
    await trial(folder, 'folder');
    expect(puts().at(-1)?.Body).toBe(asOfDay);
  });
});
