import { type Day, parseDay } from '../domain/calendar/day.ts';
import {
  DOMAINS,
  type DomainResult,
  type Reason,
  type RowReference,
  type StudentResult,
} from '../domain/tiers/result.ts';
import { quoted } from './quoted.ts';
import { DETAIL_KEYS, type Detail } from './storedResult.ts';

/**
 * A student's result as a line of JSON, a fifth of what it says: rows and dates are numbers, and what follows from the
 * rest (the signature) is left out. `readResultLine` makes the same result of it.
 */
export function resultLine({ sourcedId, school, domains }: StudentResult): string {
  const sources: RowReference[] = [];
  let text = `{"sourcedId":${quoted(sourcedId)}`;
  if (school !== undefined) text += `,"school":${quoted(school)}`;
  let opening = ',"domains":{';
  for (const domain of DOMAINS) {
    text += `${opening}"${domain}":${domainText(domains[domain], sources)}`;
    opening = ',';
  }
  const named = sources.map(({ drop, file }) => `[${quoted(drop)},${quoted(file)}]`).join(',');
  return `${text}},"sources":[${named}]}`;
}

function domainText({ tier, flags, asOf, thresholds, reasons }: DomainResult, sources: RowReference[]): string {
  let text = typeof tier === 'number' ? `{"tier":${tier},"flags":[` : `{"tier":"${tier}","flags":[`;
  let separator = '';
  for (const flag of flags) {
    text += separator + quoted(flag);
    separator = ',';
  }
  text += asOf === undefined ? '],"thresholds":' : `],"asOf":"${asOf}","thresholds":`;
  text += quoted(thresholds);
  separator = ',"reasons":[';
  for (const reason of reasons) {
    text += separator + reasonText(reason, sources);
    separator = ',';
  }
  return reasons.length === 0 ? `${text},"reasons":[]}` : `${text}]}`;
}

function reasonText(reason: Reason, sources: RowReference[]): string {
  const { code, value, cutPoint, detail, dates, rows, moreRows } = reason;
  let text = `[${quoted(code)}`;
  // What a reason has not is written once something follows.
  let absent = '';
  const add = (part: string | undefined) => {
    if (part === undefined) absent += ',0';
    else {
      text += `${absent},${part}`;
      absent = '';
    }
  };
  add(value === undefined ? undefined : quoted(value));
  add(cutPoint === undefined ? undefined : quoted(cutPoint));
  add(detail && detailText(code, detail));
  add(dates && datesText(dates));
  add(rows && rowsText(rows, sources));
  add(moreRows === undefined ? undefined : `${moreRows}`);
  return `${text}]`;
}

function detailText(code: string, detail: Detail): string {
  const keys = DETAIL_KEYS[code];
  if (keys === undefined) return JSON.stringify(detail);
  let text = '';
  let place = 0;
  for (const key in detail) {
    const value = detail[key];
    if (key !== keys[place]) return JSON.stringify(detail);
    text += `${place === 0 ? '[' : ','}${typeof value === 'string' ? quoted(value) : value}`;
    place += 1;
  }
  return place === keys.length ? `${text}]` : JSON.stringify(detail);
}

/** The days of the dates a process meets. */
const read = new Map<string, Day>();

function dayOf(date: string): Day {
  const known = read.get(date);
  if (known !== undefined) return known;
  const day = parseDay(date);
  if (day === undefined) throw new RangeError('dates of reasons are ISO days');
  read.set(date, day);
  return day;
}

function datesText(dates: readonly string[]): string {
  let text = '';
  let before = 0;
  for (const date of dates) {
    const day = dayOf(date);
    text += text === '' ? `[${day}` : `,${day - before}`;
    before = day;
  }
  return text === '' ? '[]' : `${text}]`;
}

function rowsText(rows: readonly RowReference[], sources: RowReference[]): string {
  let text = '';
  let source: RowReference | undefined;
  let before = 0;
  for (const row of rows) {
    if (source !== undefined && row.drop === source.drop && row.file === source.file) {
      text += `,${row.line - before}`;
    } else {
      source = row;
      text += `${text === '' ? '[' : '],'}[${placeOf(row, sources)},${row.line}`;
    }
    before = row.line;
  }
  return text === '' ? '[]' : `${text}]]`;
}

function placeOf({ drop, file }: RowReference, sources: RowReference[]): number {
  const place = sources.findIndex((source) => source.drop === drop && source.file === file);
  return place < 0 ? sources.push({ drop, file, line: 0 }) - 1 : place;
}
