import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT_BASES } from '../../../../shared/domain/wellBeing/record.ts';
import { surveyAggregatesFile } from '../../../../shared/sis/files/surveyAggregates.ts';
import { surveyResponsesFile } from '../../../../shared/sis/files/surveyResponses.ts';
import { CONSTRUCTS, PROTECTED_CATEGORIES } from '../../../../shared/sis/files/surveyWords.ts';
import { parseText } from '../parse/parseText.ts';

const HEADER =
  'studentSourcedId,surveyId,administrationDate,construct,score,scaleMinimum,scaleMaximum,consentBasis,higherIsBetter,protectedCategory\n';
const parse = (...rows: string[]) => parseText(surveyResponsesFile, `${HEADER}${rows.join('\n')}\n`);
const GOOD = 'S1,SEL24,2024-10-01,belonging,4,1,5,parentConsent,true,';

describe('a survey response', () => {
  it('is kept with its scale and the consent it rests on', async () => {
    expect((await parse(GOOD)).records[0]?.cells).toEqual({
      consentBasis: 'parentConsent',
      studentSourcedId: 'S1',
      surveyId: 'SEL24',
      administrationDate: '2024-10-01',
      construct: 'belonging',
      score: 4,
      scaleMinimum: 1,
      scaleMaximum: 5,
      higherIsBetter: 1,
    });
  });

  it.each(CONSENT_BASES)('rests on %s', async (basis) => {
    expect((await parse(GOOD.replace('parentConsent', basis))).rejected).toBe(0);
  });

  it('without a consent basis is refused, in a protected area and elsewhere', async () => {
    const protectedArea = 'S1,SEL24,2024-10-01,belonging,4,1,5,,true,mentalHealth';
    const parsed = await parse(GOOD.replace('parentConsent', ''), protectedArea);
    expect(parsed.rejects).toEqual(['2 consentBasis row.missing_consent', '3 consentBasis row.missing_consent']);
    expect(parsed.diagnostics[0]?.message).toContain('parentConsent, studentConsent, noticeAndOptOut');
  });

  it('without the column cannot be read at all', async () => {
    const parsed = await parseText(surveyResponsesFile, HEADER.replace('consentBasis,', ''));
    expect(parsed).toMatchObject({ unusable: true, rejects: ['1 consentBasis table.missing_header'] });
  });

  it('is never repeated in a message, whatever is wrong with it', async () => {
    const parsed = await parse(
      'S1,SEL24,2024-10-01,loneliness,4,1,5,,true,',
      'S1,SEL24,2024-10-01,belonging,77,1,5,,true,',
      'S1,SEL24,2024-10-01,belonging,77,1,5,parentConsent,true,',
      'S1,SEL24,2024-10-01,belonging,6x,1,5,,true,',
      'S1,SEL24,2024-10-01,belonging,4,1,5,none,true,secret',
      'S1,SEL24,2024-10-01,belonging,4,1,5,parentConsent,maybe,secret',
    );
    expect(parsed.rejected).toBe(6);
    expect(JSON.stringify(parsed.diagnostics)).not.toMatch(/loneliness|77|6x|none"|secret|maybe/);
  });

  it.each(PROTECTED_CATEGORIES)('of %s needs no more than that', async (category) => {
    expect((await parse(`${GOOD}${category}`)).rejected).toBe(0);
  });

  it.each(['unknown consent', 'yes'])('that rests on "%s" is refused', async (basis) => {
    expect((await parse(GOOD.replace('parentConsent', basis))).rejects).toEqual(['2 consentBasis row.unmapped_code']);
  });

  it.each([...CONSTRUCTS, 'Self-Awareness', 'Responsible Decision-Making'])('can be about %s', async (construct) => {
    expect((await parse(GOOD.replace('belonging', construct))).rejected).toBe(0);
  });

  it('lies on its scale, both ends included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: -6, max: 6 }),
        async (minimum, maximum, score) => {
          const { rejects } = await parse(GOOD.replace('4,1,5', `${score},${minimum},${maximum}`));
          const expected =
            minimum >= maximum
              ? ['2 scaleMaximum row.maximum_below_minimum']
              : score < minimum || score > maximum
                ? ['2 score row.outside_scale']
                : [];
          expect(rejects).toEqual(expected);
        },
      ),
      {
        numRuns: 60,
        examples: [
          [1, 5, 5],
          [1, 5, 6],
          [1, 5, 1],
          [1, 5, 0],
          [3, 3, 3],
        ],
      },
    );
  });
});

describe('an aggregate of a survey', () => {
  const header = 'schoolSourcedId,surveyId,administrationDate,respondentType,construct,mean,responses\n';
  const refusals = async (row: string) => (await parseText(surveyAggregatesFile, `${header}${row}\n`)).rejects;

  it.each(['student', 'family', 'staff'])('is of %s', async (respondents) => {
    expect(await refusals(`HS,CLIMATE24,2024-10-01,${respondents},climate,3.42,118`)).toEqual([]);
  });

  it.each([
    ['HS,CLIMATE24,2024-10-01,parents,climate,3.42,118', '2 respondentType row.unmapped_code'],
    ['HS,CLIMATE24,2024-10-01,family,weather,3.42,118', '2 construct row.unmapped_code'],
    ['HS,CLIMATE24,2024-10-01,family,climate,3.42,0', '2 responses row.invalid_number'],
    ['HS,CLIMATE24,2024-10-01,family,climate,,118', '2 mean row.missing_required_value'],
  ])('%s is refused', async (row, refusal) => {
    expect(await refusals(row)).toEqual([refusal]);
  });
});
