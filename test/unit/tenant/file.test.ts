import { describe, expect, test } from 'vitest';
import { configurationVersionOf, readTenantText } from '../../../shared/tenant/file.ts';

describe('the text of a tenant file', () => {
  test('that is not JSON is one error that tells the place', () => {
    const outcome = readTenantText('{ "tenant": "sample", }');
    expect(outcome).toEqual({
      errors: [{ path: '(file)', message: expect.stringMatching(/^is not JSON: .*position 22/s) }],
    });
  });

  test('names its configuration by content, not by layout', () => {
    expect(configurationVersionOf('{"a":1,"b":[2]}')).toBe(configurationVersionOf('{\n  "a": 1,\n  "b": [2]\n}'));
    expect(configurationVersionOf('{"a":1}')).not.toBe(configurationVersionOf('{"a":2}'));
    expect(configurationVersionOf('{"a":1}')).toMatch(/^[0-9a-f]{12}$/);
  });
});
