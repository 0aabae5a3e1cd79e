import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { writeFolder, zipOf } from '../../infra/local/district/drop.ts';
import { type AssessedTier, DOMAINS, type Domain } from '../../shared/domain/tiers/result.ts';
import { exportFiles, SMALL } from './district.ts';
import { expectedTiers, PARTS_OF_DAY } from './expected.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'waymark-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = exportFiles(SMALL, { asOf: '2026-03-12' });

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const ended = (command: string, args: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd: ROOT, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

const runTry = (...args: readonly string[]) => ended(process.execPath, ['infra/local/try/try.ts', ...args]);

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('npm run try', () => {
  it('tells how many students are in which tier and why, and ends with 0', async () => {
    // Without its manifest, as an export comes out of most systems.
    const zip = written('export.zip', zipOf(files.slice(1)));
    const json = join(folder, 'report.json');
    const args = ['--silent', 'run', 'try', '--', zip, '--as-of', '2026-03-12', '--json', json];
    const { code, stdout } = await ended('npm', args);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /Tiers as of 2026-03-12\n(.*\n)* +academics: mathematics .*\n(.*\n)* +graduation .*\n +Riverside High School/,
      ),
    ]);
    const report = JSON.parse(readFileSync(json, 'utf8')) as Record<string, unknown> & {
      files: { rows: number; accepted: number; unchanged: number; rejected: number; deleted: number }[];
      students: {
        sourcedId: string;
        domains: Record<Domain, { tier: unknown; sentence: string; reasons: { code: string; value: string }[] }>;
      }[];
      tiers: Record<string, unknown>;
    };
    expect(report).toMatchObject({
      asOf: '2026-03-12',
      edition: 1,
      configurationVersion: expect.any(String),
      held: [],
      rejects: [],
      notSent: [],
      notUnderstood: [],
    });
    for (const { rows, accepted, unchanged, rejected, deleted } of report.files)
      expect(accepted + unchanged + rejected + deleted).toBe(rows);
    // A trial does not wait with a step down: what counts is the day itself.
    const expected = expectedTiers(files, '2026-03-12');
    const rates = report.students.map(({ sourcedId, domains }) => {
      const [missed = 0, enrolled = 1] = domains.attendance.reasons[0]!.value.split('/').map(Number);
      return [
        sourcedId,
        PARTS_OF_DAY * missed * expected.get(sourcedId)!.enrolledDays,
        expected.get(sourcedId)!.missedParts * enrolled,
      ];
    });
    expect(rates.filter(([, shown, wanted]) => shown !== wanted)).toEqual([]);
    const tiers = (domain: Domain, tier: AssessedTier) =>
      report.students.filter(({ domains }) => domains[domain].tier === tier).length;
    for (const domain of DOMAINS) {
      const counts = [1, 2, 3, 'notAssessed'].map((tier) => [tier, tiers(domain, tier as AssessedTier)]);
      expect([domain, report.tiers[domain]]).toMatchObject([domain, Object.fromEntries(counts)]);
      // The sample district sends everything that a tier needs.
      expect([domain, tiers(domain, 1) > 0, tiers(domain, 2) > 0]).toEqual([domain, true, true]);
    }
    for (const { domains } of report.students)
      for (const domain of DOMAINS)
        expect([domain, domains[domain].sentence]).toEqual([domain, expect.stringMatching(/\.$/)]);
    expect(report.students.length).toBe(SMALL.students);
  });

  it('ends with 2 when the drop is held, and says why', async () => {
    const path = join(folder, 'cut');
    await writeFolder(files.slice(1), path);
    const events = join(path, 'attendanceEvents.csv');
    writeFileSync(events, `${readFileSync(events, 'utf8')}100001,S001,2026-03-1`);
    const json = join(folder, 'held.json');
    const { code, stdout } = await runTry(path, '--as-of', '2026-03-12', '--json', json);
    expect([code, stdout]).toEqual([2, expect.stringContaining('Held: nothing was published')]);
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      edition: null,
      held: [{ code: expect.any(String), file: 'attendanceEvents.csv', message: expect.any(String) }],
      tiers: {},
      students: [],
    });
  });

  it.each([
    [
      'no such path',
      ['/nowhere/export.zip', '--as-of', '2026-03-12'],
      'There is no file or folder at /nowhere/export.zip.',
    ],
    ['a date that does not exist', [folder, '--as-of', '2026-02-30'], '--as-of 2026-02-30 is no date'],
    ['a tenant it does not know', [folder, '--as-of', '2026-03-12', '--tenant', 'nobody'], 'there is no tenant file'],
    [
      'a mapping that is no JSON',
      [folder, '--as-of', '2026-03-12', '--mapping', written('broken.json', '{ "files": [')],
      'is not JSON',
    ],
    [
      'a mapping with errors',
      [folder, '--as-of', '2026-03-12', '--mapping', written('wrong.json', '{ "fils": [] }')],
      'is not valid:',
    ],
  ])('ends with 1 and a sentence for %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await runTry(...args);
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(sentence)]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends with 1 and a sentence for a folder in which nothing is recognized', async () => {
    const path = join(folder, 'photos');
    mkdirSync(path);
    writeFileSync(join(path, 'summer.csv'), 'a,b\n1,2\n');
    const { code, stderr, stdout } = await runTry(path, '--as-of', '2026-03-12');
    expect([code, stdout, stderr]).toEqual([
      1,
      expect.any(String),
      expect.stringContaining('There is nothing to read in the export'),
    ]);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
