import { createHash } from 'node:crypto';
import type { WrittenObject } from './runManifest.ts';

/** What is told of an object. */
export function objectOf(bytes: Uint8Array): WrittenObject {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}
