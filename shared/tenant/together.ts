import * as z from 'zod';

/**
 * A rule over several fields of an object. It is checked as soon as those fields are valid by themselves, whatever is
 * wrong elsewhere, so that a tenant file's errors are all told at once.
 */
export function checkedTogether<const Shape extends z.core.$ZodLooseShape>(
  fields: Shape,
  path: readonly string[],
  message: string,
  holds: (value: z.output<z.ZodObject<Shape>>) => boolean,
): z.core.$ZodCheck<z.output<z.ZodObject<Shape>>> {
  const schema = z.object(fields);
  const valid = (value: unknown) => schema.safeParse(value);
  return z.refine<z.output<z.ZodObject<Shape>>>(
    (value) => {
      const parsed = valid(value);
      return !parsed.success || holds(parsed.data);
    },
    { path: [...path], message, when: ({ value }) => valid(value).success },
  );
}

/** The values that come more than once. */
export function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}
