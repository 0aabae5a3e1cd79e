/** One table of an edition: an immutable object in the lake bucket, named by its content. */
export interface EditionTable {
  /** Object key, `tables/<name>/<sha256>.table`. */
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  /** Hex SHA-256 of the object. */
  readonly sha256: string;
  /** `generatedAt` of the last drop that changed or confirmed the table: an older drop never overwrites it. */
  readonly generatedAt: string;
}

/** A complete, immutable state of the district's data; stored as `editions/<number>.json` in the lake bucket. */
export interface Edition {
  /** 1 for the first accepted drop, then one more each. */
  readonly number: number;
  /** The edition it was built on; 0 for none. */
  readonly parent: number;
  /** The drop that made it. */
  readonly dropId: string;
  /** When its drop was generated, instant. */
  readonly generatedAt: string;
  readonly tables: Readonly<Record<string, EditionTable>>;
}

/**
 * How far attendance is known, per school: ISO day. Kept apart from the edition, because the same content sent anew
 * makes no edition but moves coverage on. A school that is absent here has never sent attendance.
 */
export type Coverage = Readonly<Record<string, string>>;
