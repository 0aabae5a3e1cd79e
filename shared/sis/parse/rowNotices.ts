import type { FileSpec, OneRosterVersion, RowNote } from '../fileSpec.ts';
import { quotedOrClass } from './messages.ts';
import type { RowStatus } from './rowStatus.ts';

const MAX_DISTINCT_CODES = 200;

/** What is told once per file rather than row by row, with its count. */
export class RowNotices {
  private statusesInBulk = 0;
  private deletedInBulk = 0;
  private readonly unmapped = new Map<string, { readonly column: string; rows: number }>();
  private readonly noted = new Map<string, { readonly note: RowNote; readonly shown: string; rows: number }>();

  countStatus(status: RowStatus, isDated: boolean): void {
    if (status.given || isDated) this.statusesInBulk += 1;
    if (status.deletes) this.deletedInBulk += 1;
  }

  /** Counts rows that are active and carry a status or a date. */
  countActive(rows: number): void {
    this.statusesInBulk += rows;
  }

  /** `shown` is the code where it may be quoted, else its class. */
  countUnmapped(column: string, shown: string): void {
    const code = this.unmapped.has(shown) || this.unmapped.size < MAX_DISTINCT_CODES ? shown : 'other codes';
    const known = this.unmapped.get(code);
    if (known) known.rows += 1;
    else this.unmapped.set(code, { column, rows: 1 });
  }

  /** Rows that are kept, and of which something is told. */
  note(note: RowNote, spec: FileSpec): void {
    const finding = findingOf(note, spec);
    const isListed = this.noted.has(keyOf(note, finding)) || this.noted.size < MAX_DISTINCT_CODES;
    const shown = isListed ? finding : 'holds something else';
    const known = this.noted.get(keyOf(note, shown));
    if (known) known.rows += 1;
    else this.noted.set(keyOf(note, shown), { note, shown, rows: 1 });
  }

  all(spec: FileSpec, version: OneRosterVersion): readonly { readonly code: string; readonly message: string }[] {
    const notices = [...this.unmapped].map(([code, { column, rows }]) => ({
      code: 'row.unmapped_code',
      message: `${column}: ${counted(rows, 'row was', 'rows were')} rejected for ${code}, which no code map names.`,
    }));
    for (const { note, shown, rows } of this.noted.values()) {
      const where = counted(rows, 'row', 'rows');
      notices.push({ code: note.code, message: `${note.column} ${shown} in ${where}: ${note.consequence}` });
    }
    if (this.statusesInBulk > 0 && version === '1.2' && spec.headers) {
      const message = `${counted(this.statusesInBulk, 'row carries', 'rows carry')} a status or dateLastModified; OneRoster 1.2 leaves both empty in bulk files.`;
      notices.push({ code: 'row.field_forbidden_in_bulk', message });
    }
    if (this.deletedInBulk > 0) {
      const message = `${counted(this.deletedInBulk, 'row is', 'rows are')} marked tobedeleted or inactive: taken as deleted.`;
      notices.push({ code: 'row.deleted_in_bulk', message });
    }
    return notices;
  }
}

const counted = (rows: number, one: string, several: string) => (rows === 1 ? `1 ${one}` : `${rows} ${several}`);

const keyOf = ({ column, code }: RowNote, shown: string) => `${column} ${code} ${shown}`;

function findingOf({ column, finding }: RowNote, spec: FileSpec): string {
  if (typeof finding === 'string') return finding;
  const type = spec.columns.find(({ name }) => name === column)?.type;
  return `holds ${type ? quotedOrClass(type, finding.value) : 'a value'}`;
}
