import { type AuditEntry, type AuditRecord, listAudit } from '../../store/audit.ts';
import { cursorsOf } from '../cursor.ts';
import { keyPosition } from '../parameters.ts';
import { defineRoute } from '../route.ts';
import { listAuditContract } from './auditContract.ts';

export const listAuditRoute = defineRoute({
  ...listAuditContract,
  handle: async ({ caller, now }, { query }) => {
    const day = query.day ?? now.toISOString().slice(0, 10);
    const cursors = await cursorsOf('listAudit', caller, { ...query, day }, keyPosition);
    const { operation, actor, student } = query;
    const where = ({ operationId, actor: by, target }: AuditEntry) =>
      (operation === undefined || operationId === operation) &&
      (actor === undefined || by.sourcedId === actor || by.impersonatedBy === actor) &&
      (student === undefined || target['id'] === student);
    const { records, after } = await listAudit(day, { limit: query.limit, after: cursors.start(query.cursor), where });
    return { body: { items: records.map(auditView), ...(after !== undefined && { nextCursor: cursors.next(after) }) } };
  },
});

function auditView({ at, requestId, operationId, actor, target, outcome }: AuditRecord) {
  const { subject, roles, sourcedId, impersonatedBy } = actor;
  return {
    ...{ at, requestId, operationId, target },
    actor: {
      ...{ subject, roles: [...roles] },
      ...(sourcedId !== undefined && { sourcedId }),
      ...(impersonatedBy !== undefined && { impersonatedBySourcedId: impersonatedBy }),
    },
    outcome: outcome ?? null,
  };
}
