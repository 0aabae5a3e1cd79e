import type { CsvFile } from '../../infra/local/district/csv.ts';
import { type Corrections, type District, makeDistrict, NO_CORRECTIONS } from '../../infra/local/district/district.ts';
import { filesOf } from '../../infra/local/district/files.ts';
import { parseDay } from '../../shared/domain/calendar/day.ts';

/** The district of these tests: small, with every kind of student. */
export const SMALL: District = makeDistrict({ seed: 11, students: 130, schools: 4, schoolYear: 2026 });

/** The sample tenant's wall clock in the weeks played here (America/Chicago, daylight saving time: UTC−5). */
export const at = (day: string, wallClock: string): Date => new Date(`${day}T${wallClock}:00-05:00`);
export const evening = (day: string): Date => at(day, '21:00');
/** After the night's run at 03:30, before the reminders at 07:00. */
export const morning = (day: string): Date => at(day, '05:00');

export const dayOf = (text: string): number => {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`${text} is no day`);
  return day;
};

export interface Export {
  /** The last day the files know of; also the evening on which they are written unless `generatedAt` says otherwise. */
  readonly asOf: string;
  readonly generatedAt?: string;
  readonly corrections?: Corrections;
  readonly finishedTerms?: 0 | 1 | 2;
  readonly extraEventLines?: readonly string[];
  readonly families?: boolean;
}

/** The SIS's files of one evening, the manifest first. */
export function exportFiles(district: District, night: Export): readonly CsvFile[] {
  return filesOf(district, {
    asOf: dayOf(night.asOf),
    generatedAt: night.generatedAt ?? evening(night.asOf).toISOString(),
    corrections: night.corrections ?? NO_CORRECTIONS,
    finishedTerms: night.finishedTerms ?? 1,
    extraEventLines: night.extraEventLines ?? [],
    ...(night.families && { families: true }),
  });
}
