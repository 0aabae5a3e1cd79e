/** What the sources hold for one id; at least one of them has it. */
export interface Alongside<Now, Before, Torn> {
  readonly sourcedId: string;
  readonly now: Now | undefined;
  readonly before: Before | undefined;
  readonly torn: Torn | undefined;
}

/** Walks three sources that are ascending by id (in code units, as `Array.sort` orders strings) side by side, each id once. */
export function* alongside<Now, Before extends { readonly sourcedId: string }, Torn>(
  now: Iterable<readonly [sourcedId: string, value: Now]>,
  before: Iterable<Before>,
  torn: ReadonlyMap<string, Torn>,
): Generator<Alongside<Now, Before, Torn>> {
  const current = now[Symbol.iterator]();
  const published = before[Symbol.iterator]();
  const tornIds = [...torn.keys()].sort();
  let here = current.next();
  let there = published.next();
  let place = 0;
  for (;;) {
    const id = here.done ? undefined : here.value[0];
    const was = there.done ? undefined : there.value;
    const sourcedId = least(least(id, was?.sourcedId), tornIds[place]);
    if (sourcedId === undefined) return;
    const isNow = id === sourcedId;
    const isBefore = was?.sourcedId === sourcedId;
    yield {
      sourcedId,
      now: isNow && !here.done ? here.value[1] : undefined,
      before: isBefore ? was : undefined,
      torn: torn.get(sourcedId),
    };
    if (isNow) here = current.next();
    if (isBefore) there = published.next();
    if (tornIds[place] === sourcedId) place += 1;
  }
}

const least = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;
