/**
 * A text in which something else stands wherever an id stood by itself, plain or as a part of a path: `100001` is not
 * named by `4100001`, but by `/v1/students/100001/notes`.
 */
export function redacted(text: string, id: string, instead: string): string {
  const spellings = [...new Set([id, encodeURIComponent(id)])];
  const pattern = spellings.map((each) => each.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  return text.replaceAll(new RegExp(`(?<![A-Za-z0-9])(?:${pattern})(?![A-Za-z0-9])`, 'g'), () => instead);
}

/** The same in every text of a value, names of members included. */
export function redactedDeep(value: unknown, id: string, instead: string): unknown {
  if (typeof value === 'string') return redacted(value, id, instead);
  if (Array.isArray(value)) return value.map((each) => redactedDeep(each, id, instead));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [redacted(name, id, instead), redactedDeep(member, id, instead)]),
  );
}

type Members = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Set);

/** Members that say whose something is. */
const WHOSE = ['sourcedId', 'studentSourcedId', 'userSourcedId', 'studentId'] as const;
/** Lists of ids that are students'; others may hold a school's id that reads like a student's. */
const STUDENT_LISTS = /student|assigned|moved|cases|children|requested/i;

/** Whether a value as a whole is a student's: what it says, its directory entry says, or one of its members does. */
export function isOfStudent(value: unknown, id: string): boolean {
  if (!isObject(value)) return false;
  if (WHOSE.some((name) => value[name] === id)) return true;
  return Object.values(value).some((member) => isObject(member) && isOfStudent(member, id));
}

/** Whether an entry of a list of students is a student's: the id, or a tuple that begins with it. */
const isListed = (entry: unknown, id: string, list: string): boolean =>
  STUDENT_LISTS.test(list) && (Array.isArray(entry) ? entry[0] : entry) === id;

/** A value without what is one student's: entries of lists, members under the id; the same value when it has none. */
export function withoutStudent(value: unknown, id: string, name = ''): unknown {
  if (Array.isArray(value)) {
    const isNamed = (each: unknown) => isListed(each, id, name) || isOfStudent(each, id);
    const kept = value.filter((each) => !isNamed(each));
    const next = kept.map((each) => withoutStudent(each, id, name));
    return kept.length === value.length && next.every((each, index) => each === value[index]) ? value : next;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== id);
  const next = entries.map(([key, member]) => [key, withoutStudent(member, id, key)] as const);
  const isSame = entries.length === Object.keys(value).length && next.every(([key, member]) => member === value[key]);
  return isSame ? value : Object.fromEntries(next);
}
