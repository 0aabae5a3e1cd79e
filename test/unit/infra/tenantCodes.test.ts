import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chosenTenantFile } from '../../../infra/tenantFile.ts';

const SAMPLE = readFileSync(new URL('../../../infra/tenants/sample.json', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'waymark-codes-'));

/** Reads the sample tenant's file with other codes. */
function withCodes(codes: unknown) {
  const path = join(folder, 'sample.json');
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(SAMPLE) as object), codes }));
  return chosenTenantFile({ tenantFile: path });
}

describe('a tenant file', () => {
  test('is not deployed with a code that no column can hold; every mistake is told', () => {
    const codes = { programs: { programType: { GT: { programType: 'gifted' } } }, programme: {} };
    expect(() => withCodes(codes)).toThrow(
      /codes\.programs\.programType\.GT\.programType: cannot be "gifted": write one of IEP/,
    );
    expect(() => withCodes(codes)).toThrow(/codes\.programme: no file of this name/);
  });

  test('is deployed with codes that their columns hold', () => {
    const codes = { programs: { programType: { GT: { programType: 'giftedTalented' } } } };
    expect(withCodes(codes).tenant.codes).toEqual(codes);
  });
});
