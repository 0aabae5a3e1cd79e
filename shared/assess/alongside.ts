/** What the sources hold for one id; at least one of them has it. */
export interface Alongside<Now, Before, Torn> {
  readonly sourcedId: string;
  readonly now: Now | undefined;
  readonly before: Before | undefined;
  readonly torn: Torn | undefined;
}

/**
 * Walks three sources that are ascending by id (in code units, as `Array.sort` orders strings) side by side, each id
 * once. None of them is in memory as a whole; the one that is read comes in groups.
 */
export async function* alongside<Now, Before extends { readonly sourcedId: string }, Torn>(
  now: Iterable<readonly [sourcedId: string, value: Now]>,
  before: AsyncIterable<readonly Before[]>,
  torn: ReadonlyMap<string, Torn>,
): AsyncGenerator<Alongside<Now, Before, Torn>> {
  const current = now[Symbol.iterator]();
  const groups = before[Symbol.asyncIterator]();
  const tornIds = [...torn.keys()].sort();
  let group: readonly Before[] | undefined = [];
  let [here, at, place] = [current.next(), 0, 0];
  for (;;) {
    while (group && at === group.length) {
      const next: IteratorResult<readonly Before[]> = await groups.next();
      [group, at] = [next.done ? undefined : next.value, 0];
    }
    const there = group?.[at];
    const [id, value] = here.done ? [undefined, undefined] : here.value;
    const sourcedId = least(least(id, there?.sourcedId), tornIds[place]);
    if (sourcedId === undefined) return;
    const [isNow, isBefore] = [id === sourcedId, there?.sourcedId === sourcedId];
    yield {
      sourcedId,
      now: isNow ? value : undefined,
      before: isBefore ? there : undefined,
      torn: torn.get(sourcedId),
    };
    if (isNow) here = current.next();
    if (isBefore) at += 1;
    if (tornIds[place] === sourcedId) place += 1;
  }
}

const least = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;
