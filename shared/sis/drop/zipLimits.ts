/** How much a zip may hold. No file streams out more than the zip declares for it, so declared sizes bound the whole. */
export interface ZipLimits {
  readonly entries: number;
  readonly entryBytes: number;
  readonly totalBytes: number;
  /** Expanded ÷ compressed bytes; checked from `ratioFromBytes` on, because small files of one value compress well. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

const GIB = 1024 ** 3;

/** Wide enough for a state of a million students (about 2 GB of CSV). */
export const ZIP_LIMITS: ZipLimits = {
  entries: 200,
  entryBytes: 8 * GIB,
  totalBytes: 16 * GIB,
  ratio: 250,
  ratioFromBytes: 8 * 1024 ** 2,
};
