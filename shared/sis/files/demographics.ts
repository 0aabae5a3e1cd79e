import { boolean, id, oneOf, personalDate, personalText } from '../cells/types.ts';
import { defineFile, headerOf, required } from '../fileSpec.ts';

const HEADER = headerOf(
  'sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,' +
    'nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,' +
    'countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus',
);

/** Student groups for reports (OneRoster); `sourcedId` is the user's. */
export const demographicsFile = defineFile({
  name: 'demographics',
  headers: { '1.1': HEADER, '1.2': HEADER },
  columns: {
    sourcedId: required(id),
    birthDate: personalDate,
    sex: oneOf(['male', 'female', 'other', 'unspecified']),
    americanIndianOrAlaskaNative: boolean,
    asian: boolean,
    blackOrAfricanAmerican: boolean,
    nativeHawaiianOrOtherPacificIslander: boolean,
    white: boolean,
    demographicRaceTwoOrMoreRaces: boolean,
    hispanicOrLatinoEthnicity: boolean,
    countryOfBirthCode: personalText,
    stateOfBirthAbbreviation: personalText,
    cityOfBirth: personalText,
    publicSchoolResidenceStatus: personalText,
  },
  key: ['sourcedId'],
  scope: { kind: 'whole' },
  references: { sourcedId: 'users' },
});
