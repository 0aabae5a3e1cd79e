/** An image that a stylesheet held as a `data:` address. */
export interface Image {
  /** With its ending, as the stylesheet calls it now. */
  readonly name: string;
  readonly bytes: Buffer;
}

const DATA_ADDRESS =
  /url\((?:"data:([\w/+-]+)((?:;[^,"]*)?),((?:[^"\\]|\\.)*)"|data:([\w/+-]+)((?:;[^,)]*)?),([^)]*))\)/g;
const ENDINGS: Readonly<Record<string, string>> = { 'image/svg+xml': 'svg', 'image/png': 'png', 'image/jpeg': 'jpeg' };

/**
 * A stylesheet whose images are files beside it: `data:` addresses would have to be allowed by the content security policy.
 * Throws when one is left.
 */
export function withoutDataAddresses(css: string): { readonly css: string; readonly images: readonly Image[] } {
  const images: Image[] = [];
  const replaced = css.replace(DATA_ADDRESS, (_, quotedType, quotedForm, quotedData, type, form, data) => {
    const ending = ENDINGS[quotedType ?? type];
    if (ending === undefined) throw new Error(`the stylesheet holds an image of the type ${quotedType ?? type}`);
    const bytes = bytesOf(quotedForm ?? form, (quotedData ?? data).replace(/\\(.)/g, '$1'));
    const known = images.find((image) => image.bytes.equals(bytes));
    const image = known ?? { name: `image-${images.length + 1}.${ending}`, bytes };
    if (!known) images.push(image);
    return `url(${image.name})`;
  });
  if (/\bdata:/.test(replaced)) throw new Error('the stylesheet holds a data: address that is not understood');
  return { css: replaced, images };
}

const bytesOf = (form: string, data: string) =>
  form.includes(';base64') ? Buffer.from(data, 'base64') : Buffer.from(decodeURIComponent(data));
