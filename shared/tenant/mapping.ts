import * as z from 'zod';

/**
 * How the files of a source that does not speak OneRoster are read: a mapping, or `extends` with what is different from a
 * ready-made one (docs/mappings.md). It is held to the files when the tenant file is deployed, and shipped beside it.
 */
export const tenantMapping = z.record(z.string(), z.unknown()).optional();
