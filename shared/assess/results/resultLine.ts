import { type Day, parseDay } from '../../domain/calendar/day.ts';
import {
  type AssessedTier,
  DOMAINS,
  type DomainOutcome,
  type Reason,
  type RowReference,
  type StudentResult,
  type SubDomainResult,
} from '../../domain/tiers/result.ts';
import type { JsonBytes } from './jsonBytes.ts';
import { DETAIL_KEYS, type Detail, type Value } from './storedResult.ts';

/**
 * Writes a student's result as a line of JSON, a quarter of what it says: rows and dates are numbers, and what follows
 * from the rest (the signature) is left out. `readResultLine` makes the same result of it.
 */
export function writeResult(out: JsonBytes, { sourcedId, school, domains }: StudentResult<DomainOutcome>): void {
  const sources: RowReference[] = [];
  out.raw('{"sourcedId":');
  out.quoted(sourcedId);
  if (school !== undefined) {
    out.raw(',"school":');
    out.quoted(school);
  }
  out.raw(',"domains":{');
  for (let place = 0; place < DOMAINS.length; place++) {
    const domain = DOMAINS[place];
    if (domain === undefined) continue;
    out.raw(place === 0 ? '"' : ',"');
    out.raw(domain);
    out.raw('":');
    writeDomain(out, domains[domain], sources);
  }
  out.raw('},"sources":[');
  for (let place = 0; place < sources.length; place++) {
    out.raw(place === 0 ? '[' : ',[');
    out.quoted(sources[place]?.drop ?? '');
    out.raw(',');
    out.quoted(sources[place]?.file ?? '');
    out.raw(']');
  }
  out.raw(']}');
}

function writeTier(out: JsonBytes, tier: AssessedTier): void {
  if (typeof tier === 'number') out.integer(tier);
  else out.quoted(tier);
}

/** Results that many students share, which are frozen and name no rows, as they are written. */
const written = new WeakMap<DomainOutcome, Uint8Array>();

function writeDomain(out: JsonBytes, result: DomainOutcome, sources: RowReference[]): void {
  const bytes = written.get(result);
  if (bytes) {
    out.piece(bytes);
    return;
  }
  const from = out.written().length;
  writeAnew(out, result, sources);
  if (Object.isFrozen(result) && result.reasons.every(({ rows }) => rows === undefined)) {
    written.set(result, out.written().slice(from));
  }
}

function writeAnew(out: JsonBytes, result: DomainOutcome, sources: RowReference[]): void {
  const { tier, flags, asOf, thresholds, computed, subDomains, reasons } = result;
  out.raw('{"tier":');
  writeTier(out, tier);
  out.raw(',"flags":[');
  for (let place = 0; place < flags.length; place++) {
    if (place > 0) out.raw(',');
    out.quoted(flags[place] ?? '');
  }
  out.raw(']');
  if (asOf !== undefined) {
    out.raw(',"asOf":');
    out.quoted(asOf);
  }
  out.raw(',"thresholds":');
  out.quoted(thresholds);
  if (computed !== undefined) {
    out.raw(',"computed":');
    writeTier(out, computed.tier);
  }
  if (subDomains !== undefined) writeSubDomains(out, subDomains);
  out.raw(',"reasons":[');
  for (let place = 0; place < reasons.length; place++) {
    const reason = reasons[place];
    if (place > 0) out.raw(',');
    if (reason !== undefined) writeReason(out, reason, sources);
  }
  out.raw(']}');
}

function writeSubDomains(out: JsonBytes, subDomains: readonly SubDomainResult[]): void {
  let opening = ',"subDomains":{';
  for (const { name, tier } of subDomains) {
    out.raw(opening);
    out.quoted(name);
    out.raw(':');
    writeTier(out, tier);
    opening = ',';
  }
  out.raw(opening === ',' ? '}' : `${opening}}`);
}

function writeReason(out: JsonBytes, reason: Reason, sources: RowReference[]): void {
  const { code, value, cutPoint, detail, dates, rows, moreRows, items } = reason;
  const isItems = items !== undefined;
  const isMore = isItems || moreRows !== undefined;
  const isRows = isMore || rows !== undefined;
  const isDates = isRows || dates !== undefined;
  const isDetail = isDates || detail !== undefined;
  const isCut = isDetail || cutPoint !== undefined;
  out.raw('[');
  out.quoted(code);
  if (isCut || value !== undefined) writeText(out, value);
  if (isCut) writeText(out, cutPoint);
  if (isDetail) writeDetail(out, code, detail);
  if (isDates) writeDates(out, dates);
  if (isRows) writeRows(out, rows, sources);
  if (isMore) {
    out.raw(',');
    out.integer(moreRows ?? 0);
  }
  if (isItems) writeItems(out, items);
  out.raw(']');
}

function writeItems(out: JsonBytes, items: readonly string[]): void {
  out.raw(',[');
  for (let place = 0; place < items.length; place++) {
    if (place > 0) out.raw(',');
    out.quoted(items[place] ?? '');
  }
  out.raw(']');
}

function writeText(out: JsonBytes, text: string | undefined): void {
  out.raw(',');
  if (text === undefined) out.raw('0');
  else out.quoted(text);
}

function writeDetail(out: JsonBytes, code: string, detail: Detail | undefined): void {
  out.raw(',');
  if (detail === undefined) {
    out.raw('0');
    return;
  }
  const keys = DETAIL_KEYS[code];
  const isBare = keys !== undefined && hasKeys(detail, keys);
  let opening = isBare ? '[' : '{';
  for (const key in detail) {
    out.raw(opening);
    if (!isBare) {
      out.quoted(key);
      out.raw(':');
    }
    writeValue(out, detail[key]);
    opening = ',';
  }
  if (opening !== ',') out.raw(opening);
  out.raw(isBare ? ']' : '}');
}

function writeValue(out: JsonBytes, value: Value | undefined): void {
  if (typeof value === 'string') out.quoted(value);
  else if (Number.isSafeInteger(value)) out.integer(Number(value));
  else out.raw(JSON.stringify(value ?? null));
}

function hasKeys(detail: Detail, keys: readonly string[]): boolean {
  let place = 0;
  for (const key in detail) {
    if (key !== keys[place]) return false;
    place += 1;
  }
  return place === keys.length;
}

/** The days of the dates a process meets. */
const met = new Map<string, Day>();

function dayOf(date: string): Day {
  const known = met.get(date);
  if (known !== undefined) return known;
  const day = parseDay(date);
  if (day === undefined) throw new RangeError('dates of reasons are ISO days');
  met.set(date, day);
  return day;
}

function writeDates(out: JsonBytes, dates: readonly string[] | undefined): void {
  if (dates === undefined) {
    out.raw(',0');
    return;
  }
  out.raw(',[');
  let before = 0;
  for (let place = 0; place < dates.length; place++) {
    const day = dayOf(dates[place] ?? '');
    if (place > 0) out.raw(',');
    out.integer(day - before);
    before = day;
  }
  out.raw(']');
}

function writeRows(out: JsonBytes, rows: readonly RowReference[] | undefined, sources: RowReference[]): void {
  if (rows === undefined) {
    out.raw(',0');
    return;
  }
  out.raw(',[');
  let source: RowReference | undefined;
  let before = 0;
  for (const row of rows) {
    if (source === undefined || row.drop !== source.drop || row.file !== source.file) {
      out.raw(source === undefined ? '[' : '],[');
      out.integer(placeOf(row, sources));
      source = row;
      before = 0;
    }
    out.raw(',');
    out.integer(row.line - before);
    before = row.line;
  }
  out.raw(source === undefined ? ']' : ']]');
}

function placeOf({ drop, file }: RowReference, sources: RowReference[]): number {
  for (let place = 0; place < sources.length; place++) {
    if (sources[place]?.drop === drop && sources[place]?.file === file) return place;
  }
  return sources.push({ drop, file, line: 0 }) - 1;
}
