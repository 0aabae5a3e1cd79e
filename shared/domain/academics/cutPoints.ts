import { type Fraction, parseFraction } from '../fraction.ts';

/** A cut as configured, and exactly. */
export interface ExactCut {
  readonly text: string;
  readonly value: Fraction;
}

interface Counts {
  readonly failuresTier2: number;
  readonly failuresTier3: number;
  readonly coreFailuresTier2: number;
  readonly coreFailuresTier3: number;
  readonly currentMarksTier2: number;
  readonly missingAssignmentsTier2: number;
  readonly onTrackCoreFailures: number;
}

/** One version of the cut points of academics. */
export interface AcademicCutPoints extends Counts {
  readonly version: string;
  /** Below it the average is tier 2, at it not. */
  readonly gpaTier2: ExactCut;
  readonly gpaTier3: ExactCut;
  /** Full-year courses by the end of grade 9. */
  readonly onTrackCourses: ExactCut;
}

/** The academic part of a threshold set as a tenant's file writes it. */
export interface AcademicThresholdSection extends Counts {
  readonly gpaTier2: string;
  readonly gpaTier3: string;
  readonly onTrackCourses: string;
}

/** Reads the cut points of a set; a `RangeError` for what is no decimal. */
export function academicCutPoints(version: string, section: AcademicThresholdSection): AcademicCutPoints {
  return {
    ...section,
    version,
    gpaTier2: exactCut(section.gpaTier2),
    gpaTier3: exactCut(section.gpaTier3),
    onTrackCourses: exactCut(section.onTrackCourses),
  };
}

function exactCut(text: string): ExactCut {
  const value = parseFraction(text);
  if (value === undefined) throw new RangeError(`${text} is no exact number`);
  return { text, value };
}
