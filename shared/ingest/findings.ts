import type { Diagnostic } from '../domain/diagnostic.ts';
import type { Hold } from '../store/entities.ts';
import { lacksConsent } from './consent.ts';
import { isGuard } from './guards.ts';
import { PURGED_CODE } from './omitPurged.ts';

/** Diagnostics kept in a report; all of them are counted. */
const KEPT = 10_000;

/** What was found in a drop: diagnostics with their counts, the list of rejected rows, and the reasons to hold it. */
export class Findings {
  readonly #rejected: Diagnostic[] = [];
  readonly #notices: Diagnostic[] = [];
  readonly #counts = new Map<string, number>();
  readonly #rejects = new CsvLines(['file', 'line', 'column', 'code', 'message']);
  readonly #holds: Hold[] = [];
  readonly #guardsLifted: boolean;
  readonly #withoutConsent = new Set<string>();
  readonly #namingPurged = new Set<string>();

  /** Guards that have been lifted are noted and hold nothing. */
  constructor({ guardsLifted = false }: { readonly guardsLifted?: boolean } = {}) {
    this.#guardsLifted = guardsLifted;
  }

  readonly report = (diagnostic: Diagnostic): void => {
    const { severity, file, line, column = '', code, message } = diagnostic;
    if (lacksConsent(diagnostic)) this.#withoutConsent.add(file);
    if (code === PURGED_CODE) this.#namingPurged.add(file);
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    const kept = severity === 'rejected' ? this.#rejected : this.#notices;
    if (kept.length < KEPT || isOfWholeFile(diagnostic)) kept.push(diagnostic);
    if (severity === 'rejected') this.#rejects.add([file, String(line), column, code, message]);
  };

  hold(...holds: readonly Hold[]): void {
    this.#holds.push(...holds);
  }

  get holds(): readonly Hold[] {
    return this.#holds;
  }

  /** Whether the drop must not be taken in as it is. */
  get isHeld(): boolean {
    return this.#holds.some((hold) => !(this.#guardsLifted && isGuard(hold)));
  }

  /**
   * Rejected rows before notices, each in the order of the files. However many rows there are, what is said of whole files
   * is among them (codes that nobody knows, dates in another format): it is what explains the rows.
   */
  get diagnostics(): readonly Diagnostic[] {
    const ofRows = this.#notices.filter((notice) => !isOfWholeFile(notice)).length;
    const room = Math.max(0, KEPT - (this.#notices.length - ofRows));
    const rejected = this.#rejected.slice(0, Math.max(room - ofRows, Math.ceil(room / 2)));
    let left = room - rejected.length;
    return [...rejected, ...this.#notices.filter((notice) => isOfWholeFile(notice) || left-- > 0)];
  }

  /** Files with answers that nobody has consented to. */
  get withoutConsent(): ReadonlySet<string> {
    return this.#withoutConsent;
  }

  /** Files with rows of students who were purged. */
  get namingPurged(): ReadonlySet<string> {
    return this.#namingPurged;
  }

  /** How often each code was reported, sorted. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Every rejected row as CSV. */
  get rejects(): Iterable<Uint8Array> {
    return this.#rejects.chunks();
  }
}

const isOfWholeFile = ({ severity, line }: Diagnostic) => severity === 'notice' && line === 0;

/** CSV that is kept as bytes while it grows. */
class CsvLines {
  readonly #chunks: Uint8Array[] = [];
  #open = '';

  constructor(header: readonly string[]) {
    this.add(header);
  }

  add(cells: readonly string[]): void {
    this.#open += `${cells.map(quoted).join(',')}\r\n`;
    if (this.#open.length > 65_536) this.#close();
  }

  chunks(): readonly Uint8Array[] {
    this.#close();
    return this.#chunks;
  }

  #close(): void {
    if (this.#open) this.#chunks.push(new TextEncoder().encode(this.#open));
    this.#open = '';
  }
}

/** A spreadsheet would run a cell that begins so as a formula: names of files are the sender's. */
const FORMULA = /^[=+\-@\t\r]/;

function quoted(cell: string): string {
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
