/** What a survey measures: the five CASEL competencies, and agency, belonging, connectedness and climate. */
export const CONSTRUCTS = [
  'selfAwareness',
  'selfManagement',
  'socialAwareness',
  'relationshipSkills',
  'responsibleDecisionMaking',
  'agency',
  'belonging',
  'connectedness',
  'climate',
] as const;

/** CASEL's own spellings, in the ways they are written with a capital. */
export const CONSTRUCT_ALIASES: Readonly<Record<string, string>> = {
  'Self-Awareness': 'selfAwareness',
  'Self-Management': 'selfManagement',
  'Social Awareness': 'socialAwareness',
  'Relationship Skills': 'relationshipSkills',
  'Responsible Decision-Making': 'responsibleDecisionMaking',
};

/**
 * Who allowed that a student's answers are kept: a parent in writing, the student in writing (18 or emancipated), or parents
 * who were told of the survey and its day and did not opt out (20 U.S.C. 1232h, PPRA).
 */
export const CONSENT_BASES = ['parentConsent', 'studentConsent', 'noticeAndOptOut'] as const;

/** The eight areas that PPRA protects, in its order. */
export const PROTECTED_CATEGORIES = [
  'politicalBeliefs',
  'mentalHealth',
  'sexualBehavior',
  'illegalBehavior',
  'familyAppraisal',
  'privilegedRelationships',
  'religion',
  'income',
] as const;

export const RESPONDENT_TYPES = ['student', 'family', 'staff'] as const;
