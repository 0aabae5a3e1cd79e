import * as z from 'zod';

/**
 * Text as somebody wrote it, in any script, normalized to NFC: of control characters lines and tabs alone, no halves of
 * characters, and something to see in it. `max` counts Unicode code points after normalization.
 */
export function plainText(max: number) {
  return z
    .string()
    .normalize('NFC')
    .regex(
      new RegExp(`^(?:[\\t\\n\\r]|[^\\p{Cc}\\p{Cs}]){1,${max}}$`, 'u'),
      `write 1 to ${max} characters of plain text`,
    )
    .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, 'write something');
}
