type Raw = Readonly<Record<string, unknown>>;

/** What a mapping that extends another may say beside its files. */
const MERGED: readonly string[] = ['derived', 'columns', 'constants', 'codes', 'only'];

/**
 * A mapping on top of another one, both as they stand in their files. A file of the same `name` is changed setting by
 * setting; a file of its own comes before those of the base; `omit` names files of the base to leave out. In columns,
 * constants, codes and derived columns single entries are added and replaced, and taken out with `null`.
 * What has not the form of a mapping is left for `readMapping` to refuse.
 */
export function extended(base: unknown, own: unknown): unknown {
  if (!isRecord(base) || !isRecord(own)) return own;
  const { extends: _, omit, ...rest } = own;
  const left = listOf(base['files']).filter((file) => !listOf(omit).includes(nameOf(file)));
  const changes = listOf(own['files']);
  const added = changes.filter(
    (file) => !left.some((each) => nameOf(file) !== undefined && nameOf(each) === nameOf(file)),
  );
  const files = left.map((file) => {
    const change = changes.find((each) => !added.includes(each) && nameOf(each) === nameOf(file));
    return isRecord(file) && isRecord(change) ? changed(file, change) : file;
  });
  return {
    ...base,
    ...rest,
    ...merged('format', base, own),
    ...merged('codes', base, own),
    files: [...added, ...files],
  };
}

/** Says for each file what the mapping says for all of them: how the source writes, and the codes of its target. */
export function spreadOut(content: unknown): unknown {
  if (!isRecord(content) || !Array.isArray(content['files'])) return content;
  const { format, codes, ...rest } = content;
  const files = content['files'].map((file: unknown) => {
    if (!isRecord(file)) return file;
    const ofTarget = isRecord(codes) ? codes[String(file['target'])] : undefined;
    const both = ofTarget === undefined ? file['codes'] : deep(ofTarget, file['codes'] ?? {});
    return { ...(isRecord(format) && format), ...file, ...(both !== undefined && { codes: both }) };
  });
  return { ...rest, files };
}

/** Names in `codes` that no file has as its target, and names in `omit` that the base does not have. */
export function strayNames(
  base: unknown,
  own: unknown,
): readonly { readonly path: string; readonly message: string }[] {
  if (!isRecord(base) || !isRecord(own)) return [];
  const names = listOf(base['files']).map(nameOf);
  return listOf(own['omit'])
    .filter((name) => !names.includes(name))
    .map((name) => ({ path: 'omit', message: `the mapping has no file "${String(name)}": ${names.join(', ')}` }));
}

function changed(base: Raw, change: Raw): Raw {
  const entries = Object.entries(change).filter(([, value]) => value !== null);
  const taken = Object.keys(change).filter((key) => change[key] === null);
  const replaced = entries.map(([key, value]) => {
    if (!MERGED.includes(key)) return [key, value] as const;
    return [key, deep(key === 'columns' ? withoutTargets(base[key], value) : base[key], value)] as const;
  });
  return Object.fromEntries(
    Object.entries({ ...base, ...Object.fromEntries(replaced) }).filter(([key]) => !taken.includes(key)),
  );
}

/** A target that is filled from another column now is no longer filled from the one it was. */
function withoutTargets(columns: unknown, change: unknown): unknown {
  if (!isRecord(columns) || !isRecord(change)) return columns;
  const taken = new Set(Object.values(change).flatMap((target) => (Array.isArray(target) ? target : [target])));
  return Object.fromEntries(
    Object.entries(columns).flatMap(([source, target]) => {
      const kept = (Array.isArray(target) ? target : [target]).filter((each) => !taken.has(each));
      return kept.length === 0 ? [] : [[source, kept]];
    }),
  );
}

const merged = (key: string, base: Raw, own: Raw): Raw =>
  key in base || key in own ? { [key]: deep(base[key] ?? {}, own[key] ?? {}) } : {};

/** Records within records, the second over the first; `null` takes an entry out. */
function deep(base: unknown, own: unknown): unknown {
  if (!isRecord(base) || !isRecord(own)) return own ?? base;
  const keys = new Set([...Object.keys(base), ...Object.keys(own)]);
  return Object.fromEntries(
    [...keys].filter((key) => own[key] !== null).map((key) => [key, deep(base[key], own[key])]),
  );
}

const isRecord = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const nameOf = (file: unknown): unknown => (isRecord(file) ? file['name'] : undefined);
