import { createHash } from 'node:crypto';
import { type ExportDocument, type ExportItem, type ExportSection, labelOf } from './document.ts';

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1a1a1a; background: #fff; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
caption { text-align: left; color: #4a4a4a; }
th, td { border: 1px solid #767676; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
th { background: #f0f0f0; }
a { color: #0b4f9e; }
@media print { nav { display: none; } body { margin: 0; max-width: none; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;

/** Lets a browser that shows the page apply its own style and load nothing. */
export const EXPORT_CONTENT_SECURITY_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The document as a page that people read and print, for screen readers as well (WCAG 2.1 AA): all that it says is text. */
export function exportHtml(document: ExportDocument): string {
  const { student, district, generatedAt, asOf, sections } = document;
  const name = `${student.givenName} ${student.familyName}`;
  const contents = sections.map((section) => `<li><a href="#${section.name}">${text(section.title)}</a></li>`);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Record of ${text(name)}</title><style>${STYLE}</style></head>`,
    '<body>',
    `<header><h1>Record of ${text(name)}</h1>`,
    `<p>${text(district)}. Student ${text(student.sourcedId)}. Taken out ${text(generatedAt)} (UTC); assessed as of ${text(asOf)}.</p></header>`,
    `<nav aria-label="Sections"><ul>${contents.join('')}</ul></nav>`,
    `<main>${sections.map(sectionHtml).join('\n')}</main>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function sectionHtml({ name, title, source, items, withheld }: ExportSection): string {
  const made = source?.generatedAt === undefined ? '' : `, made ${source.generatedAt}`;
  const from = source ? `<p>From ${text(source.file)}.csv${text(made)}.</p>` : '';
  const left = withheld === undefined ? '' : `<p>Left out: ${text(withheld)}</p>`;
  const body = items.length === 0 ? '<p>Nothing is on record.</p>' : tableHtml(title, items);
  return `<section id="${name}" aria-labelledby="${name}-title"><h2 id="${name}-title">${text(title)}</h2>${from}${left}${body}</section>`;
}

function tableHtml(title: string, items: readonly ExportItem[]): string {
  const fields = [...new Set(items.flatMap((item) => Object.keys(item)))];
  const head = fields.map((field) => `<th scope="col">${text(labelOf(field))}</th>`).join('');
  const rows = items.map(
    (item) => `<tr>${fields.map((field) => `<td>${text(valueText(item[field]))}</td>`).join('')}</tr>`,
  );
  const count = items.length === 1 ? '1 entry' : `${items.length} entries`;
  return `<div class="scroll" role="region" aria-label="${text(title)}" tabindex="0"><table><caption>${count}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** A value in words: nothing of the document is left out of the page. */
function valueText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(valueText).join(typeof value[0] === 'object' ? ' | ' : ', ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, each]) => each !== undefined && each !== null && each !== '')
      .map(([field, each]) => `${labelOf(field)}: ${valueText(each)}`)
      .join('; ');
  }
  return String(value);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const text = (raw: string): string => raw.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
