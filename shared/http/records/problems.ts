/** What work with notes and amendment requests can be refused with. */
export const RECORD_PROBLEMS = {
  'note.not_found': {
    status: 404,
    title: 'No such note among those you may read',
    advice: 'GET /v1/students/{id}/notes lists them.',
  },
  'note.not_author': {
    status: 403,
    title: 'Somebody else wrote the note',
    advice: 'Ask its author, or write a note of your own; administrators may withdraw it.',
  },
  'note.withdrawn': {
    status: 409,
    title: 'The note is withdrawn',
    advice: 'It stays as it is in the record: write another one.',
  },
  'note.future': {
    status: 422,
    title: 'The day of the note has not come yet',
    advice: 'Name today or an earlier day of the district, or leave occurredOn out.',
  },
  'amendment.not_found': {
    status: 404,
    title: 'No such amendment request of this student',
    advice: 'GET /v1/students/{id}/amendment-requests lists them.',
  },
  'amendment.future': {
    status: 422,
    title: 'That day has not come yet',
    advice: 'Name today or an earlier day of the district.',
  },
  'amendment.too_many_open': {
    status: 409,
    title: 'Too many requests about this record wait for an answer',
    advice: 'Ask the school to decide about those that are open first.',
  },
  'amendment.decided': {
    status: 409,
    title: 'The request is not in a state that takes this',
    advice: 'Read it again: its state says what has been decided.',
  },
  'amendment.hearing': {
    status: 409,
    title: 'The decision and the hearing do not fit',
    advice: 'The first decision comes without a hearing; after a refusal, name the hearing that was held.',
  },
  'amendment.stated': {
    status: 409,
    title: 'The family has placed its statement already',
    advice: 'There is one statement for each request; ask for another amendment where there is more to say.',
  },
} as const;
