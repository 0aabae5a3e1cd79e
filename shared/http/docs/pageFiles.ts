import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The list of a page's files, beside them and the code. */
export const PAGE_LIST = 'page.json';

/** What is told of a file of the page; its bytes are gzipped in `<name>.gz`. */
export interface PageFile {
  readonly contentType: string;
  /** Strong entity tag of the bytes. */
  readonly etag: string;
}

/** The page itself and what it loads, by name. */
export interface PageFiles {
  readonly list: Readonly<Record<string, PageFile>>;
  /** The gzipped bytes of a file of the list. */
  read(name: string): Uint8Array;
}

/** The document at `/docs`; all other files lie at `/docs/<name>`, and their names change with their bytes. */
export const PAGE = 'index.html';

/** The page as it is shipped beside the function's code; files are read when they are asked for. */
export function pageFilesIn(folder: string): PageFiles {
  return {
    list: JSON.parse(readFileSync(join(folder, PAGE_LIST), 'utf8')) as PageFiles['list'],
    read: (name) => readFileSync(join(folder, `${name}.gz`)),
  };
}
