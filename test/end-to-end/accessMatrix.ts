import type { Role } from '../../shared/domain/access/roles.ts';

const SUPPORTERS = ['districtAdmin', 'schoolAdmin', 'counselor', 'interventionist', 'teacher'] as const;
const COUNSELORS = ['districtAdmin', 'schoolAdmin', 'counselor'] as const;
const PLANNERS = [...COUNSELORS, 'interventionist'] as const;
const ADMINS = ['districtAdmin', 'schoolAdmin'] as const;
const OPERATORS = ['districtAdmin', 'dataManager'] as const;
const STAFF = [...SUPPORTERS, 'dataManager'] as const;
const PORTAL = ['family', 'student'] as const;

/**
 * Who may call what, written down apart from the code: an operation that is not here, or whose roles differ from these,
 * fails the matrix.
 */
export const MAY_CALL: Readonly<Record<string, readonly Role[] | 'public'>> = {
  listStudents: SUPPORTERS,
  getStudent: SUPPORTERS,
  getStudentTiers: SUPPORTERS,
  getStudentTierHistory: SUPPORTERS,
  getStudentTimeline: SUPPORTERS,
  createOverride: COUNSELORS,
  listOverrides: PLANNERS,
  endOverride: COUNSELORS,
  createPlan: PLANNERS,
  getPlan: SUPPORTERS,
  recordCheckIn: PLANNERS,
  listTasks: SUPPORTERS,
  listCaseloads: SUPPORTERS,
  getMyCaseload: SUPPORTERS,
  getCaseload: SUPPORTERS,
  reassignCaseload: ADMINS,
  listReassignments: SUPPORTERS,
  getReassignment: ADMINS,
  createNote: SUPPORTERS,
  listNotes: SUPPORTERS,
  getNote: SUPPORTERS,
  reviseNote: SUPPORTERS,
  withdrawNote: SUPPORTERS,
  listNoteRevisions: SUPPORTERS,
  createAmendmentRequest: COUNSELORS,
  listAmendmentRequests: COUNSELORS,
  getAmendmentRequest: COUNSELORS,
  decideAmendmentRequest: ADMINS,
  requestAmendmentHearing: COUNSELORS,
  placeAmendmentStatement: COUNSELORS,
  listDisclosures: ADMINS,
  exportStudent: ADMINS,
  exportStudentHtml: ADMINS,
  getFamilyAccess: COUNSELORS,
  putFamilyAccess: COUNSELORS,
  listRightsTransfers: COUNSELORS,
  getGraduation: COUNSELORS,
  listOwnStudents: PORTAL,
  getOwnStudent: PORTAL,
  listOwnDisclosures: PORTAL,
  exportOwnStudent: PORTAL,
  exportOwnStudentHtml: PORTAL,
  listOwnAmendmentRequests: PORTAL,
  createOwnAmendmentRequest: PORTAL,
  listConsents: ['student'],
  giveConsent: ['student'],
  revokeConsent: ['student'],
  requestPurge: ['districtAdmin'],
  listPurges: ['districtAdmin'],
  getPurge: ['districtAdmin'],
  approvePurge: ['districtAdmin'],
  cancelPurge: ['districtAdmin'],
  listAudit: ['districtAdmin'],
  getDataInventory: 'public',
  getOpenApi: 'public',
  listDrops: OPERATORS,
  getDrop: OPERATORS,
  getRejects: OPERATORS,
  listRuns: OPERATORS,
  getRun: OPERATORS,
  releaseDrop: OPERATORS,
  discardDrop: OPERATORS,
  releaseRun: OPERATORS,
  discardRun: OPERATORS,
  startUpload: OPERATORS,
  getUpload: OPERATORS,
  completeUpload: OPERATORS,
  abortUpload: OPERATORS,
  getFreshness: STAFF,
  getThresholds: OPERATORS,
  putThresholds: ['districtAdmin'],
  withdrawThresholds: ['districtAdmin'],
  listThresholdsChanges: OPERATORS,
  startYearEnd: ['districtAdmin'],
  getYearEnd: ['districtAdmin', 'schoolAdmin', 'dataManager'],
  decideYearEnd: ADMINS,
};

/** Classes of a student's data by how somebody comes to see the student, written down likewise. */
export const SEES = {
  district: ['directory', 'academic', 'discipline', 'health'],
  school: ['directory', 'academic', 'discipline', 'health'],
  counselor: ['directory', 'academic', 'discipline', 'health', 'restrictedNotes'],
  mentor: ['directory', 'academic', 'discipline'],
  section: ['directory', 'academic'],
} as const;

/** Domains and sections of a profile that need a class beyond directory. */
export const NEEDS: Readonly<Record<string, string>> = {
  attendance: 'academic',
  academics: 'academic',
  graduation: 'academic',
  ctePathway: 'academic',
  behavior: 'discipline',
  wellBeing: 'health',
};
