const PREFIX = 'metadata.';

export const isMetadata = (column: string): boolean => column.startsWith(PREFIX);

/** A column of the file that is carried along as it stands. */
export interface MetadataField {
  /** Without `metadata.`. */
  readonly name: string;
  /** Index of the field in a row. */
  readonly field: number;
}

/** The `metadata.*` columns that no table and no mapping takes, in header order; of two with one name the first. */
export function metadataFields(
  names: readonly string[],
  targets: readonly (string | undefined)[],
): readonly MetadataField[] {
  return names.flatMap((name, field) =>
    isMetadata(name) && targets[field] === undefined && names.indexOf(name) === field
      ? [{ name: name.slice(PREFIX.length), field }]
      : [],
  );
}

/** The JSON object of a row's metadata; undefined when every cell is empty. */
export function metadataObject(
  fields: readonly MetadataField[],
  textOf: (field: number) => string | undefined,
): string | undefined {
  const members: string[] = [];
  for (const { name, field } of fields) {
    const text = textOf(field);
    if (text !== undefined) members.push(`${JSON.stringify(name)}:${JSON.stringify(text)}`);
  }
  return members.length === 0 ? undefined : `{${members.join()}}`;
}
