import type { Removal } from '../domain/purge/certificate.ts';
import { getJson, type Lake, putJson } from '../lake/lake.ts';

/** What a purge notes of its work in the lake, so that it goes on where it was; all of it goes at the end. */
export const workFiles = {
  folder: (purgeId: string) => `purges/${purgeId}/`,
  /** Items of the student table that one look has found. */
  items: (purgeId: string, round: number) => `purges/${purgeId}/items/${round}.json`,
  plan: (purgeId: string) => `purges/${purgeId}/plan.json`,
  /** What a batch of the plan is to remove, noted before it does. */
  found: (purgeId: string, batch: number) => `purges/${purgeId}/found/${batch}.json`,
  counted: (purgeId: string, what: string) => `purges/${purgeId}/counted/${what}.json`,
} as const;

/** Where certificates stay. */
export const certificateKey = (purgeId: string) => `certificates/${purgeId}.json`;

/**
 * What was counted before anything was removed, the first time this is asked: a purge that dies and goes on counts what it
 * has removed already.
 */
export async function countedOnce(
  lake: Lake,
  key: string,
  count: () => Promise<readonly Removal[]>,
): Promise<readonly Removal[]> {
  const before = (await getJson(lake, key)) as readonly Removal[] | undefined;
  if (before) return before;
  const counted = await count();
  await putJson(lake, key, counted);
  return counted;
}
