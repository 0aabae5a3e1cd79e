import type { Diagnostic } from '../../../shared/domain/diagnostic.ts';
import { formatTable } from '../console/table.ts';
import { notSent, notUnderstood } from './notSent.ts';
import { holdsOf, type TrialOutcome, verdictOf } from './outcome.ts';
import { highestTiers, standingsOf } from './standings.ts';
import { highestTable, TIERS_MEAN, tierTable } from './tierTables.ts';

/** Lines of the same code beyond these are counted. */
const SHOWN_PER_CODE = 5;

/** The trial's report for a person at a terminal. */
export function printedReport(outcome: TrialOutcome): string {
  const { drop, diagnostics } = outcome;
  const setAside = drop.setAside ?? [];
  return [
    section('Rows', accounting(outcome)),
    setAside.length > 0 ? section('Recognized and set aside; no table reads them yet', `  ${setAside.join(', ')}`) : '',
    section(
      'Rejected',
      diagnosticLines(
        diagnostics.filter((each) => each.severity === 'rejected'),
        'No row was rejected.',
      ),
    ),
    section(
      'Notices',
      diagnosticLines(
        diagnostics.filter((each) => each.severity === 'notice'),
        'Nothing to remark.',
      ),
    ),
    beyondTheList(outcome),
    ...(verdictOf(outcome) === 'held' ? [section('Held: nothing was published', held(outcome))] : assessed(outcome)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const section = (title: string, body: string) => `${title}\n${body}`;

function accounting({ drop }: TrialOutcome): string {
  const headers = ['file', 'rows', 'accepted', 'unchanged', 'rejected', 'deleted'];
  const files = drop.files ?? [];
  /** A mapped file can fill several tables. */
  const isOneOfSeveral = (name: string) => files.filter(({ file }) => file === name).length > 1;
  return formatTable(
    headers,
    files.map((each) => [
      isOneOfSeveral(each.file) ? `${each.file} → ${each.table}` : each.file,
      each.rows,
      each.accepted,
      each.unchanged,
      each.rejected,
      each.deleted,
    ]),
  );
}

function diagnosticLines(diagnostics: readonly Diagnostic[], none: string): string {
  if (diagnostics.length === 0) return `  ${none}`;
  const byCode = Map.groupBy(diagnostics, (each) => `${each.file} ${each.code}`);
  return [...byCode.values()]
    .flatMap((same) => [
      ...same.slice(0, SHOWN_PER_CODE).map(diagnosticLine),
      ...(same.length > SHOWN_PER_CODE ? [`    … and ${same.length - SHOWN_PER_CODE} more like these`] : []),
    ])
    .join('\n');
}

/** A report lists so many diagnostics and counts the rest; empty when all are listed. */
function beyondTheList({ drop, diagnostics }: TrialOutcome): string {
  const counts = Object.entries(drop.diagnosticCounts ?? {});
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  if (all <= diagnostics.length) return '';
  const body = counts.map(([code, count]) => `  ${code}: ${count}`).join('\n');
  return section(`Only ${diagnostics.length} of ${all} are listed above; in all there are`, body);
}

/** `  attendanceEvents.csv:812 category  row.unmapped_code  …` */
export function diagnosticLine({ file, line, column, code, message }: Diagnostic): string {
  const place = line > 0 ? `${file}:${line}` : file;
  return `  ${place}${column === undefined ? '' : ` ${column}`}  ${code}\n      ${message}`;
}

function held(outcome: TrialOutcome): string {
  return holdsOf(outcome)
    .map((hold) => `  ${hold.code}${hold.file === undefined ? '' : ` ${hold.file}`}\n      ${hold.message}`)
    .join('\n');
}

/** The tiers last, as they are what is asked for; before them what they were made without. */
function assessed(outcome: TrialOutcome): readonly string[] {
  const { asOf, results, schoolNames } = outcome;
  return [
    listed('Not in this export', notSent(outcome)),
    listed('In the export, but not understood', notUnderstood(outcome)),
    section(`Tiers as of ${asOf}\n  ${TIERS_MEAN}`, tierTable(standingsOf(results), schoolNames)),
    section('Every student by the highest tier of all domains', highestTable(highestTiers(results))),
  ];
}

const listed = (title: string, sentences: readonly string[]) =>
  sentences.length === 0 ? '' : section(title, sentences.map((each) => `  ${each}`).join('\n'));
