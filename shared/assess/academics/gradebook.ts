import type { GradeScales } from '../../domain/academics/gradeScale.ts';
import type { MissingWork } from '../../domain/academics/record.ts';
import type { AcademicSettings } from '../../tenant/academics.ts';
import type { DistrictTables } from '../students/districtTables.ts';
import type { CourseCatalog } from './courseCatalog.ts';
import { lazily } from './courseCatalog.ts';
import type { RunningClasses } from './runningClasses.ts';
import type { Terms } from './termsOfTable.ts';

/** Missing work with the place of its class. */
export interface ClassWork extends MissingWork {
  readonly place: number;
}

/** What marks and results of running classes are read with. */
export interface GradebookReading {
  readonly settings: AcademicSettings;
  readonly scales: GradeScales;
  readonly catalog: CourseCatalog;
  readonly terms: Terms;
  readonly classes: RunningClasses;
  /** The number that attempts at a course of this code go by. */
  readonly courseNumber: (code: string) => number;
}

/** Courses of transcripts go by their code there, others by numbers after those. */
export function courseNumbers({ courseTranscripts }: DistrictTables): (code: string) => number {
  const numbers = lazily(() => new Map(courseTranscripts.texts('courseCode').map((code, index) => [code, index])));
  return (code) => {
    const known = numbers().get(code);
    if (known !== undefined) return known;
    const next = numbers().size;
    numbers().set(code, next);
    return next;
  };
}
