import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('npm run demo plays its nights, its plan and its year end, and ends with 0', { timeout: 300_000 }, async () => {
  const { stdout, stderr } = await promisify(execFile)('npm', ['--silent', 'run', 'demo'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    maxBuffer: 16 * 1024 * 1024,
  });
  expect(stderr).toBe('');
  const told = [
    ...['is published', 'students were assessed', 'table.row_width_mismatch', 'row.unmapped_code'],
    ...['guard.deletions', 'A drop of SIS files is held', 'zip.invalid_archive', 'Nothing is lost'],
    ...['students were assessed in every domain', 'One of them, as a counselor reads it', 'The newest row behind it'],
    ...['The reminder arrived', 'Signed off and sealed'],
  ];
  expect(told.filter((text) => !stdout.includes(text))).toEqual([]);
});
