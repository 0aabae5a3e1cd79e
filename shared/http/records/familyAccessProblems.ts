/** What recording of a family's access can be refused with. */
export const FAMILY_ACCESS_PROBLEMS = {
  'family_access.guardian_unknown': {
    status: 422,
    title: 'Nobody of that id is a guardian of this student',
    advice: 'Name a user whom the student’s row of users.csv names in agentSourcedIds, with a family role.',
  },
  'family_access.period': {
    status: 422,
    title: 'The days of the entry cannot be',
    advice:
      'It is verified today or earlier and ends on that day or later; a dependency is verified anew after 400 days at most.',
  },
  'family_access.revoked': {
    status: 409,
    title: 'The student has taken back a consent since',
    advice: 'Record a consent that the student has signed after that.',
  },
} as const;
