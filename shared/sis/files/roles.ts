import { date, id, oneOf } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';
import { inOrder } from './inOrder.ts';

const HEADER = headerOf(
  'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId',
);

const ROLES = [
  'aide',
  'counselor',
  'districtAdministrator',
  'guardian',
  'parent',
  'principal',
  'proctor',
  'relative',
  'siteAdministrator',
  'student',
  'systemAdministrator',
  'teacher',
];

/** Which role a user has at which organization (OneRoster 1.2; 1.1 has it in users.csv). */
export const rolesFile = defineFile({
  name: 'roles',
  headers: { '1.1': HEADER, '1.2': HEADER },
  columns: {
    sourcedId: required(id),
    userSourcedId: required(id),
    roleType: required(oneOf(['primary', 'secondary'])),
    role: required(oneOf(ROLES)),
    beginDate: date,
    endDate: date,
    orgSourcedId: required(id),
  },
  key: ['sourcedId'],
  school: 'orgSourcedId',
  scope: { kind: 'whole' },
  references: { userSourcedId: 'users', orgSourcedId: 'orgs' },
  rule: inOrder('beginDate', 'endDate'),
});
