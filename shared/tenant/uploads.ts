import * as z from 'zod';

/** `https://data.district.example`, as browsers write it; plain http on the developer's own machine alone. */
const origin = z
  .string()
  .regex(
    /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/localhost(:\d{1,5})?)$/,
    'write an origin, such as https://data.district.example, in lower case and without a path',
  );

/** Where files may be uploaded from. */
export const uploadSettings = z
  .strictObject({
    /** Front ends from which browsers may send files to the drops bucket and fetch lists of rejects. */
    origins: z.array(origin).max(20).default([]),
  })
  .default({ origins: [] });
