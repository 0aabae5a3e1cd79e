import type { CapturedMail } from '../mail.ts';
import type { Stage } from './stage.ts';

/** The mail that speaks of something, of which there has to be exactly one. */
export function theMail({ cloud }: Stage, about: string): CapturedMail {
  const [mail, ...more] = cloud.mail().filter(({ text }) => text?.includes(about));
  if (!mail) throw new Error('a mail that was to come did not arrive');
  if (more.length > 0) throw new Error(`a mail that was to come once came ${more.length + 1} times`);
  return mail;
}

/** A mail for a reader at a terminal: all of it, or so many paragraphs. */
export function shownMail({ to, subject, text = '' }: CapturedMail, paragraphs = Number.POSITIVE_INFINITY): string {
  const all = text.trim().split('\n\n');
  const shown = all.length > paragraphs ? [...all.slice(0, paragraphs), '…'] : all;
  const lines = [`To:      ${to.join(', ')}`, `Subject: ${subject}`, ...shown.join('\n\n').split('\n')];
  return lines.map((line) => `  ${line}`.trimEnd()).join('\n');
}
