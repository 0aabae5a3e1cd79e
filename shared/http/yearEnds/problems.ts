/** What requests about year ends are refused for. */
export const YEAR_END_PROBLEMS = {
  'year_end.not_found': {
    status: 404,
    title: 'This school year has not been closed',
    advice: 'POST /v1/year-ends starts closing it.',
  },
  'year_end.not_begun': {
    status: 422,
    title: 'This school year has not begun',
    advice: 'Name the school year by the calendar year in which it ends.',
  },
  'year_end.running': {
    status: 409,
    title: 'The school year is being closed already',
    advice: 'Read GET /v1/year-ends/{year} until its status is inReview.',
  },
  'year_end.signed_off': {
    status: 409,
    title: 'The school year is signed off',
    advice: 'Sealed records do not change; a correction belongs into the next records of the student.',
  },
  'year_end.not_in_review': {
    status: 409,
    title: 'The school year is not in review',
    advice: 'Decisions and sign-off are taken while GET /v1/year-ends/{year} says inReview.',
  },
  'year_end.open_exceptions': {
    status: 409,
    title: 'There are exceptions that nobody has decided',
    advice: 'Decide each one listed as open by GET /v1/year-ends/{year}, then sign off.',
  },
  'year_end.student_unknown': {
    status: 422,
    title: 'A decision names a student who is not in the class among those you may see',
    advice: 'Nothing was recorded; correct the decisions listed under errors.',
  },
  'year_end.overrule': {
    status: 403,
    title: 'Your role decides exceptions only',
    advice: 'Nothing was recorded; a district administrator decides against a clear result of the audit.',
  },
} as const;
