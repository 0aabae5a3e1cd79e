import { amendmentContracts } from './amendmentContracts.ts';
import { noteContracts } from './noteContracts.ts';

/** What `serve-records` answers. */
export const recordContracts = [...noteContracts, ...amendmentContracts] as const;
