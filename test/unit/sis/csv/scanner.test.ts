import { describe, expect, it } from 'vitest';
import { CsvScanner, FLAW, MAX_FIELDS } from '../../../../shared/sis/csv/scanner.ts';
import { scanRecords, utf8 } from './scanRecords.ts';

const fieldsOf = (text: string, options = {}) =>
  scanRecords(utf8(text), options).records.map((record) => record.fields);

describe('records', () => {
  it('end in LF or CRLF, the last one also with the file', () => {
    expect(fieldsOf('a,b\nc,d\r\ne,f')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ]);
  });

  it('are told apart from one that the file cuts off', () => {
    expect(scanRecords(utf8('a\nb')).records.map((record) => record.terminated)).toEqual([true, false]);
  });

  it('keep empty fields, at the end of the file too', () => {
    expect(fieldsOf(',\n"",a,')).toEqual([
      ['', ''],
      ['', 'a', ''],
    ]);
  });

  it('are not made of empty lines, but of a quoted empty field', () => {
    expect(fieldsOf('a\n\n\r\n""\n')).toEqual([['a'], ['']]);
  });

  it('take any ASCII delimiter', () => {
    expect(fieldsOf('a\tb,c\n', { delimiter: '\t' })).toEqual([['a', 'b,c']]);
  });

  it('count fields beyond those they keep', () => {
    const { records } = scanRecords(utf8(`${'x,'.repeat(MAX_FIELDS + 9)}"y"",z"\nb\n`));
    expect(records.map((record) => record.fields.length)).toEqual([MAX_FIELDS + 10, 1]);
  });
});

describe('lines', () => {
  it('are physical: those inside quotes and empty ones count', () => {
    const { records } = scanRecords(utf8('h\n"1\n2\r\n3",x\n\nz\n'));
    expect(records.map((record) => record.line)).toEqual([1, 2, 6]);
  });
});

describe('quotes', () => {
  it('are doubled inside a quoted field', () => {
    expect(fieldsOf('"say ""hi""",b\n')).toEqual([['say "hi"', 'b']]);
  });

  it('are escaped with a backslash where the source does so', () => {
    expect(fieldsOf('"5\\" \\\\ \\n","a""b"\n', { quoteEscape: '\\' })).toEqual([['5" \\ \\n', 'a"b']]);
  });

  it('are plain characters inside an unquoted field', () => {
    expect(fieldsOf('5\'10",b\n')).toEqual([['5\'10"', 'b']]);
  });

  it('that are followed by text mark their record and no other', () => {
    const { records } = scanRecords(utf8('"a"b,c\nd,e\n'));
    expect(records.map((record) => record.flaws)).toEqual([FLAW.strayQuote, 0]);
  });

  it('that never close end the scan with the line where their record begins', () => {
    expect(scanRecords(utf8('a\nb,"c\nd\n')).failure).toEqual({ code: 'csv.unclosed_quote', line: 2 });
  });
});

describe('flaws', () => {
  it('name a carriage return alone, outside of quotes', () => {
    const { records } = scanRecords(utf8('a\rb,c\n"d\re"\nf\r'));
    expect(records.map((record) => record.flaws)).toEqual([FLAW.bareCarriageReturn, 0, FLAW.bareCarriageReturn]);
  });

  it('name NUL bytes, in quotes too', () => {
    const { records } = scanRecords(utf8('a\0b\n"c\0"\nd\n'));
    expect(records.map((record) => record.flaws)).toEqual([FLAW.nulByte, FLAW.nulByte, 0]);
  });
});

describe('size', () => {
  it('lets a field of 10 MB through, in small chunks', () => {
    const large = 'x'.repeat(10_000_000);
    const chunks = Array.from({ length: 200 }, () => 50_000);
    const { records } = scanRecords(utf8(`a,"${large}"\nb,c\n`), {}, chunks);
    expect(records.map((record) => record.fields[1]?.length)).toEqual([10_000_000, 1]);
    expect(records[1]?.line).toBe(2);
  });

  it('ends the scan at a record beyond the bound', () => {
    const { records, failure } = scanRecords(
      utf8(`a\n"${'x'.repeat(3000)}`),
      { maxRecordBytes: 1000 },
      [500, 500, 500, 500],
    );
    expect(records).toHaveLength(1);
    expect(failure).toEqual({ code: 'csv.record_too_large', line: 2 });
  });

  it('is bounded while the file arrives, not only at its end', () => {
    const scanner = new CsvScanner({ maxRecordBytes: 10_000 });
    const endless = utf8('x'.repeat(999));
    let failure = scanner.push(utf8('"'), () => undefined);
    let pushes = 0;
    while (!failure && pushes < 50) {
      failure = scanner.push(endless, () => undefined);
      pushes += 1;
    }
    expect(failure?.code).toBe('csv.record_too_large');
    expect(pushes).toBeLessThan(25);
  });
});
