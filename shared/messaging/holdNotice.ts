import type { HeldDetail } from '../store/holdEvents.ts';
import { type MailText, mailText } from './mailText.ts';

/**
 * Tells the people who run the feeds that a drop or a run is held: why, in which files, what stays in force, and what
 * they can do. Codes, files, schools and counts alone: mail passes through other hands.
 */
export function holdNotice(district: string, timeZone: string, held: HeldDetail): MailText {
  const { what, id, holds, moreHolds, rejected, canRelease } = held;
  const subject = what === 'drop' ? 'A drop of SIS files is held' : `The assessment of ${id.split('.')[0]} is held`;
  const reasons = holds.map(({ code, file, school, message }) => {
    const where = [file, school !== undefined && `school ${school}`].filter(Boolean).join(', ');
    return `- ${where === '' ? '' : `${where}: `}${message} (${code})`;
  });
  if (moreHolds > 0) reasons.push(`- and ${moreHolds} more`);
  const rows = rejected.map((each) => `- ${each.file}: ${each.rejected} of ${each.rows} rows rejected`);
  const path = what === 'drop' ? `/v1/drops/${id}` : `/v1/runs/${id}`;
  return mailText(
    subject,
    [
      `${what === 'drop' ? `Drop ${id}` : `Run ${id}`} was held on ${whenOf(held.heldAt, timeZone)}. ${stays(what)}`,
      ['Why:', ...reasons].join('\n'),
      ...(rows.length > 0 ? [['Rows:', ...rows].join('\n')] : []),
      `Look at it: GET ${path}${what === 'drop' && rejected.length > 0 ? `; rejected rows: GET ${path}/rejects.csv` : ''}`,
      whatToDo(what, path, canRelease),
      'You are told once. Nothing more happens by itself.',
    ],
    `${district} · data operations`,
  );
}

const stays = (what: HeldDetail['what']) =>
  what === 'drop'
    ? 'Nothing of it was taken in; the last good data stays in force, and the nightly assessment goes on with it.'
    : 'Nothing of it was published; staff go on seeing the last published tiers.';

function whatToDo(what: HeldDetail['what'], path: string, canRelease: boolean): string {
  if (what === 'run') {
    return `If the outcome is right, POST ${path}/release with a reason publishes it as it is. If it is wrong, send corrected files; the next run starts from them. POST ${path}/discard closes this one.`;
  }
  const mend = `mend the cause and send the files again; POST ${path}/discard closes this drop.`;
  return canRelease
    ? `If the files are right, POST ${path}/release with a reason lets them in as they are. If they are wrong: ${mend}`
    : `It could not be read as it was sent, so it cannot be released: ${mend}`;
}

function whenOf(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(
    new Date(instant),
  );
}
