import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mapping, readMapping } from '../../../shared/sis/mapping/mapping.ts';
import { chosenTenantFile } from '../../tenantFile.ts';
import type { SynthesisOptions } from '../assembly.ts';
import type { TryArguments } from './arguments.ts';

export interface TrialTenant {
  readonly synthesis: SynthesisOptions;
  readonly mapping?: Mapping;
}

/** Domains that wait before a step down. */
const WAITING = ['attendance', 'behavior'] as const;
type TextOfSections = Partial<Record<(typeof WAITING)[number], object>>;
interface ThresholdText extends TextOfSections {
  rules?: TextOfSections[];
}

/**
 * The tenant a trial runs as: the chosen one, but a step down is not waited for. A trial shows where the data puts every
 * student on one day; there is no earlier tier to step down from (docs/decisions/trials-do-not-wait.md).
 * Its files go into `folder`. Throws a `TenantFileError` with every error of the tenant file and the mapping.
 */
export async function trialTenant({ tenant, mapping }: TryArguments, folder: string): Promise<TrialTenant> {
  const chosen = tenant.endsWith('.json') ? { tenantFile: tenant } : { tenant };
  const file = chosenTenantFile({ ...chosen, mapping });
  const content = JSON.parse(file.text) as { thresholds: ThresholdText[] };
  for (const set of content.thresholds) {
    for (const domain of WAITING) {
      set[domain] = { ...set[domain], stepDownDays: 0 };
      for (const rule of set.rules ?? []) if (rule[domain]) rule[domain] = { ...rule[domain], stepDownDays: 0 };
    }
  }
  const tenantFile = join(folder, 'tenant.json');
  await writeFile(tenantFile, JSON.stringify(content));
  if (file.mapping === undefined) return { synthesis: { tenantFile } };
  const mappingFile = join(folder, 'mapping.json');
  await writeFile(mappingFile, file.mapping);
  const outcome = readMapping(JSON.parse(file.mapping));
  return { synthesis: { tenantFile, mapping: mappingFile }, ...('mapping' in outcome && { mapping: outcome.mapping }) };
}
