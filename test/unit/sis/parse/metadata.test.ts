import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseloadsFile } from '../../../../shared/sis/files/caseloads.ts';
import { orgsFile } from '../../../../shared/sis/files/orgs.ts';
import { mappingSchema } from '../../../../shared/sis/mapping/mapping.ts';
import { parseText } from './parseText.ts';

const HEADER = 'staffSourcedId,studentSourcedId,role';
const metadataOf = async (header: string, ...rows: readonly string[]) => {
  const parsed = await parseText(caseloadsFile, `${[`${HEADER},${header}`, ...rows].join('\n')}\n`);
  return { ...parsed, metadata: parsed.records.map(({ cells }) => cells['metadata']) };
};

describe('metadata columns', () => {
  it('are carried along as a JSON object in header order, without empty cells', async () => {
    const { metadata, notices } = await metadataOf(
      'metadata.team,metadata.room',
      'T1,S1,mentor,"say ""hi""",12',
      'T1,S2,mentor,,7',
      'T1,S3,mentor,,',
    );
    expect(metadata).toEqual(['{"team":"say \\"hi\\"","room":"12"}', '{"room":"7"}', undefined]);
    expect(notices).toEqual([]);
  });

  it('hold every text as it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
        const cell = text.replaceAll(/[\r\n\0]/g, ' ');
        const { metadata } = await metadataOf('metadata.note', `T1,S1,mentor,"${cell.replaceAll('"', '""')}"`);
        expect(JSON.parse(String(metadata[0]))).toEqual({ note: cell });
      }),
    );
  });

  it('named twice are told once, and the first one counts', async () => {
    const { metadata, notices } = await metadataOf('metadata.room,metadata.room', 'T1,S1,mentor,1,2');
    expect(metadata).toEqual(['{"room":"1"}']);
    expect(notices).toEqual(['table.duplicate_header']);
  });

  it('can be given to a column of the table by a mapping, whose null tokens hold for them too', async () => {
    const { files } = mappingSchema.parse({
      files: [
        {
          source: 'caseloads.csv',
          target: 'caseloads',
          nullTokens: ['NULL'],
          columns: { 'metadata.since': 'beginDate' },
        },
      ],
    });
    const text = `${HEADER},metadata.since,metadata.room\nT1,S1,mentor,2024-09-03,NULL\n`;
    const { records } = await parseText(caseloadsFile, text, { context: { mapping: files[0] } });
    expect(records[0]?.cells).toMatchObject({ beginDate: '2024-09-03' });
    expect(records[0]?.cells).not.toHaveProperty('metadata');
  });

  it('before a column of OneRoster 1.2 are out of order', async () => {
    const parsed = await parseText(orgsFile, 'sourcedId,metadata.x,name,type\nD,1,District,district\n');
    expect(parsed.notices).toEqual(['table.column_order']);
    const last = await parseText(orgsFile, 'sourcedId,name,type,metadata.x,metadata.y\nD,District,district,1,2\n');
    expect(last.notices).toEqual([]);
  });

  it('do not make a column of the file named metadata one of the table', async () => {
    const { metadata, notices } = await metadataOf('metadata', 'T1,S1,mentor,x');
    expect(metadata).toEqual([undefined]);
    expect(notices).toEqual(['table.unknown_column']);
  });
});
