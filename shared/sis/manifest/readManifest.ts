import { parseDay } from '../../domain/calendar/day.ts';
import type { Diagnostic } from '../../domain/diagnostic.ts';
import type { OneRosterVersion } from '../fileSpec.ts';
import { FILES, ONEROSTER_SET_ASIDE, recognize } from '../registry.ts';
import { type FileMode, MANIFEST_FILE, type Manifest, type Window } from './manifest.ts';
import { type ManifestFinding, type ManifestProperty, readProperties, refused } from './properties.ts';

const MODES: readonly string[] = ['bulk', 'delta', 'absent'] satisfies readonly FileMode[];
const SOURCE_PROPERTIES = ['source.systemName', 'source.systemCode'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const FILE_PROPERTY = /^file\.(\w+)$/;
const WINDOW_PROPERTY = /^file\.(\w+)\.(from|to)$/;

/** Reads `manifest.csv`: every finding at once. */
export function readManifest(bytes: Uint8Array): Manifest {
  const { properties, findings } = readProperties(bytes);
  const reading = new ManifestReading(properties, findings);
  for (const property of properties.values()) reading.take(property);
  return reading.manifest();
}

class ManifestReading {
  private readonly properties: ReadonlyMap<string, ManifestProperty>;
  private readonly findings: ManifestFinding[];
  private readonly files = new Map<string, FileMode>();
  private readonly windows = new Map<string, Window>();
  private version: OneRosterVersion = '1.2';
  private generatedAt: string | undefined;
  private schoolYear: number | undefined;
  private rollover = false;

  constructor(properties: ReadonlyMap<string, ManifestProperty>, findings: readonly ManifestFinding[]) {
    this.properties = properties;
    this.findings = [...findings];
  }

  take(property: ManifestProperty): void {
    const { name, value, line } = property;
    const file = FILE_PROPERTY.exec(name)?.[1];
    if (file) this.takeFile(property, file);
    else if (WINDOW_PROPERTY.test(name)) this.takeWindow(property);
    else if (name === 'manifest.version') this.takeManifestVersion(property);
    else if (name === 'oneroster.version') this.takeVersion(property);
    else if (name === 'waymark.generatedAt') this.takeInstant(property);
    else if (name === 'waymark.schoolYear') this.takeSchoolYear(property);
    else if (name === 'waymark.rollover') this.takeRollover(value, line);
    else if (name.toLowerCase().startsWith('file.')) this.refuseFile(name, line);
    else if (!SOURCE_PROPERTIES.includes(name)) {
      this.note(
        line,
        'manifest.unknown_property',
        `The property "${name.slice(0, 60)}" is not known and was passed over.`,
      );
    }
  }

  private takeFile({ value, line }: ManifestProperty, file: string): void {
    if (!MODES.includes(value)) {
      this.findings.push(refused(line, 'manifest.invalid_file_mode', `file.${file} must be bulk, delta or absent.`));
      return;
    }
    if (recognize(file).kind === 'unknown') {
      this.note(
        line,
        'package.unknown_file',
        `file.${file} names a file that is neither of OneRoster nor a companion.`,
      );
    }
    this.files.set(file, value as FileMode);
  }

  /** Its file would be left out without anybody having said so. */
  private refuseFile(name: string, line: number): void {
    const message = `The property "${name.slice(0, 60)}" names no file: write file.<name>, such as file.users, without .csv and spaces.`;
    this.findings.push(refused(line, 'manifest.unknown_property', message));
  }

  private takeWindow({ name, value, line }: ManifestProperty): void {
    const [, file = '', edge = ''] = WINDOW_PROPERTY.exec(name) ?? [];
    const recognized = recognize(file);
    if (recognized.kind !== 'table' || recognized.spec.table.scope.kind !== 'day') {
      this.note(
        line,
        'manifest.unknown_property',
        `${name}: only files of single days have a window; it was passed over.`,
      );
      return;
    }
    const day = parseDay(value);
    if (day === undefined) this.invalid(line, `${name} must be a date as YYYY-MM-DD.`);
    else this.windows.set(file, { ...this.windows.get(file), [edge]: day });
    const { from, to } = this.windows.get(file) ?? {};
    if (from !== undefined && to !== undefined && from > to) this.invalid(line, `file.${file}.from lies after .to.`);
  }

  private takeManifestVersion({ value, line }: ManifestProperty): void {
    if (value !== '1.0') this.invalid(line, 'manifest.version must be 1.0.');
  }

  private takeVersion({ value, line }: ManifestProperty): void {
    if (value === '1.1' || value === '1.2') this.version = value;
    else {
      const message = 'oneroster.version must be 1.1 or 1.2 (1.2.1 is written 1.2).';
      this.findings.push(refused(line, 'manifest.invalid_oneroster_version', message));
    }
  }

  private takeInstant({ name, value, line }: ManifestProperty): void {
    const instant = INSTANT.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(instant)) this.invalid(line, `${name} must be an instant such as 2024-09-03T05:30:00Z.`);
    else this.generatedAt = new Date(instant).toISOString();
  }

  private takeSchoolYear({ name, value, line }: ManifestProperty): void {
    if (/^(19|20|21)\d{2}$/.test(value)) this.schoolYear = Number(value);
    else this.invalid(line, `${name} must be the year in which the school year ends, such as 2025.`);
  }

  private takeRollover(value: string, line: number): void {
    if (value === 'true' || value === 'false') this.rollover = value === 'true';
    else this.invalid(line, 'waymark.rollover must be true or false.');
  }

  private invalid(line: number, message: string): void {
    this.findings.push(refused(line, 'manifest.invalid_value', message));
  }

  private note(line: number, code: string, message: string): void {
    this.findings.push({ severity: 'notice', line, code, message });
  }

  private noteMissing(): void {
    const missing = ['manifest.version', 'oneroster.version'].filter((name) => !this.properties.has(name));
    for (const name of missing) {
      this.findings.push(refused(0, 'manifest.missing_property', `The manifest has no property ${name}: add it.`));
    }
    const unnamed = oneRosterFiles(this.version).filter((file) => !this.properties.has(`file.${file}`));
    if (unnamed.length > 0) {
      const message = `OneRoster wants every file named; taken as absent: ${unnamed.join(', ')}.`;
      this.note(0, 'manifest.missing_property', message);
    }
  }

  manifest(): Manifest {
    this.noteMissing();
    const diagnostics = this.findings.map((finding): Diagnostic => ({ file: MANIFEST_FILE, ...finding }));
    return {
      version: this.version,
      files: this.files,
      ...(this.generatedAt === undefined ? {} : { generatedAt: this.generatedAt }),
      ...(this.schoolYear === undefined ? {} : { schoolYear: this.schoolYear }),
      rollover: this.rollover,
      windows: this.windows,
      valid: diagnostics.every((diagnostic) => diagnostic.severity !== 'rejected'),
      diagnostics,
    };
  }
}

/** Files that version 1.1 does not have. */
const SINCE_12 = ['roles', 'userProfiles', 'userResources', 'scoreScales', 'lineItemScoreScales', 'resultScoreScales'];

function oneRosterFiles(version: OneRosterVersion): readonly string[] {
  const all = [...FILES.filter((file) => file.headers).map((file) => file.name), ...ONEROSTER_SET_ASIDE];
  return version === '1.2'
    ? all
    : all.filter((file) => !SINCE_12.includes(file) && !file.endsWith('LearningObjectiveIds'));
}
