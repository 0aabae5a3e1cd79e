const FRAMES = /^\s+at /;
/** `noEdition`, `ECONNRESET`, `package.nested_folder`: a word of a program, never one of a record. */
const CODE = /^[A-Za-z]+([._][A-Za-z]+)*$/;

/** The code an error carries beside its message; undefined when it has none that is a program's own. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && CODE.test(code) ? code : undefined;
}

/**
 * What an error may say outside of its function: its name, its code and where it came from. Its message and its other
 * fields stay behind: those of parsers and stores quote what they could not take, and Lambda would write them into logs
 * and into the history of the state machine.
 */
export function bareError(error: unknown): Error {
  const code = codeOf(error);
  const bare = Object.assign(new Error(code ?? 'the message is kept back: it may carry values'), code && { code });
  bare.name = error instanceof Error ? error.name : typeof error;
  const frames = (error instanceof Error ? (error.stack ?? '') : '').split('\n').filter((line) => FRAMES.test(line));
  bare.stack = [`${bare.name}: ${bare.message}`, ...frames].join('\n');
  return bare;
}
