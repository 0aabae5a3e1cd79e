import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { differencesBetween } from '../../../../infra/api/differences.ts';
import type { ApiDocument } from '../../../../infra/api/document.ts';
import { versionObjection } from '../../../../infra/api/versions.ts';
import current from '../../../../shared/http/openapi.json' with { type: 'json' };

const RELEASED = new URL('../../../../shared/http/openapi.released.json', import.meta.url);
const broken = { breaking: true, place: 'GET /v1/things', what: 'the operation is gone' };
const grown = { breaking: false, place: 'GET /v1/things', what: 'a new operation' };

describe('the version of the API', () => {
  test.each([
    ['1.0.0', '1.0.0', []],
    ['1.0.0', '1.0.1', []],
    ['1.0.0', '1.1.0', [grown]],
    ['1.0.3', '1.1.0', [grown]],
    ['1.9.0', '1.10.0', [grown]],
    ['1.0.0', '2.0.0', [broken, grown]],
    ['9.1.0', '10.0.0', [broken]],
  ])('may go from %s to %s with %j', (released, version, differences) => {
    expect(versionObjection(released, version, differences)).toBeUndefined();
  });

  test.each([
    ['1.0.0', '1.0.0', [grown], 'raise the version to 1.1.0 at least'],
    ['1.0.0', '1.0.1', [grown], 'raise the version to 1.1.0 at least'],
    ['1.0.0', '1.1.0', [broken], 'raise the version to 2.0.0'],
    ['1.10.0', '1.9.0', [], 'goes back'],
    ['2.0.0', '1.0.0', [broken], 'goes back'],
    ['1.0.0', '1.0', [], 'three numbers'],
  ])('may not go from %s to %s with %j', (released, version, differences, sentence) => {
    expect(versionObjection(released, version, differences)).toContain(sentence);
  });

  test('tells each change that it is about', () => {
    expect(versionObjection('1.0.0', '1.1.0', [broken, grown])).toBe(
      'These changes break callers. Undo them, or raise the version to 2.0.0:\n  GET /v1/things: the operation is gone',
    );
  });

  test('says what has changed since the released document (npm run release-api makes another the released one)', () => {
    expect(existsSync(RELEASED)).toBe(true);
    const released = JSON.parse(readFileSync(RELEASED, 'utf8')) as ApiDocument;
    const document = current as unknown as ApiDocument;
    expect(
      versionObjection(released.info.version, document.info.version, differencesBetween(released, document)),
    ).toBeUndefined();
  });
});
