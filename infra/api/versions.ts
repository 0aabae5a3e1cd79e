import type { Difference } from './schemaDifferences.ts';

/**
 * Why a document may not have its version, given that of the released one and what differs; undefined when it may. A
 * breaking difference needs a higher major, any other at least a higher minor.
 */
export function versionObjection(
  released: string,
  current: string,
  differences: readonly Difference[],
): string | undefined {
  const [was, is] = [partsOf(released), partsOf(current)];
  if (!was || !is) return `a version is three numbers, such as 1.4.0: ${released}, ${current}`;
  const breaking = differences.filter((each) => each.breaking);
  if (is.major > was.major) return undefined;
  const order = is.major - was.major || is.minor - was.minor || is.patch - was.patch;
  if (order < 0) return `the version goes back from ${released} to ${current}`;
  if (breaking.length > 0)
    return sentence(`These changes break callers. Undo them, or raise the version to ${was.major + 1}.0.0:`, breaking);
  if (differences.length > 0 && is.minor === was.minor)
    return sentence(`The API has changed: raise the version to ${was.major}.${was.minor + 1}.0 at least.`, differences);
  return undefined;
}

const sentence = (what: string, differences: readonly Difference[]) =>
  [what, ...differences.map((each) => `  ${each.place}: ${each.what}`)].join('\n');

function partsOf(version: string) {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  return match && { major: Number(match[1]), minor: Number(match[2]), patch: Number(match[3]) };
}
