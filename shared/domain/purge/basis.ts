/** Why a district may delete, or has to. */
export const PURGE_BASES = [
  'parentRequest',
  'studentRequest',
  'districtDecision',
  'courtOrder',
  'contractEnd',
] as const;
export type PurgeBasis = (typeof PURGE_BASES)[number];
