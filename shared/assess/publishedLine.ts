import type { Lake } from '../lake/lake.ts';
import type { AssessedStudent } from './assessStudents.ts';
import type { StudentState } from './change.ts';
import { objectLines } from './objectLines.ts';

const OPENING = '{"sourcedId":"';

/** A line of what was published last. Most lines are what they were, so each is read no further than somebody asks. */
export class PublishedLine<State extends { readonly sourcedId: string }> {
  readonly text: string;
  readonly sourcedId: string;
  #state: State | undefined;

  constructor(text: string) {
    this.text = text;
    // Ids hold neither quotes nor backslashes; a line that begins otherwise is read as a whole.
    const end = text.startsWith(OPENING) ? text.indexOf('"', OPENING.length) : -1;
    const id = end < 0 ? '\\' : text.slice(OPENING.length, end);
    this.sourcedId = id.includes('\\') ? this.state.sourcedId : id;
  }

  get state(): State {
    this.#state ??= JSON.parse(this.text) as State;
    return this.#state;
  }
}

/** The state that was published of a student, beside the one that is assessed now: equal parts are not read again. */
export function stateBeside(line: PublishedLine<StudentState>, now: AssessedStudent | undefined): StudentState {
  if (!now) return line.state;
  const { directory } = now;
  const { sourcedId } = line;
  const same = `${OPENING}${sourcedId}","directory":${JSON.stringify(directory)},"tiers":`;
  if (directory.sourcedId !== sourcedId || !line.text.startsWith(same)) return line.state;
  return { sourcedId: directory.sourcedId, directory, tiers: JSON.parse(line.text.slice(same.length, -1)) };
}

/** What a run published, ascending by sourcedId; nothing when there was none. */
export async function* publishedLines<State extends { readonly sourcedId: string }>(
  lake: Lake,
  key: string | undefined,
  size = 0,
): AsyncGenerator<readonly PublishedLine<State>[]> {
  if (key === undefined) return;
  for await (const lines of objectLines(lake, key, size)) yield lines.map((line) => new PublishedLine<State>(line));
}
