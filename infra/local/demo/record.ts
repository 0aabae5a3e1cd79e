import { formatTable } from '../console/table.ts';
import { allStudents, type Stage } from './stage.ts';
import type { DropView, Freshness, StudentRow } from './views.ts';

/** What the district has on record, as the API answers it. */
export interface OnRecord {
  readonly students: readonly StudentRow[];
  /** Rows of the edition in force, by file. */
  readonly rows: ReadonlyMap<string, number>;
}

export async function recordOf(stage: Stage): Promise<OnRecord> {
  const [listed, exited] = [await allStudents(stage.admin), await allStudents(stage.admin, '&exited=true')];
  const { files } = await stage.admin.get<Freshness>('/v1/freshness');
  return { students: [...listed, ...exited], rows: new Map(files.map(({ file, rows }) => [file, rows])) };
}

interface Reckoning {
  readonly before: OnRecord;
  readonly now: OnRecord;
  /** Those that were published in between. */
  readonly drops: readonly DropView[];
}

/** A file's records before, what the drops in between added and took back, and its records now. */
interface Balance {
  readonly file: string;
  readonly before: number;
  readonly added: number;
  readonly removed: number;
  readonly now: number;
}

/** What was on record, with what the published drops say they added and took back, is what is on record now. */
export function nothingLost(stage: Stage, { before, now, drops }: Reckoning): void {
  const balances = [...now.rows]
    .filter(([, rows]) => rows > 0)
    .map(([file]) => balanceOf(file, { before, now, drops }));
  const off = balances.filter((each) => each.before + each.added - each.removed !== each.now);
  const students = new Set(now.students.map(({ sourcedId }) => sourcedId));
  const missing = before.students.filter(({ sourcedId }) => !students.has(sourcedId));
  if (off.length + missing.length > 0)
    throw new Error(`${off.length} files and ${missing.length} students do not add up`);
  const [same, changed] = [balances.filter(isSame), balances.filter((each) => !isSame(each))];
  const sum = (of: 'before' | 'now') => same.reduce((total, each) => total + each[of], 0);
  stage.say('Nothing is lost. What GET /v1/freshness counts, and what the two good drops say they changed, add up:');
  stage.say(
    formatTable(
      ['records of', 'before', 'new', 'taken back', 'now'],
      [
        ...changed.map((each) => [each.file, each.before, each.added, each.removed, each.now]),
        [`the other ${same.length} files`, sum('before'), 0, 0, sum('now')],
        ['students', before.students.length, 0, 0, now.students.length],
      ],
    ),
  );
}

const isSame = ({ added, removed }: Balance) => added + removed === 0;

function balanceOf(file: string, { before, now, drops }: Reckoning): Balance {
  const changes = drops.flatMap(({ reconciliation }) => reconciliation.items);
  const sum = (of: 'added' | 'removed') =>
    changes.filter((each) => each.file === `${file}.csv`).reduce((total, each) => total + each[of], 0);
  const [was, is] = [before.rows.get(file) ?? 0, now.rows.get(file) ?? 0];
  return { file, before: was, added: sum('added'), removed: sum('removed'), now: is };
}
