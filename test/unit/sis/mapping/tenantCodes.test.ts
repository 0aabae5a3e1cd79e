import { describe, expect, it } from 'vitest';
import { programsFile } from '../../../../shared/sis/files/programs.ts';
import { codeMapsOf } from '../../../../shared/sis/mapping/codeMaps.ts';
import { mistakesIn } from '../../../../shared/sis/mapping/tenantCodes.ts';
import { parseText } from '../parse/parseText.ts';

const HEADER = 'studentSourcedId,programType,beginDate,programName\n';

describe('the code maps of a tenant', () => {
  it('hold before a standard’s own names, and a mapping’s hold before them', async () => {
    const tenant = {
      attendance: { codes: {} },
      codes: {
        programs: {
          programType: {
            'Title I Part A': { programType: 'econDisadvantaged' },
            GT: { programType: 'giftedTalented', programName: 'Gifted' },
            X: { programType: 'EL' },
          },
        },
      },
    };
    const mapping = { codes: { programType: { X: { programType: 'foster' } } } };
    const codes = codeMapsOf('programs', tenant, mapping);
    const rows = ['Title I Part A', 'GT', 'X', 'Homeless', 'IEP'].map((type) => `S1,${type},2024-08-20,\n`).join('');
    const parsed = await parseText(programsFile, HEADER + rows, { context: { codes } });
    expect(parsed.records.map(({ cells }) => [cells['programType'], cells['programName']])).toEqual([
      ['econDisadvantaged', undefined],
      ['giftedTalented', 'Gifted'],
      ['foster', undefined],
      ['homeless', 'Homeless'],
      ['IEP', undefined],
    ]);
  });

  it('add to the attendance codes', () => {
    const tenant = {
      attendance: { codes: { U: { category: 'Unexcused Absence' }, T: { category: 'Tardy' } } },
      codes: {
        attendanceEvents: {
          category: { U: { category: 'Excused Absence' } },
          absenceClass: { M: { absenceClass: 'medical' } },
        },
      },
    };
    expect(codeMapsOf('attendanceEvents', tenant, undefined)).toEqual({
      category: { U: { category: 'Excused Absence' }, T: { category: 'Tardy' } },
      absenceClass: { M: { absenceClass: 'medical' } },
    });
    expect(codeMapsOf('programs', tenant, undefined)).toEqual({});
  });

  it('are told every file, column and value that there is none of', () => {
    const codes = {
      program: { programType: {} },
      programs: {
        type: {},
        programType: { GT: { programType: 'gifted', name: 'Gifted' }, '': { programName: 'None' } },
      },
      behaviorIncidents: {
        incidentLevel: { '2': { incidentLevel: 'severe' } },
        participationCode: { '': { participationCode: 'Perpetrator' } },
      },
    };
    expect(mistakesIn({ codes }).map(({ path }) => path)).toEqual([
      'codes.program',
      'codes.programs.type',
      'codes.programs.programType.GT.programType',
      'codes.programs.programType.GT.name',
      'codes.programs.programType..programName',
      'codes.behaviorIncidents.incidentLevel.2.incidentLevel',
    ]);
    expect(mistakesIn({ codes })[2]?.message).toContain('cannot be "gifted": write one of IEP, 504');
  });
});
