import fc from 'fast-check';

type Step = string | number;

/** What no field of any contract is, or what few of them are. */
const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 2 ** 53, -1e308, '', ' ', '0', 'null', [], {}, [[]], { length: 1 }],
  ...['\ud800', 'x\udfff', '\u0000', 'a\u0000b', '\u202e\ufeff', '٣', '１', '%00', '../..', "' OR 1=1 --"],
  ...[
    'x'.repeat(20_000),
    '😀'.repeat(300),
    '2026-02-30',
    '2026-13-01',
    '2026-10-08T23:00:00+02:00',
    '1e9',
    '__proto__',
  ],
];
const UNKNOWN_NAMES = ['x', '__proto__', 'constructor', 'toString', '', '\ud800', 'é'.repeat(300)];

export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);
export const oddText: fc.Arbitrary<string> = oddValue.map((value) =>
  typeof value === 'string' ? value : JSON.stringify(value),
);

/** Any of a value's places, the value itself among them. */
function placesOf(value: unknown, path: readonly Step[] = []): (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members: (readonly [Step, unknown])[] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...members.flatMap(([step, member]) => placesOf(member, [...path, step]))];
}

/** The value with another one at a place; without one the place goes. */
function withChange(value: unknown, [step, ...rest]: readonly Step[], change: (old: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.map((each, index) => (index === step ? withChange(each, rest, change) : each));
  return Object.fromEntries(
    Object.entries(Object(value)).flatMap(([name, member]) => {
      if (name !== step) return [[name, member]];
      const changed = withChange(member, rest, change);
      return changed === undefined ? [] : [[name, changed]];
    }),
  );
}

/** Values of which one place is missing, of another kind or beyond its bounds, or that say more than was asked. */
export function slightlyBroken(whole: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const place = fc.nat({ max: 1_000 });
  const missing = fc.constant(() => undefined);
  const other = oddValue.map((odd) => () => odd);
  const unknown = fc.tuple(fc.constantFrom(...UNKNOWN_NAMES), oddValue).map(([name, odd]) => (old: unknown) => {
    if (typeof old !== 'object' || old === null || Array.isArray(old)) return [old, odd];
    return Object.fromEntries([...Object.entries(old), [name, odd]]);
  });
  const longer = fc.constant((old: unknown) => (typeof old === 'string' ? old.repeat(2_000) : [old]));
  return fc.tuple(whole, place, fc.oneof(missing, other, unknown, longer)).map(([value, at, change]) => {
    const places = placesOf(value);
    return withChange(value, places[at % places.length] ?? [], change) ?? null;
  });
}

/** Bodies that are no JSON, or JSON that nobody should have to read. */
export const brokenText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ' ', '{', '{"a":', 'NaN', "{'a':1}", '[1,]', '\ufeff{}', '"\ud800', '{}{}'),
  fc.constantFrom('['.repeat(5_000) + ']'.repeat(5_000), `{"a":"${'x'.repeat(257 * 1024)}"}`, '1'.repeat(400)),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
