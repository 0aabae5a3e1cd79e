import { CsvScanner } from '../csv/scanner.ts';
import { failureMessage, flawOf } from '../parse/flaws.ts';

export interface ManifestProperty {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

export interface ManifestFinding {
  readonly severity: 'rejected' | 'notice';
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

const HEADER = ['propertyName', 'value'];
const decoder = new TextDecoder();

export const refused = (line: number, code: string, message: string): ManifestFinding => ({
  severity: 'rejected',
  line,
  code,
  message,
});

/** The properties of manifest.csv in the order they stand; a property that is given twice counts once. */
export function readProperties(bytes: Uint8Array): {
  readonly properties: ReadonlyMap<string, ManifestProperty>;
  readonly findings: readonly ManifestFinding[];
} {
  const scanner = new CsvScanner();
  const findings: ManifestFinding[] = [];
  const properties = new Map<string, ManifestProperty>();
  let header: readonly string[] | undefined;
  const onRecord = () => {
    const flaw = flawOf(scanner, HEADER.length);
    const cells = cellsOf(scanner);
    if (!header) {
      header = cells;
      if (cells.join() !== HEADER.join()) findings.push(invalidHeader(scanner.line));
    } else if (flaw) findings.push(refused(scanner.line, flaw.code, flaw.message));
    else findings.push(...addProperty(properties, cells, scanner.line));
  };
  const failure = scanner.push(bytes, onRecord) ?? scanner.finish(onRecord);
  if (failure) findings.push(refused(failure.line, failure.code, failureMessage(failure)));
  if (!header && !failure) {
    findings.push(refused(1, 'manifest.missing_header', 'The manifest is empty: it begins with propertyName,value.'));
  }
  return { properties, findings };
}

function cellsOf({ bytes, starts, ends, fieldCount }: CsvScanner): readonly string[] {
  return Array.from({ length: Math.min(fieldCount, HEADER.length + 1) }, (_, field) =>
    decoder.decode(bytes.subarray(starts[field] ?? 0, ends[field] ?? 0)),
  );
}

function invalidHeader(line: number): ManifestFinding {
  return refused(line, 'manifest.invalid_header', 'The header of the manifest must be exactly propertyName,value.');
}

function addProperty(
  properties: Map<string, ManifestProperty>,
  [name = '', value = '']: readonly string[],
  line: number,
): readonly ManifestFinding[] {
  const known = properties.get(name);
  if (!known) {
    properties.set(name, { name, value, line });
    return [];
  }
  const message = `${name} stands on line ${known.line} as well`;
  return known.value === value
    ? [{ severity: 'notice', line, code: 'manifest.duplicate_property', message: `${message}, with the same value.` }]
    : [refused(line, 'manifest.duplicate_property', `${message}, with another value: keep the right one.`)];
}
