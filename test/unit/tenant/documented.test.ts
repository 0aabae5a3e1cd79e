import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mistakesIn } from '../../../shared/sis/mapping/tenantCodes.ts';
import { readTenant, type Tenant } from '../../../shared/tenant/tenant.ts';
import { thresholdSet } from '../../../shared/tenant/thresholds.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const feeds = read('docs/sis-feeds.md');

/** The sections of a tenant file that the documentation shows. */
function shown(section: string): unknown {
  const block = [...feeds.matchAll(/```json\n("[\s\S]*?)```/g)].map(([, text = '']) => text);
  return (JSON.parse(`{${block.find((text) => text.startsWith(`"${section}"`))}}`) as Record<string, unknown>)[section];
}

function sampleWith(section: string): Tenant {
  const outcome = readTenant({
    ...(JSON.parse(read('infra/tenants/sample.json')) as object),
    [section]: shown(section),
  });
  if ('errors' in outcome) throw new Error(JSON.stringify(outcome.errors));
  return outcome.tenant;
}

describe('what the documentation shows of a tenant file', () => {
  test('are codes of files, columns and values that there are', () => {
    const { codes } = sampleWith('codes');
    expect(Object.keys(codes)).toEqual(['programs', 'behaviorIncidents']);
    expect(mistakesIn({ codes })).toEqual([]);
  });

  test('are grade scales that can be read', () => {
    expect(sampleWith('gradeScales').gradeScales.scales.map(({ id }) => id)).toEqual(['percent', 'standards']);
  });
});

describe('what the documentation shows of cut points', () => {
  test('is a set with rules that can be read', () => {
    const [set = '', rules = ''] = [...read('docs/configuration.md').matchAll(/```json\n([\s\S]*?)```/g)].map(
      ([, text = '']) => text,
    );
    const shown = { ...(JSON.parse(set) as object), ...(JSON.parse(`{${rules}}`) as object) };
    expect(thresholdSet.parse(shown)).toMatchObject({ version: '2026-27', rules: [{}, {}] });
  });
});
