import type { FileSpec } from '../../../../shared/sis/fileSpec.ts';
import { codeMapsOf } from '../../../../shared/sis/mapping/codeMaps.ts';
import type { FileMapping } from '../../../../shared/sis/mapping/fileMapping.ts';
import { type JoinTable, readJoin } from '../../../../shared/sis/mapping/joinTable.ts';
import { readMapping } from '../../../../shared/sis/mapping/mapping.ts';
import { type ParsedText, parseText } from '../parse/parseText.ts';

/** One file's mapping; throws with the errors of one that is refused. */
export function fileMapping(content: object): FileMapping {
  const outcome = readMapping({ files: [content] });
  if ('errors' in outcome) throw new Error(JSON.stringify(outcome.errors));
  return outcome.mapping.files[0]!;
}

export async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 5) yield Buffer.from(text.slice(at, at + 5));
}

const joinsOf = (mapping: FileMapping, texts: readonly string[]): Promise<JoinTable[]> =>
  Promise.all(mapping.joins.map((join, index) => readJoin(join, mapping, join.source, chunks(texts[index] ?? ''))));

/** Parses a file through a mapping; `others` are the files of its joins, in their order. */
export async function parseMapped(
  spec: FileSpec,
  text: string,
  content: object,
  ...others: readonly string[]
): Promise<ParsedText> {
  const mapping = fileMapping(content);
  const joins = await joinsOf(mapping, others);
  return parseText(spec, text, { context: { mapping, joins, codes: codeMapsOf(spec.name, undefined, mapping) } });
}
