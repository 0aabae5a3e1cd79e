/** What requests about students are refused for. */
export const STUDENT_PROBLEMS = {
  'student.not_found': {
    status: 404,
    title: 'No such student among those you may see',
    advice: 'Check the sourcedId; students outside your schools, caseload and sections are not shown.',
  },
  'tiers.not_yet': {
    status: 404,
    title: 'No tiers of this student were published as of that day',
    advice: 'Ask for a later day; GET /v1/runs lists what was published when.',
  },
  'students.sort_by_name': {
    status: 400,
    title: 'Lists of schools and a caseload together are not sorted by name',
    advice: 'Ask for caseload=mine, for a school, or sort by id.',
  },
} as const;
