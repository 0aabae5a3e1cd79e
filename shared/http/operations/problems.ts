/** What requests about drops, uploads and runs are refused for. */
export const OPERATION_PROBLEMS = {
  'drop.not_found': {
    status: 404,
    title: 'No such drop',
    advice: 'GET /v1/drops lists them.',
  },
  'drop.not_read': {
    status: 409,
    title: 'The drop has not been read yet',
    advice: 'Try again when GET /v1/drops/{id} shows that it has finished.',
  },
  'drop.not_held': {
    status: 409,
    title: 'The drop is not held',
    advice: 'Only a held drop is released or discarded; GET /v1/drops/{id} says what became of this one.',
  },
  'drop.unreadable': {
    status: 409,
    title: 'The drop could not be read as it was sent',
    advice: 'There is nothing to release: mend what errors say, send the files again, and discard this drop.',
  },
  'upload.not_found': {
    status: 404,
    title: 'No such upload',
    advice: 'POST /v1/drops begins one.',
  },
  'upload.not_open': {
    status: 409,
    title: 'The upload is not open',
    advice:
      'It became a drop, was given up, or was not completed in a day: GET says which; POST /v1/drops begins another.',
  },
  'upload.parts': {
    status: 422,
    title: 'The parts are not those that have arrived',
    advice: 'Name every part once, with the ETag that its address answered; send again a part that did not arrive.',
  },
  'run.not_found': {
    status: 404,
    title: 'No such run',
    advice: 'GET /v1/runs lists them.',
  },
  'run.not_held': {
    status: 409,
    title: 'The run is not held',
    advice: 'Only a held run is released or discarded; GET /v1/runs/{id} says what became of this one.',
  },
  'run.outdated': {
    status: 409,
    title: 'The run was compared with what is no longer published',
    advice: 'Another run has been published or has begun to be: discard this one, the next starts from what is there.',
  },
  'run.another_active': {
    status: 409,
    title: 'A run is being assessed or published',
    advice: 'Try again when GET /v1/runs shows that it has finished.',
  },
} as const;
