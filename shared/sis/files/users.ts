import { boolean, id, idList, list, oneOf, personalText } from '../cells/types.ts';
import { defineFile, headerOf, required, requiredIn11 } from '../fileSpec.ts';

/**
 * Students, staff and family (OneRoster). 1.1 carries one role and its organizations here, 1.2 in roles.csv. Passwords
 * and user ids of other systems are passed over, never kept.
 */
export const usersFile = defineFile({
  name: 'users',
  headers: {
    '1.1': headerOf(
      'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,' +
        'middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
    ),
    '1.2': headerOf(
      'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,' +
        'email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,' +
        'preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns',
    ),
  },
  columns: {
    sourcedId: required(id),
    enabledUser: boolean,
    orgSourcedIds: requiredIn11(idList),
    role: requiredIn11(
      oneOf(['administrator', 'aide', 'guardian', 'parent', 'proctor', 'relative', 'student', 'teacher']),
    ),
    username: personalText,
    givenName: required(personalText),
    familyName: required(personalText),
    middleName: personalText,
    identifier: personalText,
    email: personalText,
    sms: personalText,
    phone: personalText,
    agentSourcedIds: idList,
    grades: list,
    preferredGivenName: personalText,
    preferredMiddleName: personalText,
    preferredFamilyName: personalText,
    primaryOrgSourcedId: id,
    pronouns: personalText,
  },
  key: ['sourcedId'],
  scope: { kind: 'whole' },
  references: { orgSourcedIds: 'orgs', agentSourcedIds: 'users', primaryOrgSourcedId: 'orgs' },
});
