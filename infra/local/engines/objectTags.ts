import { readFileSync, writeFileSync } from 'node:fs';

export type Tags = Readonly<Record<string, string>>;

/** The tags of objects, which fauxqs does not know; with a file they outlive this process. */
export class ObjectTags {
  readonly #tags: Map<string, Tags>;
  readonly #file: string | undefined;

  constructor(file?: string) {
    this.#file = file;
    this.#tags = new Map(Object.entries(file === undefined ? {} : written(file)));
  }

  get(bucket: string, key: string): Tags {
    return this.#tags.get(`${bucket}/${key}`) ?? {};
  }

  /** Replaces the tags of an object; a new version of it has none. */
  set(bucket: string, key: string, tags: Tags): void {
    const name = `${bucket}/${key}`;
    if (Object.keys(tags).length > 0) this.#tags.set(name, tags);
    else if (!this.#tags.delete(name)) return;
    if (this.#file !== undefined) writeFileSync(this.#file, JSON.stringify(Object.fromEntries(this.#tags)));
  }
}

function written(file: string): Record<string, Tags> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Tags>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/** The tags of a PutObjectTagging's body. */
export function tagsOfXml(xml: string): Tags {
  const text = (part: string, name: string) =>
    unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(part)?.[1] ?? '');
  return Object.fromEntries(
    [...xml.matchAll(/<Tag>(.*?)<\/Tag>/gs)].map(([, tag = '']) => [text(tag, 'Key'), text(tag, 'Value')]),
  );
}

/** What GetObjectTagging answers. */
export function xmlOfTags(tags: Tags): string {
  const all = Object.entries(tags).map(
    ([key, value]) => `<Tag><Key>${escaped(key)}</Key><Value>${escaped(value)}</Value></Tag>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><Tagging><TagSet>${all.join('')}</TagSet></Tagging>`;
}

const ENTITIES = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
] as const;
const escaped = (text: string) => ENTITIES.reduce((done, [plain, entity]) => done.replaceAll(plain, entity), text);
const unescaped = (text: string) =>
  ENTITIES.toReversed().reduce((done, [plain, entity]) => done.replaceAll(entity, plain), text);
