import * as z from 'zod';
import { PROTECTED_RESPONSES } from '../domain/wellBeing/context.ts';

/** What a district decides about surveys, beside their cut points. */
export const wellBeingSettings = z.strictObject({
  /**
   * When answers in one of PPRA's eight protected areas count: with consent in writing, which surveys with federal money
   * need; also where parents were told and did not opt out, which is enough for others; or never.
   */
  protectedResponses: z.enum(PROTECTED_RESPONSES).default('writtenConsent'),
});
