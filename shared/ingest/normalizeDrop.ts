import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import { localTimeOf } from '../domain/calendar/timeZone.ts';
import type { Diagnostic } from '../domain/diagnostic.ts';
import type { Edition } from '../lake/edition.ts';
import { putJson } from '../lake/lake.ts';
import { checkUnread } from '../sis/drop/checkUnread.ts';
import { checkAgainstManifest, contentsOf, type DropContents, type TableFile } from '../sis/drop/contents.ts';
import { type DropSource, DropSourceError } from '../sis/drop/source.ts';
import { MANIFEST_FILE, type Manifest } from '../sis/manifest/manifest.ts';
import { isFinal, requireDrop } from '../store/drops.ts';
import { type CurrentState, commit, type Reach, readCurrent, readReach } from '../store/editions.ts';
import type { DropRecord, DropStatus } from '../store/entities.ts';
import { acquireLease, releaseLease } from '../store/leases.ts';
import { readTombstones } from '../store/tombstones.ts';
import { accountsOf, schoolAccountsOf } from './accounts.ts';
import { type IngestContext, ingestLease, LEASE_SECONDS } from './context.ts';
import { prefixOf } from './dropObject.ts';
import { DropReplaced } from './dropsBucket.ts';
import { Findings } from './findings.ts';
import { finishDrop, reported } from './finishDrop.ts';
import { manifestOf, openDrop } from './openDrop.ts';
import { marksAfter, orderMarkOf, type Standing, standingOf } from './order.ts';
import { reachAfter } from './reach.ts';
import { type ReadTable, TableReader } from './readTables.ts';

export interface NormalizedDrop {
  readonly dropId: string;
  readonly outcome: 'normalized' | 'finished';
  readonly candidateKey?: string;
}

/** What becomes current when the drop is published; kept in the lake between the two steps. */
export interface Candidate {
  /** Revision of the state it was built on. */
  readonly basedOn: number;
  readonly state: CurrentState;
  readonly reach: Reach;
  /** The drop's record as it will be. */
  readonly drop: DropRecord;
}

/** How far a sender's clock may be ahead: a drop from the future would keep out every one that follows. */
const CLOCKS_DIFFER_MS = 24 * 60 * 60 * 1000;
const IN_FUTURE =
  'waymark.generatedAt lies more than a day in the future, and no later drop would be newer: correct it and send the drop again.';

/** A drop that changes nothing is committed here; another one that comes in between makes it look again. */
const ATTEMPTS = 5;

/**
 * Reads, checks and merges a drop:
 * 1. opens the pinned versions and follows the manifest,
 * 2. reads each file that is not older than its table, and writes the tables that change,
 * 3. holds the drop when a guard trips, unless somebody has released it,
 * 4. without a change: confirms the tables and moves coverage on, done;
 *    with one: leaves a candidate for the edition to be published.
 */
export async function normalizeDrop(dropId: string, context: IngestContext): Promise<NormalizedDrop> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const drop = await requireDrop(dropId);
    if (isFinal(drop)) {
      await releaseLease(ingestLease(dropId));
      return { dropId, outcome: 'finished' };
    }
    await acquireLease(ingestLease(dropId), context.clock(), LEASE_SECONDS);
    const candidate = await new Normalization(context, drop).run();
    if (candidate === 'finished') return { dropId, outcome: 'finished' };
    if (candidate !== 'overtaken') return { dropId, outcome: 'normalized', candidateKey: candidate };
  }
  throw new Error('other drops came in between again and again');
}

class Normalization {
  readonly #context: IngestContext;
  readonly #drop: DropRecord;
  readonly #findings: Findings;
  #setAside: readonly string[] = [];
  #tables: readonly ReadTable[] = [];

  constructor(context: IngestContext, drop: DropRecord) {
    this.#context = context;
    this.#drop = drop;
    this.#findings = new Findings({ guardsLifted: drop.release !== undefined });
  }

  async run(): Promise<'finished' | 'overtaken' | string> {
    try {
      const source = await openDrop(this.#context.drops, this.#drop);
      return await this.#follow(source, await manifestOf(source));
    } catch (error) {
      if (error instanceof DropSourceError) this.#hold(error.code, error.message, error.file);
      else if (error instanceof DropReplaced) this.#holdReplaced(error.key);
      else throw error;
      return this.#finish('held');
    }
  }

  async #follow(source: DropSource, manifest: Manifest | undefined): Promise<'finished' | 'overtaken' | string> {
    if (!manifest) {
      this.#hold('package.missing_manifest', missingManifest(source));
      return this.#finish('held');
    }
    const contents = contentsOf(
      source.files.map(({ name }) => name),
      this.#context.mapping,
    );
    this.#setAside = contents.setAside;
    this.#take(source.notices ?? []);
    this.#take(manifest.diagnostics);
    this.#take(contents.diagnostics);
    this.#take(checkAgainstManifest(manifest, contents));
    if (this.#findings.isHeld) return this.#finish('held');
    return this.#merge(source, manifest, contents);
  }

  async #merge(source: DropSource, manifest: Manifest, contents: DropContents) {
    const { tenant } = this.#context;
    const mark = orderMarkOf(this.#drop, manifest, tenant);
    const { generatedAt } = mark;
    const ahead = Date.parse(generatedAt) - this.#context.clock().getTime();
    if (ahead > CLOCKS_DIFFER_MS) {
      this.#hold('manifest.generated_in_future', IN_FUTURE, MANIFEST_FILE);
      return this.#finish('held');
    }
    const [current, before] = [await readCurrent(), await readReach()];
    const named = contents.tables.filter(({ spec }) => (manifest.files.get(spec.name) ?? 'absent') !== 'absent');
    const standing = ({ spec }: TableFile) =>
      standingOf({ schema: spec.table, mark, declaredYear: manifest.schoolYear, marks: current.marks, tenant });
    const fresh = named.flatMap((file) => this.#toBeRead(file, standing(file)));
    if (named.length > 0 && fresh.length === 0) return this.#finish('superseded', generatedAt);

    const { dropId } = this.#drop;
    const reader = new TableReader(this.#context, {
      dropId,
      source,
      manifest,
      current,
      generatedAt,
      findings: this.#findings,
      purged: await readTombstones(),
    });
    const tables: ReadTable[] = [];
    this.#tables = tables;
    const isHistory = fresh.some((file) => file.standing === 'history');
    for (const { file, standing } of fresh) {
      tables.push(await reader.read(file, standing === 'history' ? mark.schoolYear : undefined));
    }
    const read = fresh.flatMap(({ file }) => file.sources.map(({ fileName }) => fileName));
    await checkUnread(source, read);
    const rollovers = this.#guardDeletions(manifest, current, generatedAt);
    if (this.#findings.isHeld) return this.#finish('held', generatedAt);

    const reach = isHistory ? before : await reachAfter(before, { reader, tables, manifest, generatedAt, tenant });
    const marks = Object.assign(
      { ...current.marks },
      ...fresh.map(({ file, standing }) => marksAfter(file.spec.table, standing, mark, current.marks)),
    );
    return this.#conclude({ current, marks, generatedAt, rollovers, reach });
  }

  /** A rollover lifts the deletion guard once a school year; answers the years in which one has. */
  #guardDeletions(manifest: Manifest, current: CurrentState, generatedAt: string): readonly number[] {
    const { timeZone, schoolYear } = this.#context.tenant;
    const day = localTimeOf(new Date(generatedAt), timeZone).day;
    const year = manifest.schoolYear ?? schoolYearOf(day, schoolYear.startsOn).name;
    const holds = this.#tables.flatMap(({ deletions }) => deletions);
    if (holds.length === 0) return current.rollovers;
    if (manifest.rollover && !current.rollovers.includes(year)) return [...current.rollovers, year];
    this.#findings.hold(...holds);
    return current.rollovers;
  }

  async #conclude(next: {
    readonly current: CurrentState;
    readonly marks: CurrentState['marks'];
    readonly generatedAt: string;
    readonly rollovers: readonly number[];
    readonly reach: Reach;
  }): Promise<'finished' | 'overtaken' | string> {
    const { current, marks, generatedAt, rollovers, reach } = next;
    const { dropId } = this.#drop;
    const revision = current.revision + 1;
    const drop = await reported(this.#context, { ...this.#drop, generatedAt }, this.#outcome());
    if (this.#tables.every(({ stored }) => !stored)) {
      const to: DropRecord = { ...drop, status: 'unchanged', finishedAt: this.#context.clock().toISOString() };
      const state = { ...current, revision, marks, rollovers };
      const committed = await commit({ basedOn: current.revision, state, reach, from: this.#drop, to });
      if (!committed) return 'overtaken';
      await releaseLease(ingestLease(dropId));
      return 'finished';
    }
    const edition = this.#nextEdition(current.edition, generatedAt);
    const candidate: Candidate = {
      basedOn: current.revision,
      state: { revision, edition, marks, rollovers },
      reach,
      drop: { ...drop, status: 'published', edition: edition.number },
    };
    const candidateKey = `candidates/${dropId}.json`;
    await putJson(this.#context.lake, candidateKey, candidate);
    return candidateKey;
  }

  #nextEdition(parent: Edition | undefined, generatedAt: string): Edition {
    const tables = { ...parent?.tables };
    for (const { name, stored } of this.#tables) {
      const table = stored ?? tables[name];
      if (table) tables[name] = { ...table, generatedAt: latest(generatedAt, tables[name]?.generatedAt) };
    }
    const number = (parent?.number ?? 0) + 1;
    const { dropId } = this.#drop;
    return {
      number,
      parent: parent?.number ?? 0,
      dropId,
      generatedAt: latest(generatedAt, parent?.generatedAt),
      tables,
    };
  }

  #outcome() {
    return {
      findings: this.#findings,
      files: this.#tables.map(accountsOf),
      schools: this.#tables.flatMap(schoolAccountsOf),
      setAside: this.#setAside,
    };
  }

  async #finish(status: DropStatus, generatedAt?: string): Promise<'finished'> {
    const drop = generatedAt === undefined ? this.#drop : { ...this.#drop, generatedAt };
    await finishDrop(this.#context, drop, status, this.#outcome());
    return 'finished';
  }

  /** What is wrong with the drop as a whole holds it. */
  #take(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      this.#findings.report(diagnostic);
      if (diagnostic.severity === 'rejected') this.#hold(diagnostic.code, diagnostic.message, diagnostic.file);
    }
  }

  #hold(code: string, message: string, file?: string): void {
    this.#findings.hold({ code, message, ...(file !== undefined && { file }) });
  }

  #holdReplaced(key: string): void {
    const file = key.slice(prefixOf(key).length);
    this.#hold('drop.replaced', `${file} was replaced while the drop was read: write the manifest again.`, file);
  }

  /** A file that is not read is told. */
  #toBeRead(file: TableFile, standing: Standing): readonly FreshFile[] {
    if (standing === 'fresh' || standing === 'history') return [{ file, standing }];
    const { fileName } = file;
    const [code, message] =
      standing === 'older'
        ? [
            'file.superseded',
            `${fileName} is older than what is there, from a drop that was generated later: it was not read.`,
          ]
        : [
            'schoolYear.not_read',
            `${fileName} has no school years, and the drop speaks of an earlier one than what is there: it was not read.`,
          ];
    this.#findings.report({ severity: 'notice', file: fileName, line: 0, code, message });
    return [];
  }
}

function missingManifest({ files }: DropSource): string {
  const misspelled = files.find(({ name }) => name.toLowerCase() === MANIFEST_FILE)?.name;
  return misspelled === undefined
    ? 'The drop has no manifest.csv, as OneRoster had none before 1.1: add one that names every file it carries.'
    : `${misspelled} is not read because of its capital letters: name it exactly ${MANIFEST_FILE}.`;
}

/** A file that is read, and how it stands to what is there. */
interface FreshFile {
  readonly file: TableFile;
  readonly standing: 'fresh' | 'history';
}

const latest = (generatedAt: string, before = '') => (before > generatedAt ? before : generatedAt);
