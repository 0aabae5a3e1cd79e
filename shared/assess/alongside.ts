/** What the sources hold for one id; at least one of them has it. */
export interface Alongside<Now, Before, Torn> {
  readonly sourcedId: string;
  readonly now?: Now;
  readonly before?: Before;
  readonly torn?: Torn;
}

/**
 * Walks three sources that are ascending by id (in code units, as `Array.sort` orders strings) side by side, each id
 * once. None of them is in memory as a whole.
 */
export async function* alongside<Now, Before extends { readonly sourcedId: string }, Torn>(
  now: Iterable<readonly [sourcedId: string, value: Now]>,
  before: AsyncIterable<Before>,
  torn: ReadonlyMap<string, Torn>,
): AsyncGenerator<Alongside<Now, Before, Torn>> {
  const current = now[Symbol.iterator]();
  const published = before[Symbol.asyncIterator]();
  const tornIds = [...torn.keys()].sort();
  let [here, there, place] = [current.next(), await published.next(), 0];
  for (;;) {
    const ids: (string | undefined)[] = [
      here.done ? undefined : here.value[0],
      there.done ? undefined : there.value.sourcedId,
      tornIds[place],
    ];
    const sourcedId = ids.reduce((least, id) => (least === undefined || (id !== undefined && id < least) ? id : least));
    if (sourcedId === undefined) return;
    const tornValue = torn.get(sourcedId);
    yield {
      sourcedId,
      ...(!here.done && here.value[0] === sourcedId && { now: here.value[1] }),
      ...(!there.done && there.value.sourcedId === sourcedId && { before: there.value }),
      ...(tornValue !== undefined && { torn: tornValue }),
    };
    if (ids[0] === sourcedId) here = current.next();
    if (ids[1] === sourcedId) there = await published.next();
    if (ids[2] === sourcedId) place += 1;
  }
}
