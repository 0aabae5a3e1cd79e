import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './district/generate.ts';
import { REPOSITORY } from './process.ts';

/** The marks of the bench's districts, which the sample tenant has no scale for. */
const POINTS = { F: '0', D: '1', C: '2', 'C+': '2.3', 'B-': '2.7', B: '3', 'B+': '3.3', 'A-': '3.7', A: '4' };

const GRADE_SCALES = {
  default: 'letters',
  scales: [
    {
      id: 'letters',
      numbers: { minimum: '0', maximum: '100', passing: '55' },
      marks: Object.entries(POINTS).map(([mark, points]) => ({ mark, points, passing: mark !== 'F' })),
    },
  ],
};

/** Writes the tenant file that every contestant works by: the sample tenant with a scale of marks. Answers its path. */
export function benchTenantFile(): string {
  const sample = JSON.parse(readFileSync(join(REPOSITORY, 'infra/tenants/sample.json'), 'utf8'));
  const path = join(cacheFolder(), 'tenant.json');
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(path, JSON.stringify({ ...sample, gradeScales: GRADE_SCALES }));
  return path;
}
