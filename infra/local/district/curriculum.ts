/** A year-long course of high school; each semester of it is worth half a credit. */
export interface Course {
  readonly code: string;
  readonly title: string;
  readonly subject: string;
}

const course = (code: string, title: string, subject: string): Course => ({ code, title, subject });
const ENGLISH = 'English Language Arts';
const MATH = 'Mathematics';
const SCIENCE = 'Science';
const SOCIAL = 'Social Studies';
const LANGUAGE = 'Foreign Language and Literature';
const ARTS = 'Fine and Performing Arts';
const PE = 'Physical, Health, and Safety Education';
const CTE = 'Career and Technical Education';

export const HIGH_GRADES: readonly string[] = ['09', '10', '11', '12'];

/** What everybody of a grade takes, in the order of a day's periods for the first homeroom. */
export const CURRICULUM: Readonly<Record<string, readonly Course[]>> = {
  '09': [
    course('ENG9', 'English 9', ENGLISH),
    course('ALG1', 'Algebra I', MATH),
    course('BIO', 'Biology', SCIENCE),
    course('GEOG', 'World Geography', SOCIAL),
    course('SPA1', 'Spanish I', LANGUAGE),
    course('PE9', 'Physical Education and Health', PE),
    course('ART1', 'Art I', ARTS),
  ],
  '10': [
    course('ENG10', 'English 10', ENGLISH),
    course('GEOM', 'Geometry', MATH),
    course('CHEM', 'Chemistry', SCIENCE),
    course('WHIST', 'World History', SOCIAL),
    course('SPA2', 'Spanish II', LANGUAGE),
    course('BAND', 'Concert Band', ARTS),
    course('CTE1', 'Introduction to Health Science', CTE),
  ],
  '11': [
    course('ENG11', 'English 11', ENGLISH),
    course('ALG2', 'Algebra II', MATH),
    course('PHYS', 'Physics', SCIENCE),
    course('USHIST', 'United States History', SOCIAL),
    course('PSYCH', 'Psychology', SOCIAL),
    course('CTE2', 'Medical Terminology', CTE),
    course('THEATR', 'Theatre', ARTS),
  ],
  '12': [
    course('ENG12', 'English 12', ENGLISH),
    course('STAT', 'Statistics', MATH),
    course('ENVSCI', 'Environmental Science', SCIENCE),
    course('GOVECO', 'Government and Economics', SOCIAL),
    course('CTE3', 'Practicum in Health Science', CTE),
    course('FILM', 'Film Studies', ARTS),
    course('PE12', 'Lifetime Fitness', PE),
  ],
};

/** Periods of a high school day. */
export const PERIODS = 7;
