import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import { companionFiles } from './companionFiles.ts';
import type { CsvFile } from './csv.ts';
import type { Corrections, District } from './district.ts';
import { rosterFiles } from './rosterFiles.ts';

/** What one night's export says: everything known up to a day. */
export interface ExportOptions {
  readonly asOf: Day;
  /** When the SIS wrote the files, instant. */
  readonly generatedAt: string;
  readonly corrections: Corrections;
  /** Terms of this school year whose marks are final. */
  readonly finishedTerms: 0 | 1 | 2;
  /** Adds lines to `attendanceEvents.csv` as a careless registrar would. */
  readonly extraEventLines?: readonly string[];
}

/** The files of one drop, as lines; the manifest first. */
export function filesOf(district: District, options: ExportOptions): readonly CsvFile[] {
  const data = [...rosterFiles(district, options), ...companionFiles(district, options)];
  const manifest: CsvFile = {
    name: 'manifest',
    lines: () => [
      'propertyName,value',
      'manifest.version,1.0',
      'oneroster.version,1.2',
      ...data.map((each) => `file.${each.name},bulk`),
      'source.systemName,Waymark sample district',
      `waymark.generatedAt,${options.generatedAt}`,
      `waymark.schoolYear,${district.schoolYear}`,
      `file.attendanceEvents.to,${formatDay(options.asOf)}`,
    ],
  };
  return [manifest, ...data];
}
