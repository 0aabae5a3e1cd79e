/** What work with caseloads can be refused with. */
export const CASELOAD_PROBLEMS = {
  'caseload.not_found': {
    status: 404,
    title: 'No such caseload among those you may see',
    advice: 'Check the sourcedId; caseloads of staff outside your schools are not shown.',
  },
  'reassignment.not_found': {
    status: 404,
    title: 'No such reassignment among those you may see',
    advice: 'GET /v1/caseloads/{staffId}/reassignments lists them.',
  },
  'reassignment.receiver': {
    status: 422,
    title: 'These cases cannot be given to this person',
    advice: 'Name somebody else of the staff whose account is enabled, and who is at one of your schools.',
  },
  'reassignment.student_unknown': {
    status: 422,
    title: 'A student is not among the cases that you may reassign',
    advice: 'Nothing was reassigned; correct the students listed under errors.',
  },
  'reassignment.nothing': {
    status: 422,
    title: 'There is nothing to reassign',
    advice: 'The person has no cases and no plans among your students; sections come from rostering alone.',
  },
  'reassignment.too_many': {
    status: 409,
    title: 'So many cases of one person cannot be reassigned in a day',
    advice: 'Name some of the students, and go on when the next run has been published.',
  },
} as const;
