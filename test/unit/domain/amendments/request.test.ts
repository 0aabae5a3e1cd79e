import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AmendmentEvent,
  classOfContested,
  openSince,
  PLAIN_SECTIONS,
  refusalOf,
  statementOf,
  stateOf,
} from '../../../../shared/domain/amendments/request.ts';
import { staffId } from '../../../../shared/domain/identity.ts';

const authored = { by: { kind: 'staff', sourcedId: staffId('a') }, at: '2026-10-01T12:00:00.000Z', key: 'k' } as const;
const hearing = { heldOn: '2026-10-20', conductedBy: 'The hearing officer' };
const AMENDED: AmendmentEvent = { ...authored, type: 'decided', decision: 'amended', reason: 'r' };
const REFUSED: AmendmentEvent = { ...authored, type: 'decided', decision: 'refused', reason: 'r' };
const AMENDED_AFTER: AmendmentEvent = { ...AMENDED, hearing };
const UPHELD: AmendmentEvent = { ...REFUSED, hearing };
const HEARING: AmendmentEvent = { ...authored, type: 'hearingRequested', on: '2026-10-10' };
const STATED: AmendmentEvent = { ...authored, type: 'stated', statement: 'We disagree' };
const EVENTS = { AMENDED, REFUSED, AMENDED_AFTER, UPHELD, HEARING, STATED };
const requestWith = (...events: AmendmentEvent[]) => ({ events, receivedOn: '2026-09-30' });

describe('a request to amend the record', () => {
  it.each([
    ['open', requestWith(), ['AMENDED', 'REFUSED']],
    ['amended', requestWith(AMENDED), []],
    ['refused', requestWith(REFUSED), ['AMENDED_AFTER', 'UPHELD', 'HEARING', 'STATED']],
    ['hearing', requestWith(REFUSED, HEARING), ['AMENDED_AFTER', 'UPHELD', 'STATED']],
    ['upheld', requestWith(REFUSED, HEARING, UPHELD), ['STATED']],
    ['amended', requestWith(REFUSED, STATED, AMENDED_AFTER), []],
    ['refused', requestWith(REFUSED, STATED), ['AMENDED_AFTER', 'UPHELD', 'HEARING']],
  ] as const)('that is %s takes what the law provides for next and nothing else', (state, request, next) => {
    expect(stateOf(request)).toBe(state);
    const taken = Object.entries(EVENTS).filter(([, event]) => refusalOf(request, event) === undefined);
    expect(taken.map(([name]) => name)).toEqual(next);
  });

  it('says why it takes nothing else', () => {
    expect(refusalOf(requestWith(), AMENDED_AFTER)).toBe('hearing');
    expect(refusalOf(requestWith(REFUSED), AMENDED)).toBe('hearing');
    expect(refusalOf(requestWith(AMENDED), AMENDED)).toBe('decided');
    expect(refusalOf(requestWith(), STATED)).toBe('decided');
    expect(refusalOf(requestWith(REFUSED, STATED), STATED)).toBe('stated');
  });

  it('waits since it came, or since a hearing was asked for, and once answered no more', () => {
    expect(openSince(requestWith())).toBe('2026-09-30');
    expect(openSince(requestWith(REFUSED))).toBeUndefined();
    expect(openSince(requestWith(REFUSED, HEARING, STATED))).toBe('2026-10-10');
    expect(openSince(requestWith(REFUSED, HEARING, UPHELD))).toBeUndefined();
  });

  it('keeps the family’s statement until the record is amended', () => {
    expect(statementOf(requestWith(REFUSED))).toBeUndefined();
    expect(statementOf(requestWith(REFUSED, STATED, HEARING, UPHELD))).toEqual(STATED);
    expect(statementOf(requestWith(REFUSED, STATED, AMENDED_AFTER))).toBeUndefined();
  });

  it('ends: whatever is tried in whatever order, at most four things happen to it', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 40 }), (tried) => {
        const events: AmendmentEvent[] = [];
        for (const event of tried) if (refusalOf({ events }, event) === undefined) events.push(event);
        expect(events.length).toBeLessThanOrEqual(4);
        expect(events.filter(({ type }) => type === 'decided').length).toBeLessThanOrEqual(2);
      }),
    );
  });
});

describe('a contested part', () => {
  it('has the class of the data it is shown with, tiers and plans that of their domain', () => {
    expect(classOfContested({ section: 'tiers', domain: 'wellBeing' })).toBe('health');
    expect(classOfContested({ section: 'plans', domain: 'attendance' })).toBe('academic');
    expect(classOfContested({ section: 'incidents' })).toBe('discipline');
    for (const section of PLAIN_SECTIONS) expect(classOfContested({ section })).toBeTypeOf('string');
  });
});
