/** A row or file that was not taken, or was taken with a remark. Never carries a value of a name or id. */
export interface Diagnostic {
  readonly severity: 'rejected' | 'notice';
  readonly file: string;
  /** Physical line, 1 is the header; 0 for the whole file. */
  readonly line: number;
  readonly column?: string;
  /** Stable, `row.invalid_date`. */
  readonly code: string;
  /** A sentence a registrar can act on. */
  readonly message: string;
}
