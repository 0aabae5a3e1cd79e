import type { Manifest } from '../sis/manifest/manifest.ts';
import type { OrderMark } from '../store/editions.ts';
import type { DropRecord } from '../store/entities.ts';

/** A drop's place in the order of drops: when it was generated, else when its closing object was written; then its key. */
export const orderMarkOf = (drop: DropRecord, manifest: Manifest | undefined): OrderMark => ({
  generatedAt: manifest?.generatedAt ?? drop.closedAt ?? drop.receivedAt,
  objectKey: drop.objectKey,
});

/** Whether a drop comes before the one that a table was last changed or confirmed by: then it must not overwrite it. */
export function isOlder(mark: OrderMark, current: OrderMark | undefined): boolean {
  if (!current) return false;
  if (mark.generatedAt !== current.generatedAt) return mark.generatedAt < current.generatedAt;
  return mark.objectKey < current.objectKey;
}
