import * as z from 'zod';

const value = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

/** Target column → value: what a code means, beside its own column for others that the row leaves empty. */
const meaning = z.record(z.string(), value);

/**
 * What the district's own codes mean: file → column → code → meaning. The empty code says what an empty cell of the column
 * means. Files, columns and values are held to what each file can take when the tenant file is deployed.
 */
export const tenantCodes = z.record(z.string(), z.record(z.string(), z.record(z.string(), meaning))).default({});
