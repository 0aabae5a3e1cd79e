import { describe, expect, it } from 'vitest';
import { parseDay } from '../../../shared/domain/calendar/day.ts';
import { Findings } from '../../../shared/ingest/findings.ts';
import { type ColumnarTable, emptyTable } from '../../../shared/lake/columnar.ts';
import { encodeTable } from '../../../shared/lake/encoding.ts';
import { FileRows } from '../../../shared/lake/fileRows.ts';
import { merge } from '../../../shared/lake/merge.ts';
import { surveyResponsesFile } from '../../../shared/sis/files/surveyResponses.ts';
import { parseFile } from '../../../shared/sis/parse/parseFile.ts';

const HEADER =
  'studentSourcedId,surveyId,administrationDate,construct,score,scaleMinimum,scaleMaximum,consentBasis,protectedCategory,metadata.note\n';
const CONSENTED = 'KEPT-1,SEL24,2024-10-01,belonging,4,1,5,parentConsent,,fine\n';
const WITHOUT = 'SECRET-2,HIDDEN,2023-02-02,selfAwareness,3.217,1,5,,mentalHealth,whisper\n';

async function* chunk(text: string) {
  yield new TextEncoder().encode(text);
}

/** What a bulk file leaves behind: the table, and everything that is told. */
async function taken(rows: string, previous: ColumnarTable = emptyTable(surveyResponsesFile.table)) {
  const findings = new Findings();
  const builder = new FileRows(previous, findings.report);
  const outcome = await parseFile({
    spec: surveyResponsesFile,
    version: '1.2',
    mode: 'bulk',
    chunks: chunk(HEADER + rows),
    builder,
    context: { instructionalMinutes: () => undefined },
    report: findings.report,
  });
  const settings = { startsOn: '08-01', generatedOn: parseDay('2024-10-02') ?? 0 };
  const { table, counts } = merge({ previous, rows: builder, dropId: 'd', mode: 'bulk', settings });
  const text = (parts: Iterable<Uint8Array>) =>
    [...parts].map((part) => new TextDecoder('latin1').decode(part)).join('');
  const told = text(findings.rejects) + JSON.stringify([findings.diagnostics, findings.counts, findings.holds]);
  return { outcome, table, counts, told, stored: text(encodeTable(table)) };
}

describe('a survey response without a consent basis', () => {
  it('leaves nothing of itself in the table, its dictionaries, the report or the rejects', async () => {
    const { outcome, table, stored, told } = await taken(CONSENTED + WITHOUT);
    expect([outcome.rows, outcome.rejected, table.rowCount]).toEqual([2, 1, 1]);
    expect(stored).toContain('KEPT-1');
    expect(told).toContain('row.missing_consent');
    for (const secret of ['SECRET-2', 'HIDDEN', 'selfAwareness', '3.217', '3217000', 'mentalHealth', 'whisper']) {
      expect([stored.includes(secret), told.includes(secret)]).toEqual([false, false]);
    }
  });

  it('takes back the one that was kept before', async () => {
    const { table } = await taken(CONSENTED + CONSENTED.replace('KEPT-1', 'KEPT-2'));
    const after = await taken(CONSENTED + CONSENTED.replace('KEPT-1', 'KEPT-2').replace('parentConsent', ''), table);
    expect(after.table.strings('studentSourcedId').codes).toHaveLength(1);
    expect(after.counts.total.removed).toBe(1);
  });

  it('takes it back whatever else is wrong with it, while other errors withdraw nothing', async () => {
    const { table } = await taken(CONSENTED + CONSENTED.replace('KEPT-1', 'KEPT-2'));
    const unreadable = CONSENTED.replace('KEPT-1', 'KEPT-2').replace(',4,', ',four,');
    expect((await taken(CONSENTED + unreadable, table)).table.rowCount).toBe(2);
    const after = await taken(CONSENTED + unreadable.replace('parentConsent', ''), table);
    expect(after.table.rowCount).toBe(1);
    expect(after.told).toContain('row.missing_consent');
  });
});
