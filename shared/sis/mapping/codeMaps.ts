import type { Tenant } from '../../tenant/tenant.ts';
import type { FileMapping } from './mapping.ts';

/** Code of the source → target column → value. */
export type CodeMap = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** Code maps of one file, by the column the codes stand in. */
export type CodeMaps = Readonly<Record<string, CodeMap>>;

/** What the tenant's file and a mapping say about the codes of a file; where both name a code, the mapping holds. */
export function codeMapsOf(file: string, tenant: Tenant | undefined, mapping: FileMapping | undefined): CodeMaps {
  const ofTenant: CodeMaps = file === 'attendanceEvents' && tenant ? { category: tenant.attendance.codes } : {};
  const ofMapping: CodeMaps = mapping?.codes ?? {};
  const columns = new Set([...Object.keys(ofTenant), ...Object.keys(ofMapping)]);
  return Object.fromEntries([...columns].map((column) => [column, { ...ofTenant[column], ...ofMapping[column] }]));
}
