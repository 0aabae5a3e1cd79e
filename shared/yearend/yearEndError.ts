/**
 * Why a step of a closing cannot go on; trying again would not help.
 * - `noEdition`: the district has no accepted drop yet
 * - `notClosing`, `notSealing`: the year's record is in another state
 * - `configurationChanged`: the tenant file was deployed anew during the freeze; close the year again
 * - `incomplete`: fewer records are stored than the class has students
 */
export type YearEndErrorCode = 'noEdition' | 'notClosing' | 'notSealing' | 'configurationChanged' | 'incomplete';

export class YearEndError extends Error {
  readonly code: YearEndErrorCode;

  constructor(code: YearEndErrorCode) {
    super(code);
    this.name = 'YearEndError';
    this.code = code;
  }
}
