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
