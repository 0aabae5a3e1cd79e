import type { Lake } from '../../../shared/lake/lake.ts';
import type { ObjectVersion, PurgeBucket, VersionName } from '../../../shared/purge/bucket.ts';

interface Version {
  readonly versionId: string;
  /** Undefined for the mark that the object was deleted. */
  readonly bytes: Uint8Array | undefined;
  readonly lockedUntil: string | undefined;
}

export interface BucketOptions {
  /** Instant: locks that end before it hold nothing. */
  readonly now?: string;
  /** What happens around each write. */
  readonly around?: <T>(write: () => Promise<T>) => Promise<T>;
}

/** A versioned bucket in memory, as readers and as a purge see it. */
export class VersionedBucket implements PurgeBucket, Lake {
  #objects = new Map<string, readonly Version[]>();
  #made = 0;
  readonly #around: NonNullable<BucketOptions['around']>;
  readonly #now: string;
  readonly uploads: string[] = [];

  constructor({ around = (write) => write(), now = '' }: BucketOptions = {}) {
    this.#around = around;
    this.#now = now;
  }

  /** Every version of every object, the newest last; to be put back by `restore`. */
  snapshot(): ReadonlyMap<string, readonly Version[]> {
    return new Map(this.#objects);
  }

  restore(snapshot: ReadonlyMap<string, readonly Version[]>): void {
    this.#objects = new Map(snapshot);
  }

  /** The same bucket for a reader who has nothing open. */
  copy(): VersionedBucket {
    const copy = new VersionedBucket({ now: this.#now });
    copy.restore(this.#objects);
    return copy;
  }

  /** What readers see: the newest version of each object, as text. */
  visible(): Readonly<Record<string, string>> {
    const entries = [...this.#objects].flatMap(([key, versions]) => {
      const bytes = versions.at(-1)?.bytes;
      return bytes ? [[key, Buffer.from(bytes).toString('latin1')] as const] : [];
    });
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** How many versions there are of everything. */
  versionCount(): number {
    return [...this.#objects.values()].reduce((sum, versions) => sum + versions.length, 0);
  }

  put(key: string, bytes: Uint8Array, _contentType?: string): Promise<void> {
    return this.#around(async () => this.write(key, bytes.slice()));
  }

  /** A new version, without anything around it. */
  write(key: string, bytes: Uint8Array | undefined, lockedUntil?: string): void {
    this.#made += 1;
    this.#objects.set(key, [...(this.#objects.get(key) ?? []), { versionId: `v${this.#made}`, bytes, lockedUntil }]);
  }

  async putStream(key: string, parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const part of parts) chunks.push(part);
    await this.put(key, new Uint8Array(Buffer.concat(chunks)));
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    return this.#objects.get(key)?.at(-1)?.bytes?.slice();
  }

  async getRange(key: string, start: number, end: number): Promise<Uint8Array | undefined> {
    return (await this.get(key))?.slice(start, end);
  }

  async *list(prefix = ''): AsyncGenerator<readonly ObjectVersion[]> {
    const keys = [...this.#objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    for (const key of keys) {
      const versions = this.#objects.get(key) ?? [];
      yield versions.map(({ versionId, bytes }, at) => ({
        key,
        versionId,
        isLatest: at === versions.length - 1,
        isMarker: bytes === undefined,
        bytes: bytes?.length ?? 0,
      }));
    }
  }

  remove(versions: readonly VersionName[]): Promise<readonly VersionName[]> {
    if (versions.length === 0) return Promise.resolve([]);
    return this.#around(async () => {
      const isLocked = ({ key, versionId }: VersionName) =>
        (this.#objects.get(key)?.find((each) => each.versionId === versionId)?.lockedUntil ?? '') > this.#now;
      for (const { key, versionId } of versions.filter((each) => !isLocked(each))) {
        const left = (this.#objects.get(key) ?? []).filter((each) => each.versionId !== versionId);
        if (left.length === 0) this.#objects.delete(key);
        else this.#objects.set(key, left);
      }
      return versions.filter(isLocked);
    });
  }

  async lockedUntil({ key, versionId }: VersionName): Promise<string | undefined> {
    return this.#objects.get(key)?.find((each) => each.versionId === versionId)?.lockedUntil;
  }

  async abortUploads(): Promise<number> {
    return this.uploads.splice(0).length;
  }
}
