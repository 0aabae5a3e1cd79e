/** Code of a row that is rejected because it holds an answer nobody has consented to. */
export const MISSING_CONSENT = 'row.missing_consent';

/** Marks objects that hold such answers: a rule of the drops bucket lets them expire soon. */
export const CONSENT_TAG = { Key: 'waymark-consent', Value: 'missing' } as const;
