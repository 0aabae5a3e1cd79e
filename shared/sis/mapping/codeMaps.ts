import type { CodeMap, CodeMaps } from '../codeMap.ts';

/** What a tenant's file says of codes. */
export interface TenantCodes {
  /** Attendance codes: what `category` of attendanceEvents.csv holds. */
  readonly attendance: { readonly codes: CodeMap };
  /** Codes of every file, by the file's name. */
  readonly codes: Readonly<Record<string, CodeMaps>>;
}

/**
 * What the tenant's file and a mapping say about the codes of a file. Where several name a code, the mapping holds before
 * the tenant's `codes`, and these before its `attendance.codes`.
 */
export function codeMapsOf(
  file: string,
  tenant: TenantCodes | undefined,
  mapping: { readonly codes: CodeMaps } | undefined,
): CodeMaps {
  const ofAttendance: CodeMaps = file === 'attendanceEvents' && tenant ? { category: tenant.attendance.codes } : {};
  const sources = [ofAttendance, tenant?.codes[file] ?? {}, mapping?.codes ?? {}];
  const columns = new Set(sources.flatMap((maps) => Object.keys(maps)));
  return Object.fromEntries(
    [...columns].map((column) => [column, Object.assign({}, ...sources.map((maps) => maps[column]))]),
  );
}
