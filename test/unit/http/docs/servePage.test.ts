import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { PageFiles } from '../../../../shared/http/docs/pageFiles.ts';
import { servePage } from '../../../../shared/http/docs/servePage.ts';
import { eventOf } from '../request.ts';

const text = '<!doctype html>';
const files: PageFiles = {
  list: {
    'index.html': { contentType: 'text/html; charset=utf-8', etag: '"page"' },
    'page.0123.js': { contentType: 'text/javascript; charset=utf-8', etag: '"script"' },
  },
  read: () => gzipSync(text),
};
const handler = servePage(files);

async function get(path: string, headers: Record<string, string> = {}) {
  const asset = /^\/docs\/(.*)$/.exec(path)?.[1];
  const event = eventOf({
    route: asset === undefined ? 'GET /docs' : 'GET /docs/{asset}',
    headers,
    claims: null,
    ...(asset !== undefined && { params: { asset } }),
  });
  const { statusCode, headers: answered = {}, body = '', isBase64Encoded } = await handler(event, {} as never);
  return { status: statusCode, headers: answered, body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') };
}

describe('the page', () => {
  test('comes gzipped for those who take it, and plain for others', async () => {
    const zipped = await get('/docs', { 'accept-encoding': 'br, gzip' });
    expect([zipped.status, zipped.headers['content-encoding'], gunzipSync(zipped.body).toString()]).toEqual([
      200,
      'gzip',
      text,
    ]);
    const plain = await get('/docs', { 'accept-encoding': 'gzip;q=0' });
    expect([plain.status, plain.headers['content-encoding'], plain.body.toString()]).toEqual([200, undefined, text]);
  });

  test('allows scripts, styles, images and requests of its own origin, and nothing inline', async () => {
    const policy = String((await get('/docs')).headers['content-security-policy']);
    const directives = Object.fromEntries(policy.split('; ').map((each) => each.split(/ (.*)/)));
    expect(directives).toEqual({
      'default-src': "'none'",
      ...{ 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self'", 'connect-src': "'self'" },
      ...{ 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'" },
    });
  });

  test('is asked about every time; what it loads is kept for good', async () => {
    expect((await get('/docs')).headers['cache-control']).toBe('no-cache');
    expect((await get('/docs/page.0123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test.each(['"page"', 'W/"page"', '"other", "page"', '*'])(
    'is not sent to who has it: If-None-Match %s',
    async (tags) => {
      const answer = await get('/docs', { 'if-none-match': tags });
      expect([answer.status, answer.headers['etag'], answer.body.length]).toEqual([304, '"page"', 0]);
    },
  );

  test('is sent to who has another', async () => {
    expect((await get('/docs', { 'if-none-match': '"older"' })).status).toBe(200);
  });

  test.each(['nothing.js', '..', '../tenant.json', 'tenant.json', 'constructor', '__proto__'])(
    'answers 404 for a file that is not of the page: %s',
    async (asset) => {
      const answer = await get(`/docs/${asset}`);
      expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([404, 'route.not_found']);
    },
  );
});
