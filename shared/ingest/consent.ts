import type { Diagnostic } from '../domain/diagnostic.ts';
import type { DropRecord } from '../store/entities.ts';
import { prefixOf } from './dropObject.ts';
import type { DropsBucket } from './dropsBucket.ts';

/** Marks objects with answers that nobody has consented to: a rule of the drops bucket lets them expire soon. */
export const CONSENT_TAG = { Key: 'waymark-consent', Value: 'missing' } as const;

/** Marks objects that name students who were purged, to the same end. */
export const PURGED_TAG = { Key: 'waymark-purged', Value: 'named' } as const;

type Tag = typeof CONSENT_TAG | typeof PURGED_TAG;

/** Whether a row, or a whole file that lacks the column, is refused because nobody has consented to what it says. */
export const lacksConsent = ({ severity, column }: Diagnostic): boolean =>
  severity === 'rejected' && column === 'consentBasis';

/** Marks the objects of a drop that such files came in; a version that took the place of one is a drop of its own. */
export async function expireSoon(
  drops: DropsBucket,
  drop: DropRecord,
  files: Iterable<string>,
  tag: Tag = CONSENT_TAG,
): Promise<void> {
  const { objectKey, etag, kind, pins = {} } = drop;
  const marked = new Map<string, string | undefined>();
  for (const file of files) {
    if (kind === 'zip') marked.set(objectKey, etag);
    else marked.set(`${prefixOf(objectKey)}${file}`, pins[file]);
  }
  for (const [key, version] of marked) {
    if (version !== undefined && (await drops.head(key))?.etag === version) await drops.tag(key, tag);
  }
}
