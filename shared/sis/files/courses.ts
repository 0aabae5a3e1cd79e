import { id, list, text } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';

const HEADER = headerOf(
  'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
);

/** The course catalogue (OneRoster). */
export const coursesFile = defineFile({
  name: 'courses',
  headers: { '1.1': HEADER, '1.2': HEADER },
  columns: {
    sourcedId: required(id),
    schoolYearSourcedId: id,
    title: required(text),
    courseCode: text,
    grades: list,
    orgSourcedId: required(id),
    subjects: list,
    subjectCodes: list,
  },
  key: ['sourcedId'],
  scope: { kind: 'whole' },
  references: { schoolYearSourcedId: 'academicSessions', orgSourcedId: 'orgs' },
});
