import type { DropFile } from '../../../../shared/sis/drop/source.ts';
import { UNDECIDED } from '../../../../shared/sis/mapping/checks.ts';
import { type FileMapping, fileMapping } from '../../../../shared/sis/mapping/fileMapping.ts';
import type { Mapping, MappingError } from '../../../../shared/sis/mapping/mapping.ts';
import { isJoined } from '../../../../shared/sis/mapping/sources.ts';
import { FILES, recognize } from '../../../../shared/sis/registry.ts';
import { readyMade, readyMadeNames, resolveMapping } from '../../../mappings.ts';
import { cellsByTarget } from './columnCells.ts';
import { entriesFor, matchOf } from './match.ts';
import { dateFormatsOf, type SniffedFile } from './sniff.ts';

/** What is proposed for one file of the export. */
export interface FileProposal {
  readonly file: string;
  /** Absent where nothing was found that the file looks like. */
  readonly target?: string;
  /** How many columns were placed; all of a file that speaks the standard already. */
  readonly placed: number;
  readonly missing: readonly string[];
  readonly unplaced: readonly string[];
  /** Formats that read every date of the file, where there are several. */
  readonly dateFormats: readonly string[];
  /** Target column → code → rows of the sample. */
  readonly codes: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Suggestion {
  /** Name of the ready-made mapping that the export fits. */
  readonly readyMade?: string;
  /** What is written into the draft. */
  readonly draft: Readonly<Record<string, unknown>>;
  readonly files: readonly FileProposal[];
  /** Places where a person must decide before the mapping can be used. */
  readonly open: readonly MappingError[];
}

/** Proposes a mapping for an export, on top of a ready-made one where that fits. */
export async function suggest(sniffed: readonly SniffedFile[], all: readonly DropFile[]): Promise<Suggestion> {
  const fitting = bestReadyMade(sniffed);
  const base = fitting?.mapping;
  const proposals: { readonly proposal: FileProposal; readonly entry?: object }[] = [];
  for (const file of sniffed) {
    const entries = base ? entriesFor(base, file) : [];
    if (entries.length > 0) for (const entry of entries) proposals.push(await ofReadyMade(file, entry, all));
    else if (!isJoined(base, file.name)) proposals.push(await ofMatch(file, all));
  }
  const files = proposals.map(({ proposal }) => proposal);
  const entries = proposals.flatMap(({ entry }) => (entry ? [entry] : []));
  const used = new Set(base?.files.filter((file) => sniffed.some((each) => entriesFor(base, each).includes(file))));
  const omit = base?.files.filter((file) => !used.has(file)).map(({ name }) => name) ?? [];
  const draft = {
    ...(fitting && { extends: fitting.name }),
    ...(omit.length > 0 && { omit }),
    files: entries,
    unplaced: unplacedOf(files),
  };
  const outcome = resolveMapping(draft);
  const open = 'errors' in outcome ? outcome.errors : [];
  return { ...(fitting && { readyMade: fitting.name }), draft, files, open };
}

/** The ready-made mapping that most files fit: one file alone could agree by chance, unless in many columns. */
function bestReadyMade(
  sniffed: readonly SniffedFile[],
): { readonly name: string; readonly mapping: Mapping } | undefined {
  const all = readyMadeNames().flatMap((name) => {
    const resolved = resolveMapping(readyMade(name));
    if ('errors' in resolved) return [];
    const entries = sniffed.flatMap((file) => entriesFor(resolved.mapping, file).slice(0, 1));
    const columns = entries.reduce((sum, entry) => sum + Object.keys(entry.columns).length, 0);
    return [{ name, mapping: resolved.mapping, fitting: entries.length, columns }];
  });
  const best = all.toSorted((a, b) => b.fitting - a.fitting || b.columns - a.columns)[0];
  return best && (best.fitting > 1 || (best.fitting === 1 && best.columns >= MANY_COLUMNS)) ? best : undefined;
}

const MANY_COLUMNS = 5;

/** How the file is written, where it differs from what a mapping says of it. */
function formatOf(file: SniffedFile, said: Partial<FileMapping>, spoken: readonly string[]) {
  const dates = datesOf(file, spoken, said.dateFormat);
  const format = {
    ...(file.delimiter !== (said.delimiter ?? ',') && { delimiter: file.delimiter }),
    ...(file.encoding !== (said.encoding ?? 'utf-8') && !isAscii(file) && { encoding: file.encoding }),
    ...(file.quoteEscape !== (said.quoteEscape ?? '"') &&
      file.quoteEscape === '\\' && { quoteEscape: file.quoteEscape }),
    ...(file.nullTokens.some((word) => !said.nullTokens?.includes(word)) && { nullTokens: file.nullTokens }),
    ...(dates.format !== undefined && { dateFormat: dates.format }),
  };
  return { format, dateFormats: dates.formats };
}

/** A file of letters and digits alone reads the same in every encoding but UTF-16. */
const isAscii = ({ encoding, rows, header }: SniffedFile) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what it asks for.
  encoding !== 'utf-16' && [header, ...rows].every((row) => row.every((cell) => /^[\x00-\x7f]*$/.test(cell)));

/** The format of the file's dates if it is not the one that was said; undecided where day and month could change places. */
function datesOf(file: SniffedFile, columns: readonly string[], said: string | undefined) {
  const perColumn = columns
    .map((column) => dateFormatsOf(cellsOf(file, column), file.nullTokens))
    .filter((each) => each.length > 0);
  const [first, ...others] = perColumn;
  const formats = (first ?? []).filter((format) => others.every((each) => each.includes(format)));
  const plain = said?.replace(/\*$/, '') ?? 'YYYY-MM-DD';
  const isSaid =
    formats.some((format) => format === said || format === plain) && (said !== undefined || formats.length === 1);
  if (formats.length === 0 || isSaid) return { formats: formats.length > 1 && !isSaid ? formats : [] };
  return formats.length === 1 ? { formats: [], format: formats[0] } : { formats, format: UNDECIDED };
}

const cellsOf = ({ header, rows }: SniffedFile, column: string): readonly string[] => {
  const place = header.indexOf(column);
  return rows.map((row) => row[place] ?? '');
};

async function ofReadyMade(file: SniffedFile, entry: FileMapping, all: readonly DropFile[]) {
  const spec = specOf(entry.target);
  const dayColumns = Object.entries(entry.columns).flatMap(([source, targets]) =>
    targets.some((target) => isDay(entry.target, target)) ? [source] : [],
  );
  const { format, dateFormats } = formatOf(file, entry, dayColumns);
  const read = { ...entry, ...format } as FileMapping;
  const codes = codesIn(entry.target, await cellsByTarget(file, read, all), entry);
  const own = { name: entry.name, ...format, ...codesToDecide(codes) };
  const proposal: FileProposal = {
    file: file.name,
    target: spec?.name ?? entry.target,
    placed: Object.keys(entry.columns).length,
    missing: [],
    unplaced: [],
    dateFormats,
    codes,
  };
  return { proposal, ...(Object.keys(own).length > 1 && { entry: own }) };
}

async function ofMatch(file: SniffedFile, all: readonly DropFile[]) {
  const match = matchOf(file);
  const nothing: FileProposal = { file: file.name, placed: 0, missing: [], unplaced: [], dateFormats: [], codes: {} };
  if (!match) return { proposal: nothing };
  const { spec, columns, missing, unplaced } = match;
  const dayColumns = Object.entries(columns).flatMap(([source, target]) => (isDay(spec.name, target) ? [source] : []));
  const { format, dateFormats } = formatOf(file, {}, dayColumns);
  const renamed = Object.fromEntries(Object.entries(columns).filter(([source, target]) => source !== target));
  const isStandard = recognize(file.name.replace(/\.csv$/, '')).kind === 'table' && Object.keys(renamed).length === 0;
  const entry = fileMapping.parse({ source: file.name, target: spec.name, ...format, dateFormat: undefined, columns });
  const codes = codesIn(spec.name, await cellsByTarget(file, entry, all), entry);
  const proposal = {
    file: file.name,
    target: spec.name,
    placed: Object.keys(columns).length,
    missing,
    unplaced,
    dateFormats,
    codes,
  };
  if (isStandard && missing.length === 0 && Object.keys(format).length === 0 && Object.keys(codes).length === 0)
    return { proposal };
  const open = Object.fromEntries(missing.map((column) => [`${UNDECIDED}${column}`, column]));
  return {
    proposal,
    entry: {
      source: file.name,
      target: spec.name,
      ...format,
      columns: { ...renamed, ...open },
      ...codesToDecide(codes),
    },
  };
}

const specOf = (target: string) => FILES.find(({ name }) => name === target);
const isDay = (target: string, column: string) =>
  specOf(target)?.columns.find(({ name }) => name === column)?.type.kind === 'day';

/** Codes so many that nobody would decide them one by one are no codes. */
const MAX_CODES = 100;

/** Values of enumerated columns that neither the standard nor the mapping knows, where they may be shown. */
function codesIn(
  target: string,
  cells: ReadonlyMap<string, readonly string[]>,
  entry: FileMapping,
): FileProposal['codes'] {
  const found: Record<string, Record<string, number>> = {};
  for (const { name, type } of specOf(target)?.columns ?? []) {
    if (!type.values || !type.quotable) continue;
    const known = new Set([
      ...type.values,
      ...Object.keys(type.aliases ?? {}),
      ...Object.keys(specOf(target)?.codes?.[name] ?? {}),
      ...Object.keys(entry.codes[name] ?? {}),
    ]);
    const counts = new Map<string, number>();
    for (const cell of cells.get(name) ?? []) {
      if (cell !== '' && !known.has(cell) && type.quotable.test(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    }
    if (counts.size > 0 && counts.size <= MAX_CODES)
      found[name] = Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
  }
  return found;
}

function codesToDecide(codes: FileProposal['codes']) {
  if (Object.keys(codes).length === 0) return {};
  const decide = ([column, seen]: [string, Readonly<Record<string, number>>]) =>
    [column, Object.fromEntries(Object.keys(seen).map((code) => [code, { [column]: UNDECIDED }]))] as const;
  return { codes: Object.fromEntries(Object.entries(codes).map(decide)) };
}

/** For the person who finishes the draft: it is not read. */
function unplacedOf(files: readonly FileProposal[]) {
  return Object.fromEntries(
    files.flatMap(({ file, target, unplaced, dateFormats, codes }) => {
      const left = {
        ...(target === undefined && { file: 'looks like no file of the drop' }),
        ...(unplaced.length > 0 && { columns: unplaced }),
        ...(dateFormats.length > 0 && { dateFormats }),
        ...(Object.keys(codes).length > 0 && { codes }),
      };
      return Object.keys(left).length > 0 ? [[target === undefined ? file : `${file} (${target})`, left]] : [];
    }),
  );
}
