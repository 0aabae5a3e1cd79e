/** What work with plans, check-ins and overrides can be refused with. */
export const INTERVENTION_PROBLEMS = {
  'plan.not_found': {
    status: 404,
    title: 'No such plan among those you may see',
    advice: 'Check the plan id; plans of students outside your schools and caseload are not shown.',
  },
  'plan.domain_hidden': {
    status: 403,
    title: 'The plan is about a domain you do not see of this student',
    advice: 'Somebody who sees it has to start the plan; docs/api.md lists what each role sees.',
  },
  'plan.timeline': {
    status: 422,
    title: 'The timeline does not work',
    advice: 'End the plan after it starts, within 400 days, over days on which the student’s school meets.',
  },
  'plan.responsible_unknown': {
    status: 422,
    title: 'The responsible person is not in rostering',
    advice: 'Name a member of staff by the sourcedId of users.csv.',
  },
  'check_in.none_due': {
    status: 409,
    title: 'Every check-in of the plan is recorded',
    advice: 'Read the plan; when it should go on, start another one.',
  },
  'check_in.future': {
    status: 422,
    title: 'The check-in has not been held yet',
    advice: 'Record it on the day it is held or later.',
  },
  'override.not_found': {
    status: 404,
    title: 'The student has no such override',
    advice: 'GET /v1/students/{id}/overrides lists them.',
  },
  'override.expiry': {
    status: 422,
    title: 'The last day does not work',
    advice: 'Name today or a later day of the district, at most 365 days ahead.',
  },
  'override.another_active': {
    status: 409,
    title: 'An override acts in this domain already',
    advice: 'End it first; GET /v1/students/{id}/overrides lists it.',
  },
  'override.over': {
    status: 409,
    title: 'The override does not act any more',
    advice: 'Its last day is past: the computed tier acts already.',
  },
} as const;
