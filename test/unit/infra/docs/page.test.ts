import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { docsPage } from '../../../../infra/docs/page.ts';

const files = docsPage();
const names = [...files.keys()].filter((name) => name.endsWith('.gz'));
const textOf = (name: string) => gunzipSync(files.get(name)!).toString();
const page = textOf('index.html.gz');
const styles = textOf(names.find((name) => name.startsWith('swagger-ui.'))!);

describe('the page that shows the API', () => {
  test('loads files of its own only, and all of them are there', () => {
    const loaded = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1] ?? '');
    const images = [...styles.matchAll(/url\(([^)]*)\)/g)].map((match) => `/docs/${match[1]}`);
    expect(loaded.length).toBeGreaterThan(5);
    expect(images.length).toBeGreaterThan(5);
    for (const address of [...loaded, ...images].filter((each) => each !== '/v1/openapi.json'))
      expect(names).toContain(address.replace('/docs/', '').concat('.gz'));
    expect(styles).not.toMatch(/@import|data:|url\(["']?\w+:/);
  });

  test('has no script or style in its text, which the content security policy would not run', () => {
    expect(page).not.toMatch(/<script>|<style|\son\w+=|\sstyle=/);
  });

  test('says its language and its title', () => {
    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(/<title>[^<]+<\/title>/);
  });

  test('names every file but itself after its bytes', () => {
    expect(names.filter((name) => !/\.[0-9a-f]{16}\.(css|js|svg|png|jpeg|txt)\.gz$/.test(name))).toEqual([
      'index.html.gz',
    ]);
  });

  test('asks for no source map, and comes with the licences of what it is made of', () => {
    for (const name of names) expect(textOf(name).slice(-200), name).not.toContain('sourceMappingURL');
    const licences = textOf(names.find((name) => name.startsWith('licenses.'))!);
    for (const part of ['SmartBear Software', 'Apache License', 'react.production']) expect(licences).toContain(part);
  });

  test('is small enough for an answer of a function', () => {
    // 6 MB, as base64.
    for (const name of names) expect(files.get(name)!.length * (4 / 3), name).toBeLessThan(6_000_000);
  });
});
