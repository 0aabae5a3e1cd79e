/** What purges can be refused with. */
export const PURGE_PROBLEMS = {
  'purge.not_found': {
    status: 404,
    title: 'No such purge',
    advice: 'GET /v1/purges lists them.',
  },
  'purge.student_unknown': {
    status: 404,
    title: 'Nothing is kept of such a student',
    advice: 'Check the sourcedId: what is not kept needs no purge.',
  },
  'purge.confirmation': {
    status: 422,
    title: 'The confirmation is not the district’s name',
    advice: 'Send the tenant’s name as the tenant file has it: everything of the district is to be deleted for good.',
  },
  'purge.same_person': {
    status: 403,
    title: 'Who asks for a purge cannot approve it',
    advice: 'Have another district administrator approve it.',
  },
  'purge.decided': {
    status: 409,
    title: 'The purge has been decided already',
    advice: 'GET /v1/purges/{id} shows by whom and how far it is.',
  },
} as const;
