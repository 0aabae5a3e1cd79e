import * as z from 'zod';

const MAX_LIMIT = 100;

/** What a key can hold: DynamoDB takes 1,024 bytes at most, so no characters of four bytes, and no halves of one. */
const KEY = /^[^\p{Cc}\p{Cs}\u{10000}-\u{10FFFF}]{1,255}$/u;

/** A place in a list that is a key or a part of one. */
export const keyPosition = z.string().regex(KEY);

/** A `sourcedId` in a path or query; OneRoster allows 255 characters. */
export const sourcedId = z
  .string()
  .regex(KEY, 'write a sourcedId of 1 to 255 characters')
  .meta({ description: 'sourcedId as in the SIS files' });

/** How many items a page may have. */
export function limit(byDefault: number, max = MAX_LIMIT) {
  return z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'write a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(max, `may be ${max} at most`))
    .default(byDefault)
    .meta({
      description: `Items on a page, at most ${max}.`,
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum: 1, maximum: max, default: byDefault });
      },
    });
}

/** Where to go on, from `nextCursor` of the page before. */
export const cursor = z
  .string()
  .min(1)
  .max(2_048)
  .optional()
  .meta({ description: 'nextCursor of the page before, as it was.' });

/** `true` or `false` in a query. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** In the document the format says it all; zod's pattern would repeat the calendar. */
const byFormat = { override: ({ jsonSchema }: { jsonSchema: { pattern?: string } }) => delete jsonSchema.pattern };

export const isoDay = z.iso.date().meta(byFormat);
/** UTC, with `Z`. */
export const instant = z.iso.datetime({ offset: false }).meta(byFormat);

/** A page of a list: `nextCursor` is there while more follows. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });
}
