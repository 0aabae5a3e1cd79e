const NUMBERED = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

/** CEDS Entry Grade Level codes. */
export const GRADE_LEVELS = ['IT', 'PR', 'PK', 'TK', 'KG', ...NUMBERED, '13', 'PS', 'UG', 'Other'];
