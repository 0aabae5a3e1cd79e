import { describe, expect, it } from 'vitest';
import type { FieldClass } from '../../../../shared/domain/access/fieldClass.ts';
import type { AmendmentEvent, AmendmentRequest, Contested } from '../../../../shared/domain/amendments/request.ts';
import { staffId, studentId } from '../../../../shared/domain/identity.ts';
import { statementsWith } from '../../../../shared/http/records/statements.ts';

const authored = { by: { kind: 'staff', sourcedId: staffId('a') }, at: '2026-10-02T12:00:00.000Z', key: 'k' } as const;
const REFUSED: AmendmentEvent = { ...authored, type: 'decided', decision: 'refused', reason: 'r' };

const contested = (about: Contested, statement?: string): AmendmentRequest => ({
  requestId: JSON.stringify(about),
  studentSourcedId: studentId('s'),
  ...{ about, requested: 'r', grounds: 'g', requestedBy: { relation: 'parent' }, receivedOn: '2026-10-01' },
  createdBy: authored.by,
  createdAt: authored.at,
  events: statement === undefined ? [] : [REFUSED, { ...authored, type: 'stated', statement }],
});

const REQUESTS = [
  contested({ section: 'attendance' }, 'She was there'),
  contested({ section: 'incidents' }, 'It was not him'),
  contested({ section: 'tiers', domain: 'wellBeing' }, 'We do not agree'),
  contested({ section: 'courses' }),
];
const shown = (...classes: FieldClass[]) =>
  statementsWith(REQUESTS, new Set(classes)).map(({ statement }) => statement);

describe('a family’s statement', () => {
  it('comes with the class of data it is about, and with no other', () => {
    expect(shown('directory', 'academic')).toEqual(['She was there']);
    expect(shown('directory', 'academic', 'discipline')).toEqual(['She was there', 'It was not him']);
    expect(shown('health')).toEqual(['We do not agree']);
    expect(shown('directory')).toEqual([]);
  });
});
