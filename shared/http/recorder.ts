import { errorFields, logger } from '../runtime/logger.ts';
import { count } from '../runtime/metrics.ts';
import { type AuditEntry, type AuditOutcome, recordBegun, recordEnded } from '../store/audit.ts';
import { type Answered, recordDisclosures, type ShownStudents } from '../store/disclosures.ts';
import type { Caller } from './caller.ts';
import { problemOf } from './problemOf.ts';
import { PROBLEMS, Problem } from './problems.ts';
import type { RawInput, Reply, RequestContext, Route } from './route.ts';

/** Where it is written who did what and who was shown whom. */
export interface Recorder {
  begun(entry: AuditEntry): Promise<void>;
  ended(entry: AuditEntry, outcome: AuditOutcome): Promise<void>;
  disclosed(answered: Answered, shown: readonly ShownStudents[]): Promise<void>;
}

/** The student table. */
export const tableRecorder: Recorder = { begun: recordBegun, ended: recordEnded, disclosed: recordDisclosures };

const RETRY_AFTER_SECONDS = 2;

/**
 * Runs a route on the record: what changes or takes out anything is in the audit before it happens, and what an answer
 * shows of students is written before it goes out. Throws `record.unavailable` when that cannot be written: then nothing
 * was done, or nothing is shown.
 */
export async function onRecord(
  recorder: Recorder,
  route: Route,
  context: RequestContext,
  raw: RawInput,
): Promise<Reply<unknown>> {
  const entry = entryOf(route, context, raw.params);
  const isAudited = route.method !== 'GET' || route.audited || context.caller.impersonatedBy !== undefined;
  if (isAudited) await written(recorder.begun(entry));
  try {
    const reply = await route.run(context, raw);
    await disclosed(recorder, route, context);
    if (isAudited) await ended(recorder, entry, { status: route.status ?? 200 });
    return reply;
  } catch (error) {
    const { code } = problemOf(error);
    const outcome = { status: PROBLEMS[code].status, problem: code };
    if (isAudited) await ended(recorder, entry, outcome);
    else if (outcome.status === 403) await refused(recorder, entry, outcome);
    throw error;
  }
}

async function disclosed(recorder: Recorder, route: Route, context: RequestContext): Promise<void> {
  const shown = context.disclosures.shown();
  if (shown.length === 0) return;
  if (!route.purpose) throw new Error(`${route.operationId} shows students and says no purpose`);
  const { caller, requestId, now } = context;
  const { subject, impersonatedBy } = caller;
  const sourcedId = personOf(caller);
  const answered: Answered = {
    ...{ requestId, at: now.toISOString(), operationId: route.operationId, purpose: route.purpose },
    recipient: {
      subject,
      ...(sourcedId !== undefined && { sourcedId }),
      ...(impersonatedBy && { impersonatedBy: impersonatedBy.staffId }),
    },
  };
  await written(recorder.disclosed(answered, shown));
}

/** Somebody whose role does not let them. */
export async function refused(recorder: Recorder, entry: AuditEntry, outcome: AuditOutcome): Promise<void> {
  try {
    await recorder.begun(entry);
  } catch (error) {
    logger.error('audit.notWritten', errorFields(error));
  }
  await ended(recorder, entry, outcome);
}

export function entryOf(
  route: Route,
  context: Pick<RequestContext, 'caller' | 'requestId' | 'now'>,
  params: RawInput['params'],
): AuditEntry {
  const { caller, requestId, now } = context;
  const { subject, roles, impersonatedBy } = caller;
  const sourcedId = personOf(caller);
  return {
    ...{ requestId, at: now.toISOString(), operationId: route.operationId },
    actor: {
      ...{ subject, roles },
      ...(sourcedId !== undefined && { sourcedId }),
      ...(impersonatedBy && { impersonatedBy: impersonatedBy.staffId }),
    },
    // Cutting may halve a character, and the table takes no halves.
    target: Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, String(value).slice(0, 255).toWellFormed()]),
    ),
  };
}

const personOf = ({ staffId, guardianId, studentId }: Caller) => staffId ?? guardianId ?? studentId;

async function written(writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    logger.error('record.notWritten', errorFields(error));
    count('RecordsNotWritten', 1);
    throw new Problem('record.unavailable', { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

/** What happened has happened: an end that cannot be written leaves the beginning, which says enough to look into it. */
async function ended(recorder: Recorder, entry: AuditEntry, outcome: AuditOutcome): Promise<void> {
  try {
    await recorder.ended(entry, outcome);
  } catch (error) {
    logger.error('audit.notEnded', errorFields(error));
    count('RecordsNotWritten', 1);
  }
}
