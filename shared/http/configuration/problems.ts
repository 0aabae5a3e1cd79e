/** What changes of the configuration can be refused with. */
export const CONFIGURATION_PROBLEMS = {
  'thresholds.not_found': {
    status: 404,
    title: 'No such threshold set',
    advice: 'GET /v1/config/thresholds lists them.',
  },
  'thresholds.in_file': {
    status: 409,
    title: 'The threshold set is in the tenant file',
    advice: 'What the tenant file says is changed by deploying it; add a set that takes its place from a day on.',
  },
  'thresholds.version_taken': {
    status: 409,
    title: 'There is a threshold set of this version',
    advice: 'Sets never change and versions are given once, withdrawn ones too: send it under another version.',
  },
  'thresholds.day_closed': {
    status: 422,
    title: 'The threshold set would decide about days that have been judged',
    advice: 'A set is added and withdrawn before its day closes; earliestEffectiveFrom of GET /v1/config/thresholds.',
  },
  'thresholds.day_taken': {
    status: 409,
    title: 'Another threshold set takes effect on this day',
    advice: 'Choose another day, or withdraw the other set first.',
  },
} as const;
