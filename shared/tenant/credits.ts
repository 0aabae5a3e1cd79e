import * as z from 'zod';

/** Credits of a course or plan, exact: `"0.5"`. */
export const credits = z.string().regex(/^\d{1,3}(\.\d{1,3})?$/, 'write credits as a decimal, such as "0.5"');

/** Names as the SIS writes them; none by default. */
export const names = z.array(z.string().min(1)).default([]);
