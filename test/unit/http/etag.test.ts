import { describe, expect, test } from 'vitest';
import { etagOf, requireIfMatch } from '../../../shared/http/etag.ts';

describe('a write under If-Match', () => {
  test('passes with the tag of the current version, alone, in a list, or *', () => {
    for (const ifMatch of ['"4"', '"1", "4"', '*']) {
      expect(() => requireIfMatch({ ifMatch }, etagOf(4))).not.toThrow();
    }
  });

  test('is refused with another tag, a weak one or none', () => {
    for (const ifMatch of ['"3"', 'W/"4"', '4', '']) {
      expect(() => requireIfMatch({ ifMatch }, etagOf(4))).toThrow('precondition.failed');
    }
    expect(() => requireIfMatch({}, etagOf(4))).toThrow('precondition.missing');
  });
});
