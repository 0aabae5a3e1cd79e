import { caseloadContracts } from './caseloads/contracts.ts';
import { configurationContracts } from './configuration/contracts.ts';
import { interventionContracts } from './interventions/contracts.ts';
import { operationsContracts } from './operations/contracts.ts';
import { decisionContracts } from './operations/decisionContracts.ts';
import { uploadContracts } from './operations/uploadContracts.ts';
import { portalContracts } from './portal/contracts.ts';
import { purgeContracts } from './purges/contracts.ts';
import { recordContracts } from './records/contracts.ts';
import type { Contract } from './route.ts';
import { studentContracts } from './students/contracts.ts';
import { yearEndContracts } from './yearEnds/contracts.ts';

/** Every operation of the API: what the OpenAPI document says and the gateway routes. */
export const CONTRACTS: readonly Contract[] = [
  ...studentContracts,
  ...operationsContracts,
  ...decisionContracts,
  ...uploadContracts,
  ...interventionContracts,
  ...caseloadContracts,
  ...recordContracts,
  ...portalContracts,
  ...purgeContracts,
  ...yearEndContracts,
  ...configurationContracts,
];
