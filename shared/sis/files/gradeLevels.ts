const NUMBERED = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

/** CEDS Entry Grade Level codes. */
export const GRADE_LEVELS = ['IT', 'PR', 'PK', 'TK', 'KG', ...NUMBERED, '13', 'PS', 'UG', 'Other'];

/** A spreadsheet takes the leading zero away: `9` is `09` and can mean nothing else. */
export const GRADE_LEVEL_ALIASES = Object.fromEntries(NUMBERED.slice(0, 9).map((grade) => [grade.slice(1), grade]));
