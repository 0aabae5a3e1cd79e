import * as z from 'zod';

/** `https://data.district.example`, as browsers write it; plain http on the developer's own machine alone. */
export const webOrigin = z
  .string()
  .regex(
    /^(https:\/\/[a-z0-9.-]+(:\d{1,5})?|http:\/\/localhost(:\d{1,5})?)$/,
    'write an origin, such as https://data.district.example, in lower case and without a path',
  );

/** Which web pages may work with the district's data in their users' browsers. */
export const frontEndSettings = z
  .strictObject({
    /** Origins whose pages may call the API, send files to the drops bucket and fetch lists of rejects; none unless named. */
    origins: z.array(webOrigin).max(20).default([]),
  })
  .default({ origins: [] });
