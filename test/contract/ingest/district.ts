import { createHash } from 'node:crypto';
import { zipSync } from 'fflate';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import type { IngestContext } from '../../../shared/ingest/context.ts';
import { dropIdOf } from '../../../shared/ingest/dropObject.ts';
import { type DropObject, DropReplaced, type DropsBucket } from '../../../shared/ingest/dropsBucket.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { publishEdition } from '../../../shared/ingest/publishEdition.ts';
import { receiveDrop } from '../../../shared/ingest/receiveDrop.ts';
import { type Lake, memoryLake } from '../../../shared/lake/lake.ts';
import { openTable } from '../../../shared/lake/reader.ts';
import { loadTenant } from '../../../shared/runtime/tenant.ts';
import { attendanceEventsFile } from '../../../shared/sis/files/attendanceEvents.ts';
import { requireDrop } from '../../../shared/store/drops.ts';
import { currentEdition } from '../../../shared/store/editions.ts';
import type { DropRecord } from '../../../shared/store/entities.ts';

export const { tenant } = loadTenant('infra/tenants/sample.json');

const BUCKET = 'drops';

/** A bucket of drops in memory; every write is a second after the last. */
export function memoryDrops(clock: () => Date): DropsBucket & {
  /** Tags by key. */
  readonly tags: ReadonlyMap<string, string>;
  write(key: string, content: string | Uint8Array): DropObject;
} {
  const objects = new Map<string, DropObject & { readonly bytes: Uint8Array }>();
  const tags = new Map<string, string>();
  return {
    write: (key, content) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      const etag = createHash('md5').update(bytes).digest('hex');
      const object = { key, etag, size: bytes.length, writtenAt: clock().toISOString(), bytes };
      objects.set(key, object);
      tags.delete(key);
      return object;
    },
    tags,
    tag: async (key, { Key, Value }) => void tags.set(key, `${Key}=${Value}`),
    head: async (key) => objects.get(key),
    list: async (prefix) =>
      [...objects.values()].filter(({ key }) => key.startsWith(prefix) && !key.slice(prefix.length).includes('/')),
    read: async (key, etag, start, end) => {
      const object = objects.get(key);
      if (object?.etag !== etag) throw new DropReplaced(key);
      return object.bytes.slice(start, end);
    },
  };
}

/** Content of a drop by file name; rows are written as they stand. */
export type Files = Readonly<Record<string, string>>;

export interface ManifestOptions {
  readonly generatedAt?: string;
  readonly delta?: readonly string[];
  readonly more?: readonly string[];
}

/** The files with a manifest that names them. */
export function withManifest(files: Files, { generatedAt, delta = [], more = [] }: ManifestOptions = {}): Files {
  const names = Object.keys(files).map((file) => file.replace(/\.csv$/, ''));
  const lines = [
    'propertyName,value',
    'manifest.version,1.0',
    'oneroster.version,1.2',
    ...names.map((name) => `file.${name},${delta.includes(name) ? 'delta' : 'bulk'}`),
    ...(generatedAt ? [`waymark.generatedAt,${generatedAt}`] : []),
    ...more,
  ];
  return { ...files, 'manifest.csv': `${lines.join('\n')}\n` };
}

export const zipOf = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])), {
    mtime: '2024-01-01',
  });

/** A district without a cloud: its buckets in memory, its operations table in a real engine. */
export class TestDistrict {
  readonly lake: Lake & { keys(): readonly string[] } = memoryLake();
  readonly drops = memoryDrops(() => this.#tick());
  readonly context: IngestContext;
  /** What ingests were started, in order, and by what names. */
  readonly started: string[] = [];
  readonly executions: string[] = [];
  #now = Date.parse('2022-03-01T23:00:00.000Z');

  constructor(more: Partial<IngestContext> = {}) {
    this.context = { lake: this.lake, drops: this.drops, tenant, clock: () => this.now, ...more };
  }

  get now(): Date {
    return new Date(this.#now);
  }

  wait(minutes: number): void {
    this.#now += minutes * 60_000;
  }

  waitUntil(instant: string): void {
    this.#now = Math.max(this.#now, Date.parse(instant));
  }

  /** Sends a zip and takes it in; answers what became of it. */
  async sendZip(name: string, files: Files): Promise<DropRecord> {
    return this.ingest(await this.announceZip(name, files));
  }

  async announceZip(name: string, files: Files): Promise<string> {
    return this.announce(this.drops.write(`drops/sis/${name}.zip`, zipOf(files)));
  }

  /** Writes the files of a folder, its manifest last. */
  async announceFolder(files: Files): Promise<string> {
    const { 'manifest.csv': manifest = '', ...others } = files;
    for (const [name, text] of Object.entries(others)) this.drops.write(`drops/sis/nightly/${name}`, text);
    return this.announce(this.drops.write('drops/sis/nightly/manifest.csv', manifest));
  }

  /** What the queue does with an object's announcement; answers the ingest it started last. */
  async announce({ key, etag, size }: DropObject): Promise<string> {
    await receiveDrop(
      { bucket: BUCKET, key, etag, size },
      {
        drops: this.drops,
        now: this.#tick(),
        start: async (dropId, execution) => {
          this.started.push(dropId);
          this.executions.push(execution);
        },
      },
    );
    return this.started.at(-1) ?? dropIdOf(BUCKET, key, etag);
  }

  /** What the state machine does, without its waits. */
  async ingest(dropId: string): Promise<DropRecord> {
    const { outcome } = await checkDrop(dropId, this.context);
    if (outcome === 'ready') await this.normalizeAndPublish(dropId);
    return requireDrop(dropId);
  }

  async normalizeAndPublish(dropId: string): Promise<void> {
    for (;;) {
      const { candidateKey } = await normalizeDrop(dropId, this.context);
      if (!candidateKey) return;
      const { outcome } = await publishEdition({ dropId, candidateKey }, this.context);
      if (outcome === 'published') return;
    }
  }

  #tick(): Date {
    this.#now += 1000;
    return this.now;
  }
}

export const fileOf = (drop: DropRecord, file: string) => drop.files?.find((each) => each.file === file);
export const holdCodes = (drop: DropRecord) => drop.holds?.map(({ code, file, school }) => [code, file, school]);

/** How many attendance events the current edition holds. */
export async function storedEvents({ lake }: TestDistrict): Promise<number> {
  const edition = await currentEdition();
  return edition ? (await openTable(lake, edition, attendanceEventsFile.table)).rowCount : 0;
}
