import { describe, expect, test } from 'vitest';
import { withoutDataAddresses } from '../../../../infra/docs/styles.ts';

describe('a stylesheet without data: addresses', () => {
  test('names files of the same images: text with escapes, and base64', () => {
    const { css, images } = withoutDataAddresses(
      'a{background:url("data:image/svg+xml;charset=utf-8,<svg fill=\\"%23fff\\"/>") 0 0}b{background:url(data:image/png;base64,iVBORw==)}',
    );
    expect(css).toBe('a{background:url(image-1.svg) 0 0}b{background:url(image-2.png)}');
    expect(images.map(({ name, bytes }) => [name, bytes.toString('latin1')])).toEqual([
      ['image-1.svg', '<svg fill="#fff"/>'],
      ['image-2.png', '\x89PNG'],
    ]);
  });

  test('has an image that is used twice once', () => {
    const { css, images } = withoutDataAddresses(
      'a{b:url(data:image/png;base64,AA==)}c{b:url(data:image/png;base64,AA==)}',
    );
    expect([css, images.length]).toEqual(['a{b:url(image-1.png)}c{b:url(image-1.png)}', 1]);
  });

  test('leaves other addresses as they are', () => {
    expect(withoutDataAddresses('a{b:url(own.svg)}').css).toBe('a{b:url(own.svg)}');
  });

  test.each(['a{b:url(data:font/woff2;base64,AA==)}', "a{b:url('data:image/png;base64,AA==')}"])(
    'is not made of what is not understood: %s',
    (css) => expect(() => withoutDataAddresses(css)).toThrow(/the stylesheet holds/),
  );
});
