import { id, oneOf, text } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';

const HEADER = headerOf('sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId');

/** Districts, schools and departments (OneRoster). */
export const orgsFile = defineFile({
  name: 'orgs',
  headers: { '1.1': HEADER, '1.2': HEADER },
  columns: {
    sourcedId: required(id),
    name: required(text),
    type: required(oneOf(['department', 'school', 'district', 'local', 'state', 'national'])),
    identifier: text,
    parentSourcedId: id,
  },
  key: ['sourcedId'],
  scope: { kind: 'whole' },
  references: { parentSourcedId: 'orgs' },
});
