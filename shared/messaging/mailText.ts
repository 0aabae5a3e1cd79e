/** What a mail says. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Paragraphs as a mail in both forms; the HTML names its language and needs no style. */
export function mailText(subject: string, paragraphs: readonly string[], footer: string): MailText {
  const title = escapeHtml(subject);
  const body = paragraphs.map((each) => `<p>${escapeHtml(each).replaceAll('\n', '<br>')}</p>`).join('');
  return {
    subject,
    text: `${paragraphs.join('\n\n')}\n\n${footer}\n`,
    html: `<!doctype html><html lang="en"><head><title>${title}</title></head><body>${body}<p>${escapeHtml(footer)}</p></body></html>`,
  };
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
