import { readdirSync, statSync } from 'node:fs';
import { completePublish } from '../../../shared/assess/publish/completePublish.ts';
import { guardRun } from '../../../shared/assess/run/guardRun.ts';
import { openRun } from '../../../shared/assess/run/openRun.ts';
import { summarizeRun } from '../../../shared/assess/run/summarizeRun.ts';
import { assessRun, completeRun } from '../../../shared/assess/shards/assessRun.ts';
import { checkDrop } from '../../../shared/ingest/checkDrop.ts';
import type { IngestContext } from '../../../shared/ingest/context.ts';
import { normalizeDrop } from '../../../shared/ingest/normalizeDrop.ts';
import { publishEdition } from '../../../shared/ingest/publishEdition.ts';
import { receiveDrop } from '../../../shared/ingest/receiveDrop.ts';
import { loadTenant } from '../../../shared/runtime/tenant.ts';
import { requireDrop } from '../../../shared/store/drops.ts';
import type { DropRecord } from '../../../shared/store/entities.ts';
import { folderDrops, MANIFEST_KEY } from './folderDrops.ts';
import { folderLake } from './folderLake.ts';
import { Measure, takePart } from './measure.ts';

/** A night of the bench: which drop comes and when the run starts. */
export interface NightOrder {
  readonly account: string;
  readonly tenantFile: string;
  readonly folder: string;
  readonly lake: string;
  readonly mode: 'bulk' | 'delta';
  /** Instant of the drop; the run is opened eight hours later. */
  readonly sentAt: string;
}

const RUN_AFTER_MS = 8 * 3_600_000;

/**
 * A night as the functions of the two state machines do it, in one process. What is left out is the network: the two
 * buckets are folders, and the rows of changed students are not written to the student table.
 */
async function playNight(order: NightOrder): Promise<void> {
  const measure = new Measure();
  const loaded = loadTenant(order.tenantFile);
  const lake = folderLake(order.lake);
  const drops = folderDrops({ ...order, manifest: manifestOf(order) });
  const sentAt = new Date(order.sentAt);
  const context: IngestContext = { lake, drops, tenant: loaded.tenant, clock: () => sentAt };

  const drop = await measure.stage('ingest', () => ingest(context, sentAt), rowsOf);
  const now = new Date(sentAt.getTime() + RUN_AFTER_MS);
  const manifest = await measure.stage('assess', async () => {
    const trigger = { scheduledAt: now.toISOString() };
    const { runId, outcome } = await openRun(trigger, { lake, tenant: loaded, now });
    if (outcome === 'skipped') throw new Error('the run was skipped');
    await assessRun(runId, 0, lake, now);
    const assessed = await completeRun(runId, lake, now);
    if ((await guardRun(runId, lake, now)).outcome === 'held') throw new Error('the run was held');
    return assessed;
  });
  await completePublish(manifest.runId, lake, now);
  await summarizeRun(manifest.runId, now);

  measure.fact('drop', drop.status);
  measure.fact(
    'rejected',
    (drop.files ?? []).reduce((sum, file) => sum + file.rejected, 0),
  );
  measure.fact('students', manifest.studentCount);
  measure.fact('changedStudents', manifest.changes.students);
  measure.fact('changedRows', manifest.changes.rows);
  measure.fact('results', `runs/${manifest.runId}`);
  measure.tell(order.account);
}

async function ingest(context: IngestContext, now: Date): Promise<DropRecord> {
  const closing = await context.drops.head(MANIFEST_KEY);
  if (!closing) throw new Error('the drop has no manifest');
  let dropId = '';
  const start = async (id: string) => {
    dropId = id;
  };
  await receiveDrop({ bucket: 'bench', ...closing }, { drops: context.drops, now, start });
  const { outcome } = await checkDrop(dropId, context);
  if (outcome !== 'ready') throw new Error(`the drop is ${outcome}`);
  const { candidateKey } = await normalizeDrop(dropId, context);
  if (candidateKey) await publishEdition({ dropId, candidateKey }, context);
  const drop = await requireDrop(dropId);
  if (drop.status === 'held') throw new Error(`the drop was held: ${JSON.stringify(drop.holds)}`);
  return drop;
}

function manifestOf({ folder, mode, sentAt }: NightOrder): string {
  const lines = [
    'propertyName,value',
    'manifest.version,1.0',
    'oneroster.version,1.2',
    ...readdirSync(folder)
      .filter((name) => statSync(`${folder}/${name}`).isFile())
      .map((name) => `file.${name.replace(/\.csv$/, '')},${mode}`),
    `waymark.generatedAt,${sentAt}`,
  ];
  return `${lines.join('\n')}\n`;
}

const rowsOf = ({ files }: DropRecord) => (files ?? []).reduce((sum, { rows }) => sum + rows, 0);

await takePart<NightOrder>(playNight);
