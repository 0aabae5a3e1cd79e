import { schoolYearOf } from '../domain/calendar/schoolYear.ts';
import type { ColumnarTable } from '../lake/columnar.ts';
import type { FileRows } from '../lake/fileRows.ts';
import type { TableSchema } from '../lake/schema.ts';
import type { FileSpec } from '../sis/fileSpec.ts';
import { attendanceEventsFile } from '../sis/files/attendanceEvents.ts';
import { schoolEnrollmentsFile } from '../sis/files/schoolEnrollments.ts';
import type { Manifest } from '../sis/manifest/manifest.ts';
import type { CurrentState } from '../store/editions.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { CategoryWeights } from './categoryWeights.ts';
import { noteOverlaps } from './enrollmentOverlaps.ts';
import type { Findings } from './findings.ts';
import { noteFreeDays } from './freeDays.ts';
import { References } from './references.ts';
import type { SchoolCalendars } from './schoolCalendars.ts';
import { idNotices } from './sourcedIds.ts';

export interface CrossCheckContext {
  readonly tenant: Tenant;
  readonly manifest: Manifest;
  readonly current: CurrentState;
  /** The day the drop was made, in the tenant's time zone. */
  readonly generatedOn: number;
  readonly findings: Findings;
  /** A table of the edition that the drop builds on; empty when it has never come. */
  readonly stored: (schema: TableSchema) => Promise<ColumnarTable>;
  readonly calendars: () => Promise<SchoolCalendars>;
}

/** A file that has been read and merged. */
export interface MergedFile {
  readonly spec: FileSpec;
  readonly file: string;
  readonly rows: FileRows;
  readonly previous: ColumnarTable;
  /** As the drop leaves it. */
  readonly table: ColumnarTable;
}

/** What rows say only together with other rows, files and drops: reported, and never a reason to lose a row. */
export class CrossChecks {
  readonly #context: CrossCheckContext;
  readonly #references: References;
  readonly #weights: CategoryWeights;
  readonly #schoolYear: ReturnType<typeof schoolYearOf>;

  constructor(context: CrossCheckContext) {
    const { tenant, manifest, current, generatedOn, findings, stored } = context;
    this.#context = context;
    this.#schoolYear = schoolYearOf(generatedOn, tenant.schoolYear.startsOn);
    this.#references = new References({
      stored: async (schema) => (current.edition?.tables[schema.name] ? stored(schema) : undefined),
      report: findings.report,
    });
    this.#weights = new CategoryWeights({
      stored,
      report: findings.report,
      carries: (file) => (manifest.files.get(file) ?? 'absent') !== 'absent',
      since: this.#schoolYear.first,
    });
  }

  /** To be asked of each file once it is merged, files that others name first. */
  async look({ spec, file, rows, previous, table }: MergedFile): Promise<void> {
    const { tenant, findings, calendars } = this.#context;
    for (const notice of idNotices(previous, rows, file)) findings.report(notice);
    this.#references.remember(table);
    await this.#references.check(spec, rows, file);
    await this.#weights.check(table, file);
    if (spec.name === schoolEnrollmentsFile.name) {
      const { exitDayCounts } = tenant.attendance;
      noteOverlaps(table, rows, { file, year: this.#schoolYear, exitDayCounts, report: findings.report });
    }
    if (spec.name === attendanceEventsFile.name) noteFreeDays(rows, await calendars(), file, findings.report);
  }
}
