import * as z from 'zod';
import { defineContract } from '../route.ts';
import { dropParams, dropRow, OPERATORS, runParams, runRow } from './contracts.ts';

const decision = z
  .strictObject({
    reason: z.string().trim().min(3).max(2000).meta({ description: 'Kept with the decision; names no student.' }),
  })
  .meta({ id: 'HoldDecisionRequest' });

const shared = {
  method: 'POST',
  idempotencyKey: 'required',
  tag: 'Operations',
  roles: OPERATORS,
  body: decision,
} as const;

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

export const releaseRunContract = defineContract({
  ...shared,
  path: '/v1/runs/{id}/release',
  operationId: 'releaseRun',
  summary: 'Publishes a held run exactly as it was assessed',
  description:
    'Refused once another run has been published or has begun to publish: this one was compared with what was there before. A newer edition of the data does not refuse it; the next run takes that up. Asking twice is asking once.',
  params: runParams,
  response: runRow,
  status: 202,
  problems: ['run.not_found', 'run.not_held', 'run.outdated', 'run.another_active', 'access.staff_unknown'],
});

export const discardRunContract = defineContract({
  ...shared,
  path: '/v1/runs/{id}/discard',
  operationId: 'discardRun',
  summary: 'Closes a held run: it is never published',
  params: runParams,
  response: runRow,
  problems: ['run.not_found', 'run.not_held', 'access.staff_unknown'],
});

export const decisionContracts = [
  releaseDropContract,
  discardDropContract,
  releaseRunContract,
  discardRunContract,
] as const;
