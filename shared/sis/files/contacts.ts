import { boolean, code, codedOrEmpty, id, integer, language, personalText } from '../cells/types.ts';
import { defineFile, required } from '../fileSpec.ts';
import { leftOutNotes } from './leftOut.ts';

export const CONTACT_CHANNELS = ['email', 'sms', 'phone', 'mail', 'portal'] as const;

/** Who may be reached about a student, how, and who must not be (Ed-Fi StudentContactAssociation). */
export const contactsFile = defineFile({
  name: 'contacts',
  columns: {
    studentSourcedId: required(id),
    contactId: required(id),
    relation: required(code),
    givenName: personalText,
    familyName: personalText,
    email: personalText,
    phone: personalText,
    preferredLanguage: language,
    preferredChannel: codedOrEmpty(CONTACT_CHANNELS),
    contactPriority: integer(0, 1000),
    livesWith: boolean,
    legalGuardian: boolean,
    noContact: boolean,
    directoryInformationBlock: boolean,
  },
  key: ['studentSourcedId', 'contactId'],
  scope: { kind: 'whole' },
  references: { studentSourcedId: 'users' },
  rule: (scope) => {
    const noteChannel = leftOutNotes(scope, 'preferredChannel', {
      unmapped: 'no code map names it, and the contacts are kept without a preference.',
    });
    return (row) => {
      noteChannel(row);
      return undefined;
    };
  },
});
