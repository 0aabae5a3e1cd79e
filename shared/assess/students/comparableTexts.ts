/**
 * The same texts, as strings of which the process keeps one of each, so that comparing two of them compares addresses: texts
 * decoded from a table are compared letter by letter, which adds up over the rows of a district. Names of properties are
 * kept that way.
 */
export const comparableTexts = (texts: readonly string[]): readonly string[] =>
  texts.map((text) => Object.keys({ [text]: true })[0] ?? text);
