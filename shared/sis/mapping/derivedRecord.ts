import type { CsvScanner } from '../csv/scanner.ts';
import type { RowRefusal } from '../fileSpec.ts';
import { type DerivedStep, derivedColumnsOf, neededColumns } from './derivedColumns.ts';
import type { Derivation, FileMapping } from './fileMapping.ts';
import { cleaned, type JoinTable, keyOf, placeOf } from './joinTable.ts';

/** A record as the reader of rows sees it: the scanner's own, or one with further fields. */
export type FieldsOfRecord = Pick<CsvScanner, 'bytes' | 'starts' | 'ends' | 'fieldCount'>;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** Whether a mapping makes anything of rows before they are read. */
export function derives({ derived, joins, unpivot, only }: FileMapping): boolean {
  return unpivot !== undefined || joins.length > 0 || Object.keys(derived).length > 0 || Object.keys(only).length > 0;
}

/**
 * The records of a file with the columns that its mapping makes of them: parts, texts put together, columns of other
 * files, and a record for each filled cell where periods stand side by side. Made for one file.
 */
export class DerivedRecord implements FieldsOfRecord {
  bytes = new Uint8Array(1 << 12);
  readonly starts: Int32Array<ArrayBuffer>;
  readonly ends: Int32Array<ArrayBuffer>;
  /** Without those that cannot be made of a record that is cut off, or whose key no other file has. */
  fieldCount: number;
  /** Names of all fields: the file's, then those that are made. */
  readonly names: readonly string[];
  readonly #mapping: FileMapping;
  readonly #width: number;
  readonly #joins: readonly JoinTable[];
  readonly #steps: readonly DerivedStep[];
  readonly #place: ReadonlyMap<string, number>;
  readonly #only: readonly (readonly [number, ReadonlySet<string>])[];
  readonly #unpivoted: readonly (readonly [number, string])[];
  #used = 0;
  #next = 0;
  /** Rows that `only` passes over, and rows without a filled cell to make a row of. */
  #passedOver = 0;
  #withoutCells = 0;
  /** By the name of a join's file: rows whose key it does not have. */
  readonly #unknownKeys = new Map<string, number>();

  /** @param header names of the file's columns, as `spelledAsMapped` writes them */
  constructor(header: readonly string[], mapping: FileMapping, joins: readonly JoinTable[]) {
    if (joins.length !== mapping.joins.length) throw new TypeError('every join of a mapping needs its table');
    const { steps, names } = derivedColumnsOf(mapping);
    this.#mapping = mapping;
    this.#joins = joins;
    this.#steps = steps;
    this.#width = header.length;
    this.names = [...header.map((name) => (names.includes(name) ? `${name} (of the file)` : name)), ...names];
    this.fieldCount = this.names.length;
    this.starts = new Int32Array(this.names.length);
    this.ends = new Int32Array(this.names.length);
    this.#place = new Map(this.names.map((name, index) => [name, index]));
    this.#only = Object.entries(mapping.only).map(([name, values]) => [this.#field(name), new Set(values)] as const);
    this.#unpivoted = Object.entries(mapping.unpivot?.columns ?? {}).map(
      ([name, label]) => [this.#field(name), label] as const,
    );
  }

  /** Columns that something is made of and the header does not have; of those that stand side by side one is enough. */
  get missing(): readonly string[] {
    const sideBySide = Object.keys(this.#mapping.unpivot?.columns ?? {});
    const needed = [...this.#steps.flatMap(({ inputs }) => inputs), ...Object.keys(this.#mapping.only)];
    const periods = sideBySide.some((name) => this.#place.has(name)) ? [] : sideBySide.slice(0, 1);
    return [...new Set([...needed, ...periods])].filter((name) => !this.#place.has(name));
  }

  /** Takes the scanner's record; answers why it cannot be read, after which its fields are those of the file. */
  take(scanner: FieldsOfRecord): RowRefusal | undefined {
    this.#copy(scanner);
    this.#next = 0;
    const refusal = scanner.fieldCount < this.#width ? undefined : this.#make();
    const isWhole = refusal === undefined && scanner.fieldCount >= this.#width;
    const made = this.names.length - (this.#mapping.unpivot ? 2 : 0);
    this.fieldCount = isWhole ? made : Math.min(scanner.fieldCount, this.#width);
    return refusal;
  }

  #make(): RowRefusal | undefined {
    for (const step of this.#steps) {
      const refusal = step.kind === 'join' ? this.#complete(step) : this.#derive(step.name, step.rule);
      if (refusal) return refusal;
    }
    return undefined;
  }

  /** Whether the record is one of those that are read. */
  isSelected(): boolean {
    const selected = this.#only.every(([field, values]) => values.has(this.#text(field)));
    if (!selected) this.#passedOver += 1;
    return selected;
  }

  /** Moves to the next row that the record stands for; false when there is none. Without `unpivot` it stands for one. */
  next(): boolean {
    const { unpivot } = this.#mapping;
    const at = this.#next;
    this.#next += 1;
    if (!unpivot) return at === 0;
    for (; this.#next <= this.#unpivoted.length; this.#next += 1) {
      const [field, label] = this.#unpivoted[this.#next - 1] ?? [-1, ''];
      const cell = this.#text(field);
      if (cell !== '') {
        this.#set(unpivot.label, label);
        this.#set(unpivot.cell, cell);
        this.fieldCount = this.names.length;
        return true;
      }
    }
    if (at === 0) this.#withoutCells += 1;
    return false;
  }

  /** What is told once for the file, with its count. */
  notices(): readonly { readonly code: string; readonly message: string }[] {
    const notices = [...this.#unknownKeys].map(([file, rows]) => ({
      code: 'row.unknown_key',
      message: `${rowsWere(rows)} rejected because ${file} does not say what their key means.`,
    }));
    if (this.#passedOver > 0) {
      const columns = Object.keys(this.#mapping.only).join(' and ');
      notices.push({
        code: 'row.not_selected',
        message: `${rowsWere(this.#passedOver)} passed over for what ${columns} holds, as the mapping says.`,
      });
    }
    if (this.#withoutCells > 0) {
      const message = `${rowsWere(this.#withoutCells)} passed over because every column that stands for a row of its own is empty.`;
      notices.push({ code: 'row.without_cells', message });
    }
    return notices;
  }

  #field(name: string): number {
    return this.#place.get(name) ?? -1;
  }

  #copy({ bytes, starts, ends, fieldCount }: FieldsOfRecord): void {
    const kept = Math.min(fieldCount, this.#width);
    const from = starts[0] ?? 0;
    const to = kept === 0 ? from : (ends[kept - 1] ?? from);
    this.#used = to - from;
    this.#reserve(0);
    this.bytes.set(bytes.subarray(from, to));
    this.starts.fill(0);
    this.ends.fill(0);
    for (let field = 0; field < kept; field += 1) {
      this.starts[field] = (starts[field] ?? 0) - from;
      this.ends[field] = (ends[field] ?? 0) - from;
    }
  }

  #reserve(more: number): void {
    if (this.#used + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.#used + more));
    larger.set(this.bytes);
    this.bytes = larger;
  }

  #text(field: number): string {
    const start = this.starts[field] ?? 0;
    const end = this.ends[field] ?? 0;
    return start >= end ? '' : cleaned(decoder.decode(this.bytes.subarray(start, end)), this.#mapping);
  }

  #set(name: string, text: string): void {
    const field = this.#field(name);
    const bytes = encoder.encode(text);
    this.#reserve(bytes.length);
    this.bytes.set(bytes, this.#used);
    this.starts[field] = this.#used;
    this.#used += bytes.length;
    this.ends[field] = this.#used;
  }

  #derive(name: string, rule: Derivation): undefined {
    const made = derivedText(rule, (column) => this.#text(this.#field(column)));
    this.#set(name, made === '' ? (rule.whenEmpty ?? '') : made);
  }

  #complete({ join, inputs, names }: DerivedStep & { readonly kind: 'join' }): RowRefusal | undefined {
    const parts = inputs.map((name) => this.#text(this.#field(name)));
    if (parts.includes('')) return undefined;
    const row = this.#joins[join]?.find(keyOf(parts));
    if (row !== undefined && row !== 'ambiguous') {
      for (const [index, name] of names.entries()) this.#set(name, row[index] ?? '');
      return undefined;
    }
    const file = this.#mapping.joins[join]?.source ?? '';
    const column = inputs.join(' and ');
    this.#unknownKeys.set(file, (this.#unknownKeys.get(file) ?? 0) + 1);
    const message =
      row === undefined
        ? `No row of ${file} has what ${column} holds here: send that file with it, or correct ${column}.`
        : `Several rows of ${file} have what ${column} holds here, with different contents: leave one of them.`;
    return { column: inputs[0] ?? '', code: row === undefined ? 'row.unknown_key' : 'row.ambiguous_key', message };
  }
}

const rowsWere = (rows: number) => (rows === 1 ? '1 row was' : `${rows} rows were`);

/** What a rule makes of a row's columns, without the spaces around it. */
export function derivedText(rule: Derivation, textOf: (column: string) => string): string {
  const whole = rule.template === undefined ? textOf(rule.from ?? '') : filled(rule.template, textOf);
  const part = partOf(whole, rule);
  const bare =
    rule.withoutPrefix !== undefined && part.startsWith(rule.withoutPrefix)
      ? part.slice(rule.withoutPrefix.length)
      : part;
  if (rule.start === undefined && rule.length === undefined) return bare.trim();
  const first = (rule.start ?? 1) - 1;
  return [...bare]
    .slice(first, rule.length === undefined ? undefined : first + rule.length)
    .join('')
    .trim();
}

function filled(template: string, textOf: (column: string) => string): string {
  let isComplete = true;
  const text = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = textOf(name);
    isComplete &&= value !== '';
    return value;
  });
  return isComplete ? text : '';
}

function partOf(text: string, { separator, part }: Derivation): string {
  if (separator === undefined || part === undefined) return text;
  const parts = text.split(separator);
  return parts.at(part > 0 ? part - 1 : part)?.trim() ?? '';
}

/** Column names as the mapping writes them, where a header differs from it in spaces and the case of letters alone. */
export function spelledAsMapped(header: readonly string[], mapping: FileMapping): readonly string[] {
  const spelled = [...header];
  for (const name of neededColumns(mapping)) {
    const place = placeOf(name, header);
    if (place >= 0) spelled[place] = name;
  }
  return spelled;
}
