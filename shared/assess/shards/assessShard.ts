import type { StudentId } from '../../domain/identity.ts';
import { getJson, type Lake, putJson } from '../../lake/lake.ts';
import { coreCount, Thread, threadEntry } from '../../runtime/threads.ts';
import type { IdRange } from '../compare/publishedLine.ts';
import type { Transition } from '../compare/transitions.ts';
import { runFiles } from '../run/runFiles.ts';
import type { RunInputs } from '../run/runInputs.ts';
import { type PartManifest, placeAmong } from '../run/runManifest.ts';
import type { AssessmentInputs } from '../students/assessStudents.ts';
import {
  type AssessedPart,
  type PartComparison,
  type PartOrder,
  partAssessor,
  partCount,
  rangeOf,
} from './assessPart.ts';
import { assessStaff, type StaffManifest } from './assessStaff.ts';
import type { PartThreadData } from './partThread.ts';
import {
  comparisonOf,
  inputsOf,
  loadDistrict,
  loadPublished,
  type PinnedDistrict,
  type Published,
} from './pinnedDistrict.ts';

const NDJSON = 'application/x-ndjson';

/** What a shard has assessed: whole parts, so that the number of shards changes no object of a run. */
export interface ShardManifest {
  readonly parts: readonly PartManifest[];
  readonly transitions: readonly Transition[];
  /** The first shard has the staff and what else belongs to no student. */
  readonly staff?: StaffManifest;
}

/** A thread has to load and warm up its code: so many parts are what that is worth. */
const PARTS_WORTH_THREADS = 8;

const usualThreads = (parts: number): number => (parts < PARTS_WORTH_THREADS ? 1 : coreCount());

/** One of several equal shares of the district's parts. */
export interface Shard {
  readonly shard: number;
  readonly of: number;
}

/**
 * Assesses a share of the district a run is pinned to and writes everything about it to the lake: results with their
 * index, what readers will see, the changes against the last published run, and last what it has written. Nothing is
 * published. Done again it writes the same bytes.
 * @param threads as many as the machine has cores and the shard is worth unless said; the bytes are the same
 */
export async function assessShard(
  lake: Lake,
  pinned: RunInputs,
  { shard, of }: Shard,
  threads?: number,
): Promise<ShardManifest> {
  const district = await loadDistrict(lake, pinned, (threads ?? coreCount()) > 1);
  const published = await loadPublished(lake, pinned);
  const inputs = inputsOf(district);
  const comparison = comparisonOf(pinned, inputs, published);
  const all = partCount(inputs.students.ids.length);
  const firstPart = Math.floor((shard * all) / of);
  const endPart = Math.floor(((shard + 1) * all) / of);
  const assessed = await assessParts({
    ...{ lake, pinned, district, inputs, comparison, published, firstPart, endPart },
    threads: Math.min(threads ?? usualThreads(endPart - firstPart), endPart - firstPart),
  });
  const manifest: ShardManifest = {
    parts: assessed.map(({ manifest }) => manifest),
    transitions: assessed.flatMap(({ transitions }) => transitions),
    ...(shard === 0 && { staff: await assessStaff(lake, pinned, inputs, published, comparison) }),
  };
  await putJson(lake, runFiles.shard(pinned.runId, shard), manifest);
  return manifest;
}

export async function readShard(lake: Lake, runId: string, shard: number): Promise<ShardManifest> {
  const manifest = await getJson(lake, runFiles.shard(runId, shard));
  if (!manifest) throw new Error(`run ${runId} has no shard ${shard}: it was not assessed`);
  return manifest as ShardManifest;
}

interface PartsToAssess {
  readonly lake: Lake;
  readonly pinned: RunInputs;
  readonly district: PinnedDistrict;
  readonly inputs: AssessmentInputs;
  readonly comparison: PartComparison;
  readonly published: Published;
  readonly firstPart: number;
  readonly endPart: number;
  readonly threads: number;
}

type Written = Pick<AssessedPart, 'manifest' | 'transitions'>;

/** Has each part assessed by whoever is free, and writes it. */
async function assessParts(work: PartsToAssess): Promise<readonly Written[]> {
  const { district, inputs, comparison, threads } = work;
  if (threads < 2) {
    const assess = partAssessor(inputs, comparison);
    return inTurn(work, [async (order) => assess(order)]);
  }
  const data: PartThreadData = { district, comparison };
  const entry = threadEntry(import.meta.url, 'partThread');
  const started = Array.from({ length: threads }, () => {
    return new Thread<PartOrder, AssessedPart>(entry, data);
  });
  try {
    return await inTurn(
      work,
      started.map((thread) => (order: PartOrder) => thread.ask(order)),
    );
  } finally {
    await Promise.all(started.map((thread) => thread.close()));
  }
}

async function inTurn(
  work: PartsToAssess,
  assessors: readonly ((order: PartOrder) => Promise<AssessedPart>)[],
): Promise<readonly Written[]> {
  const { firstPart, endPart } = work;
  const written: Written[] = [];
  let next = firstPart;
  const takeParts = async (assess: (order: PartOrder) => Promise<AssessedPart>) => {
    for (let part = next++; part < endPart; part = next++) {
      written[part - firstPart] = await writePart(work, part, await assess(await orderOf(work, part)));
    }
  };
  await Promise.all(assessors.map(takeParts));
  return written;
}

async function orderOf({ lake, inputs, published }: PartsToAssess, part: number): Promise<PartOrder> {
  const range = rangeOf(inputs.students.ids, part);
  const { before, torn } = published;
  const own = [...torn.students].filter(([id]) => isWithin(id as StudentId, range));
  return { part, published: before ? await publishedObjects(lake, before, range) : [], torn: new Map(own) };
}

const isWithin = (id: StudentId, { from, to }: IdRange): boolean => id >= from && (to === undefined || id < to);

/** What the last published run wrote of the students with the ids of a range, and of some of their neighbours. */
async function publishedObjects(
  lake: Lake,
  { runId, parts }: NonNullable<Published['before']>,
  { from, to }: IdRange,
): Promise<readonly Uint8Array[]> {
  const firsts = parts.map(({ first }) => first);
  const objects: Uint8Array[] = [];
  for (let part = placeAmong(firsts, from); part < parts.length; part++) {
    if (to !== undefined && (firsts[part] ?? '') >= to) break;
    const object = await lake.get(runFiles.students(runId, part));
    if (!object) throw new Error(`the lake has no students of run ${runId}`);
    objects.push(object);
  }
  return objects;
}

async function writePart(
  { lake, pinned: { runId } }: PartsToAssess,
  part: number,
  assessed: AssessedPart,
): Promise<Written> {
  const { manifest, results, index, students, tiers, names, batches, transitions } = assessed;
  await lake.put(runFiles.results(runId, part), results, NDJSON);
  await lake.put(runFiles.index(runId, part), index, 'application/json');
  await lake.put(runFiles.students(runId, part), students, NDJSON);
  await lake.put(runFiles.tiers(runId, part), tiers, NDJSON);
  await lake.put(runFiles.partNames(runId, part), names, NDJSON);
  for (const [batch, changes] of batches.entries())
    await lake.put(runFiles.changes(runId, part, batch), changes, NDJSON);
  return { manifest, transitions };
}
