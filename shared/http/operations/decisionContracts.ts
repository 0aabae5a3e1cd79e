import * as z from 'zod';
import { defineContract } from '../route.ts';
import { dropParams, dropRow, OPERATORS } from './contracts.ts';

const decision = z
  .strictObject({
    reason: z.string().trim().min(3).max(2000).meta({ description: 'Kept with the decision; names no student.' }),
  })
  .meta({ id: 'HoldDecisionRequest' });

const shared = { method: 'POST', tag: 'Operations', roles: OPERATORS, body: decision } as const;

export const releaseDropContract = defineContract({
  ...shared,
  path: '/v1/drops/{id}/release',
  operationId: 'releaseDrop',
  summary: 'Lets a held drop in as it is',
  description:
    'The drop is taken in again without its guards, in its place in the order of drops: an older one still never overwrites a newer one. What could not be read cannot be released. Asking twice is asking once.',
  params: dropParams,
  response: dropRow,
  status: 202,
  problems: ['drop.not_found', 'drop.not_held', 'drop.unreadable', 'access.staff_unknown'],
});

export const discardDropContract = defineContract({
  ...shared,
  path: '/v1/drops/{id}/discard',
  operationId: 'discardDrop',
  summary: 'Ends a held drop: it never comes in',
  params: dropParams,
  response: dropRow,
  problems: ['drop.not_found', 'drop.not_held', 'access.staff_unknown'],
});

export const decisionContracts = [releaseDropContract, discardDropContract] as const;
