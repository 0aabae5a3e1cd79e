import { describe, expect, it } from 'vitest';
import { type Files, type TestDistrict, withManifest } from './district.ts';
import { eachInADistrict } from './districtOfTest.ts';
import { wholeDrop } from './files.ts';

let district: TestDistrict;
eachInADistrict((fresh) => {
  district = fresh;
});

const HEADER = 'studentSourcedId,surveyId,administrationDate,construct,score,scaleMinimum,scaleMaximum,consentBasis';
/** Answers of so many students, each with its consent basis. */
const answers = (...bases: readonly string[]): Files => ({
  'surveyResponses.csv': `${[
    HEADER,
    ...bases.map((basis, n) => `A-${n},climate-1,2022-02-15,belonging,3,1,5,${basis}`),
  ].join('\n')}\n`,
});
const consented = Array.from({ length: 40 }, () => 'parentConsent');
const tagged = () => Object.fromEntries(district.drops.tags);
const MARK = 'waymark-consent=missing';

describe('a drop with answers that nobody has consented to', () => {
  it('expires soon as a whole when it is a zip, though everything else of it was taken in', async () => {
    const drop = await district.sendZip('survey', withManifest({ ...wholeDrop([]), ...answers(...consented, '') }));
    expect(drop.status).toBe('published');
    expect(drop.diagnosticCounts).toMatchObject({ 'row.missing_consent': 1 });
    expect(tagged()).toEqual({ [drop.objectKey]: MARK });
  });

  it('expires soon when it is held, too', async () => {
    const drop = await district.sendZip(
      'survey',
      withManifest({ ...wholeDrop([]), ...answers(...Array(40).fill('')) }),
    );
    expect(drop.status).toBe('held');
    expect(tagged()).toEqual({ [drop.objectKey]: MARK });
  });

  it('expires soon when the file has no column for it at all', async () => {
    const files = {
      'surveyResponses.csv': `${HEADER.replace(',consentBasis', '')}\nA-0,climate-1,2022-02-15,belonging,3,1,5\n`,
    };
    const drop = await district.sendZip('survey', withManifest({ ...wholeDrop([]), ...files }));
    expect(drop.status).toBe('held');
    expect(tagged()).toEqual({ [drop.objectKey]: MARK });
  });

  it('of a folder only the file that holds them expires soon', async () => {
    const dropId = await district.announceFolder(withManifest({ ...wholeDrop([]), ...answers(...consented, '') }));
    await district.ingest(dropId);
    expect(tagged()).toEqual({ 'drops/sis/nightly/surveyResponses.csv': MARK });
  });
});

it('a drop whose answers all have a basis is kept as long as any other', async () => {
  const drop = await district.sendZip('survey', withManifest({ ...wholeDrop([]), ...answers(...consented) }));
  expect(drop.diagnosticCounts ?? {}).not.toHaveProperty('row.missing_consent');
  expect(tagged()).toEqual({});
});
