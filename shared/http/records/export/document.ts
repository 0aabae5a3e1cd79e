/** A whole record as it is handed out: in sections, each of rows that say what they mean by the names of their fields. */
export interface ExportDocument {
  readonly format: 'waymark-student-record/1';
  readonly district: string;
  /** Instant at which it was taken out. */
  readonly generatedAt: string;
  readonly student: { readonly sourcedId: string; readonly givenName: string; readonly familyName: string };
  /** The last day that counted in the published assessment. */
  readonly asOf: string;
  readonly sections: readonly ExportSection[];
}

export interface ExportSection {
  readonly name: string;
  readonly title: string;
  /** The file of the SIS it comes from, and when that was made. */
  readonly source?: { readonly file: string; readonly generatedAt?: string };
  readonly items: readonly ExportItem[];
  /** What is left out, and why; absent where nothing is. */
  readonly withheld?: string;
}

export type ExportItem = Readonly<Record<string, unknown>>;

/** `attemptedCredits` as people read it. */
export function labelOf(field: string): string {
  const words = field.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
