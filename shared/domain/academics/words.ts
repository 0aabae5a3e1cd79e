/** A word as it is compared: `At/Above Benchmark` and `at above benchmark` are one. */
export function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
