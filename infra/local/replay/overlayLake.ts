import { type Lake, memoryLake } from '../../../shared/lake/lake.ts';

/** A lake that reads through to another one and keeps what is written aside, in memory; that one is never written to. */
export interface OverlayLake extends Lake {
  /** The keys that were written, ascending. */
  keys(): readonly string[];
}

export function overlayLake(below: Lake): OverlayLake {
  const aside = memoryLake();
  return {
    ...aside,
    get: async (key) => (await aside.get(key)) ?? below.get(key),
    getRange: async (key, start, end) => (await aside.getRange(key, start, end)) ?? below.getRange(key, start, end),
  };
}
