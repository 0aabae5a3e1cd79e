import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDatesFile } from '../../../../shared/sis/files/calendarDates.ts';
import { usersFile } from '../../../../shared/sis/files/users.ts';
import { type Encoding, Transcoder } from '../../../../shared/sis/mapping/encodings.ts';
import { fileMapping } from '../../../../shared/sis/mapping/fileMapping.ts';
import { parseText } from '../parse/parseText.ts';

function transcoded(encoding: Encoding, bytes: Uint8Array, chunkBytes: number): Uint8Array {
  const transcoder = new Transcoder(encoding);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += chunkBytes)
    parts.push(transcoder.push(bytes.subarray(at, at + chunkBytes)).slice());
  parts.push(transcoder.finish());
  return Buffer.concat(parts);
}

const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('UTF-16', () => {
  const texts = fc.string({ unit: 'grapheme', minLength: 2, maxLength: 40 });

  it('becomes the same text in UTF-8, in either byte order and however it is cut', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 9 }), (text, size) => {
        for (const bytes of [Buffer.from(`\uFEFF${text}`, 'utf16le'), bigEndian(`\uFEFF${text}`)]) {
          expect(Buffer.from(transcoded('utf-16', bytes, size)).toString('utf8')).toBe(`\uFEFF${text}`);
        }
      }),
    );
  });

  it('is recognized without a mark by its first character', () => {
    expect(Buffer.from(transcoded('utf-16', bigEndian('id,Zoë'), 1)).toString()).toBe('id,Zoë');
    expect(Buffer.from(transcoded('utf-16', Buffer.from('id,Zoë', 'utf16le'), 1)).toString()).toBe('id,Zoë');
  });

  it('with half a character is no UTF-8, so that its row is refused', async () => {
    const mapping = fileMapping.parse({ source: 'users.csv', target: 'users', encoding: 'utf-16' });
    const text = '\uFEFFsourcedId,givenName,familyName\nS1,A\uD83D,B\nS2,A\uDE00,B\nS3,\u{1F600},B\n';
    const parsed = await parseText(usersFile, Buffer.from(text, 'utf16le'), { context: { mapping } });
    expect(parsed.rejects).toEqual(['2 csv.invalid_utf8', '3 csv.invalid_utf8']);
    expect(parsed.records.map(({ cells }) => cells['givenName'])).toEqual(['\u{1F600}']);
  });

  it('that breaks off within a character is refused', async () => {
    const mapping = fileMapping.parse({ source: 'users.csv', target: 'users', encoding: 'utf-16' });
    const bytes = Buffer.from('\uFEFFsourcedId,givenName,familyName\nS1,A,B', 'utf16le').subarray(0, -1);
    const parsed = await parseText(usersFile, bytes, { context: { mapping } });
    expect(parsed).toMatchObject({ rejects: ['2 csv.invalid_utf8'], truncated: true });
  });

  it('keeps physical lines right after line breaks in cells', async () => {
    const mapping = fileMapping.parse({ source: 'users.csv', target: 'users', encoding: 'utf-16', quoteEscape: '\\' });
    const text = 'sourcedId,givenName,familyName\r\nS1,"A\r\n\\"B\\"\r\nC",D\r\nS 2,A,B\r\nS3,A,B\r\n';
    for (const chunkBytes of [1, 3, 64]) {
      const parsed = await parseText(usersFile, bigEndian(`\uFEFF${text}`), { context: { mapping }, chunkBytes });
      expect(parsed.rejects).toEqual(['5 sourcedId row.invalid_guid']);
      expect(parsed.records.map(({ line }) => line)).toEqual([2, 6]);
      expect(parsed.records[0]?.cells['givenName']).toBe('A\r\n"B"\r\nC');
    }
  });
});

describe('a file in another encoding than its mapping says', () => {
  const DAYS = 'schoolSourcedId,date,calendarEvent\nHS,2024-09-03,holiday\n';
  const read = (bytes: Uint8Array, encoding: Encoding) =>
    parseText(calendarDatesFile, bytes, {
      context: { mapping: fileMapping.parse({ source: 'days.csv', target: 'calendarDates', encoding }) },
      chunkBytes: 2,
    });

  it.each([
    ['utf-8', Buffer.from(`\uFEFF${DAYS}`, 'utf16le'), 'set encoding to "utf-16"'],
    ['cp1252', bigEndian(DAYS), 'set encoding to "utf-16"'],
    ['utf-16', Buffer.from(DAYS), 'set encoding to "utf-8"'],
    ['utf-16', Buffer.from(`\uFEFF${DAYS}`), 'set encoding to "utf-8"'],
    ['cp1252', Buffer.from(`\uFEFF${DAYS}`), 'set encoding to "utf-8"'],
  ] as const)('said to be %s is not read, and told what to set', async (encoding, bytes, advice) => {
    const parsed = await read(bytes, encoding);
    expect(parsed).toMatchObject({ unusable: true, records: [], rejects: ['1 csv.wrong_encoding'] });
    expect(parsed.diagnostics[0]?.message).toContain(advice);
  });

  it('is read where its mark and the mapping agree', async () => {
    for (const [encoding, bytes] of [
      ['utf-8', Buffer.from(`\uFEFF${DAYS}`)],
      ['utf-8', Buffer.from(DAYS)],
      ['cp1252', Buffer.from(DAYS)],
      ['utf-16', Buffer.from(`\uFEFF${DAYS}`, 'utf16le')],
    ] as const) {
      expect((await read(bytes, encoding)).records).toHaveLength(1);
    }
  });
});
