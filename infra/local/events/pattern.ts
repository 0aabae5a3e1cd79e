/**
 * Event patterns of EventBridge, which Lambda's filter criteria share: exact values, `prefix`, `suffix`, `exists`
 * and `anything-but`. What else the language has is refused when the template is read.
 */
export type Pattern = { readonly [field: string]: Pattern | readonly unknown[] };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first thing in a pattern that is not implemented; undefined when all of it is. */
export function unknownInPattern(pattern: unknown, path = ''): string | undefined {
  if (!isObject(pattern)) return `a pattern${path && ` at ${path}`} that is no object`;
  for (const [field, condition] of Object.entries(pattern)) {
    const at = path ? `${path}.${field}` : field;
    const unknown = Array.isArray(condition)
      ? condition.map((matcher) => unknownMatcher(matcher, at)).find((each) => each !== undefined)
      : field.startsWith('$')
        ? `pattern operator ${field}`
        : unknownInPattern(condition, at);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

function unknownMatcher(matcher: unknown, at: string): string | undefined {
  if (!isObject(matcher)) return Array.isArray(matcher) ? `a list in a list at ${at}` : undefined;
  const [[operator, operand] = ['', undefined], ...more] = Object.entries(matcher);
  const known =
    more.length === 0 &&
    ((['prefix', 'suffix'].includes(operator) && typeof operand === 'string') ||
      (operator === 'exists' && typeof operand === 'boolean') ||
      (operator === 'anything-but' && !isObject(operand)));
  return known ? undefined : `pattern ${JSON.stringify(matcher)} at ${at}`;
}

/** Whether an event matches. */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, condition]) => {
    const value = isObject(event) ? event[field] : undefined;
    if (!Array.isArray(condition)) return isObject(value) && matches(condition as Pattern, value);
    const candidates = Array.isArray(value) ? value : [value];
    return condition.some((matcher) => candidates.some((candidate) => matchesOne(matcher, candidate)));
  });
}

function matchesOne(matcher: unknown, value: unknown): boolean {
  if (!isObject(matcher)) return value === matcher;
  const [[operator, operand] = ['', undefined]] = Object.entries(matcher);
  switch (operator) {
    case 'exists':
      return (value !== undefined) === operand;
    case 'prefix':
      return typeof value === 'string' && value.startsWith(String(operand));
    case 'suffix':
      return typeof value === 'string' && value.endsWith(String(operand));
    default:
      return value !== undefined && !(Array.isArray(operand) ? operand : [operand]).includes(value);
  }
}
