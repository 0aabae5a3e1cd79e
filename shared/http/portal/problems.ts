/** What the portal of families and students can refuse. */
export const PORTAL_PROBLEMS = {
  'portal.rights_of_another': {
    status: 403,
    title: 'Somebody else holds the rights in this record',
    advice: 'Parents hold them up to the 18th birthday, the student from it on (34 CFR 99.5).',
  },
  'consent.not_offered': {
    status: 409,
    title: 'The district does not go by consent',
    advice: 'Ask the school what families may see of a student who has turned 18.',
  },
  'consent.guardian_unknown': {
    status: 422,
    title: 'Nobody of that id is one of your guardians',
    advice: 'GET /v1/portal/students/{id}/consents lists them.',
  },
  'consent.period': {
    status: 422,
    title: 'The last day of the consent cannot be',
    advice: 'Name today or a later day, five years ahead at most.',
  },
  'consent.too_many': {
    status: 409,
    title: 'Too many consents are in force',
    advice: 'Revoke those that are not needed first.',
  },
  'consent.not_found': {
    status: 404,
    title: 'No such consent',
    advice: 'GET /v1/portal/students/{id}/consents lists them.',
  },
} as const;
