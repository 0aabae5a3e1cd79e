import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PAGE, PAGE_LIST, type PageFile } from '../../shared/http/docs/pageFiles.ts';
import { withoutDataAddresses } from './styles.ts';

const OWN = fileURLToPath(new URL('../../functions/serve-docs/page', import.meta.url));
const SWAGGER_UI = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const own = (name: string) => readFileSync(join(OWN, name), 'utf8');
const theirs = (name: string) => readFileSync(join(SWAGGER_UI, name), 'utf8');

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpeg: 'image/jpeg',
};

/**
 * The files beside the code of `serve-docs`: Swagger UI, what starts it, the licences it comes with, all gzipped, and their
 * list. Every file but the page is named after its bytes, so that browsers may keep it for good.
 */
export function docsPage(): ReadonlyMap<string, Uint8Array> {
  const { css, images } = withoutDataAddresses(theirs('swagger-ui.css'));
  const named = new Map<string, Buffer>();
  const add = (name: string, content: string | Buffer) => {
    const bytes = Buffer.from(content);
    const hashed = name.replace(/(\.\w+)$/, `.${hash(bytes).slice(0, 16)}$1`);
    named.set(hashed, bytes);
    return hashed;
  };
  const styles = images.reduce((text, { name, bytes }) => text.replaceAll(name, add(name, bytes)), css);
  const names = Object.entries({
    'swagger-ui.css': withoutSourceMap(styles),
    'swagger-ui-bundle.js': withoutSourceMap(theirs('swagger-ui-bundle.js')),
    'page.js': own('page.mjs'),
    'page.css': own('page.css'),
    'icon.svg': own('icon.svg'),
    'licenses.txt': ['NOTICE', 'LICENSE', 'swagger-ui-bundle.js.LICENSE.txt'].map(theirs).join('\n\n'),
  }).map(([name, content]) => [name, add(name, content)] as const);
  const page = names.reduce(
    (html, [name, as]) => html.replaceAll(`"/docs/${name}"`, `"/docs/${as}"`),
    own('index.html'),
  );
  named.set(PAGE, Buffer.from(page));
  return stored(named);
}

function stored(files: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Uint8Array> {
  const list: Record<string, PageFile> = Object.fromEntries(
    [...files].map(([name, bytes]) => [name, { contentType: typeOf(name), etag: `"${hash(bytes).slice(0, 32)}"` }]),
  );
  const zipped = [...files].map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes, { level: 9 })] as const);
  return new Map([[PAGE_LIST, Buffer.from(JSON.stringify(list))], ...zipped]);
}

function typeOf(name: string): string {
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
  if (type === undefined) throw new Error(`nobody knows the media type of ${name}`);
  return type;
}

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** The map is not shipped; a browser with open developer tools would ask for it. */
const withoutSourceMap = (text: string) =>
  text.replace(/\n(\/\/# sourceMappingURL=\S+|\/\*# sourceMappingURL=\S+\*\/)\s*$/, '\n');
