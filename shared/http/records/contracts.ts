import { amendmentContracts } from './amendmentContracts.ts';
import { listDisclosuresContract } from './disclosureContracts.ts';
import { exportContracts } from './export/exportContracts.ts';
import { familyAccessContracts } from './familyAccessContracts.ts';
import { noteContracts } from './noteContracts.ts';

/** What `serve-records` answers. */
export const recordContracts = [
  ...noteContracts,
  ...amendmentContracts,
  listDisclosuresContract,
  ...exportContracts,
  ...familyAccessContracts,
] as const;
