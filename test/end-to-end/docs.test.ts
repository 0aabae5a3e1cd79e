import { describe, expect, test } from 'vitest';
import { makeStage } from './stage.ts';

const { cloud } = await makeStage(new Date('2026-03-13T12:00:00Z'));
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${cloud.baseUrl}${path}`, { headers });

/** Addresses that a browser fetches for some text of the page. */
const loadedBy = (text: string, type: string): readonly string[] => {
  if (type.startsWith('text/html')) return [...text.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1] ?? '');
  if (type.startsWith('text/css')) return [...text.matchAll(/url\(([^)]*)\)/g)].map((match) => `/docs/${match[1]}`);
  return [];
};

describe('the page at /docs', () => {
  test('needs no token, and everything it loads is of this address and answers', async () => {
    const seen = new Map<string, { readonly status: number; readonly type: string }>();
    const next = ['/docs'];
    for (let path = next.pop(); path !== undefined; path = next.pop()) {
      if (seen.has(path)) continue;
      const answer = await get(path);
      const type = answer.headers.get('content-type') ?? '';
      seen.set(path, { status: answer.status, type });
      next.push(...loadedBy(await answer.text(), type));
    }
    const types = new Set([...seen.values()].map(({ type }) => type.split(';')[0]));
    expect([...seen.keys()].filter((path) => !/^\/(docs|v1\/openapi\.json)/.test(path))).toEqual([]);
    expect([...seen].filter(([, { status }]) => status !== 200)).toEqual([]);
    for (const type of ['text/html', 'text/javascript', 'text/css', 'image/svg+xml', 'application/json'])
      expect(types).toContain(type);
  });

  test('says what a browser may do with it, and is sent once', async () => {
    const page = await get('/docs');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
    expect(page.headers.get('content-encoding')).toBe('gzip');
    const etag = page.headers.get('etag') ?? '';
    expect((await get('/docs', { 'if-none-match': etag })).status).toBe(304);
    const script = /src="(\/docs\/swagger[^"]*)"/.exec(await page.text())?.[1] ?? '';
    expect((await get(script)).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('answers a problem for a file that it does not have', async () => {
    const answer = await get('/docs/tenant.json');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });
});
