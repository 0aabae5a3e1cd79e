import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAttendance, writeNextDay } from './attendanceFile.ts';
import { writeGrades } from './gradesFile.ts';
import { sizeOf } from './people.ts';
import { writeRoster } from './rosterFiles.ts';
import { writeSupport } from './supportFiles.ts';
import { writeTranscripts } from './transcriptsFile.ts';

const SEED = 20_260_306;

export interface BenchDistrict {
  readonly students: number;
  /** The first night's files, without a manifest. */
  readonly folder: string;
  /** The delta of the school day after it. */
  readonly nextDay: string;
  readonly bytes: number;
}

/** Where districts are kept between runs. */
export const cacheFolder = (): string => join(tmpdir(), 'waymark-bench');

/** A district of so many students, made anew only when there is none or the generator has changed. */
export function benchDistrict(students: number): BenchDistrict {
  const root = join(cacheFolder(), `${students}-${fingerprint()}`);
  if (!existsSync(root)) {
    const unfinished = `${root}.${process.pid}`;
    writeDistrict(unfinished, students);
    renameSync(unfinished, root);
  }
  const folder = join(root, 'first');
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  return { students, folder, nextDay: join(root, 'next'), bytes };
}

/** Writes the two folders of a district below `root`. */
export function writeDistrict(root: string, students: number): void {
  const size = sizeOf(students);
  const [first, next] = [join(root, 'first'), join(root, 'next')];
  rmSync(root, { recursive: true, force: true });
  for (const folder of [first, next]) mkdirSync(folder, { recursive: true });
  writeRoster(first, size, SEED);
  writeAttendance(first, size, SEED);
  writeTranscripts(first, size, SEED);
  writeGrades(first, size, SEED);
  writeSupport(first, size, SEED);
  writeNextDay(next, size, SEED);
}

/** Changes with the generator's sources. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(import.meta.dirname).sort())
    hash.update(readFileSync(join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 10);
}
