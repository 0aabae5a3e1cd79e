/** Roles of Waymark that current rostering can bear out, the widest first. */
export const ROSTERED_ROLES = ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'] as const;
export type RosteredRole = (typeof ROSTERED_ROLES)[number];
