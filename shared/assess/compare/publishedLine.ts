import type { AssessedStudent } from '../students/assessStudents.ts';
import type { StudentState } from './change.ts';

const OPENING = '{"directory":{"sourcedId":"';
const decoder = new TextDecoder();

/** A line of what was published last. Most lines are what they were, so each is read no further than somebody asks. */
export class PublishedLine {
  readonly text: string;
  readonly sourcedId: string;
  #state: StudentState | undefined;

  constructor(text: string) {
    this.text = text;
    // Ids hold neither quotes nor backslashes; a line that begins otherwise is read as a whole.
    const end = text.startsWith(OPENING) ? text.indexOf('"', OPENING.length) : -1;
    const id = end < 0 ? '\\' : text.slice(OPENING.length, end);
    this.sourcedId = id.includes('\\') ? this.state.directory.sourcedId : id;
  }

  get state(): StudentState {
    this.#state ??= JSON.parse(this.text) as StudentState;
    return this.#state;
  }
}

/** The state that was published of a student, beside the one that is assessed now: equal parts are not read again. */
export function stateBeside(line: PublishedLine, now: AssessedStudent | undefined): StudentState {
  if (!now) return line.state;
  const { directory } = now;
  const same = `{"directory":${JSON.stringify(directory)},"tiers":`;
  if (!line.text.startsWith(same)) return line.state;
  return { directory, tiers: JSON.parse(line.text.slice(same.length, -1)) };
}

/** Ids from `from` on, up to those before `to`; to the last one where `to` is undefined. */
export interface IdRange {
  readonly from: string;
  readonly to: string | undefined;
}

/** The lines of what was published whose ids lie in a range; objects come ascending by sourcedId, one after the other. */
export function* publishedLines(objects: readonly Uint8Array[], { from, to }: IdRange): Generator<PublishedLine> {
  for (const object of objects) {
    for (const text of decoder.decode(object).split('\n')) {
      if (text === '') continue;
      const line = new PublishedLine(text);
      if (line.sourcedId < from) continue;
      if (to !== undefined && line.sourcedId >= to) return;
      yield line;
    }
  }
}
