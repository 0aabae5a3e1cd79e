import { id, idList, list, oneOf, text } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';

const HEADER = headerOf(
  'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,' +
    'termSourcedIds,subjects,subjectCodes,periods',
);

/** Sections of courses (OneRoster). */
export const classesFile = defineFile({
  name: 'classes',
  headers: { '1.1': HEADER, '1.2': HEADER },
  columns: {
    sourcedId: required(id),
    title: required(text),
    grades: list,
    courseSourcedId: required(id),
    classCode: text,
    classType: required(oneOf(['homeroom', 'scheduled'])),
    location: text,
    schoolSourcedId: required(id),
    termSourcedIds: required(idList),
    subjects: list,
    subjectCodes: list,
    periods: list,
  },
  key: ['sourcedId'],
  school: 'schoolSourcedId',
  scope: { kind: 'whole' },
  references: { courseSourcedId: 'courses', schoolSourcedId: 'orgs', termSourcedIds: 'academicSessions' },
});
