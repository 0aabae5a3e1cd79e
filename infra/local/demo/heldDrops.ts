import { type Day, formatDay } from '../../../shared/domain/calendar/day.ts';
import { formatTable } from '../console/table.ts';
import { zipOf } from '../district/drop.ts';
import { shownMail, theMail } from './mails.ts';
import { enrolledFrom } from './mistakes.ts';
import { exported, type Stage, send } from './stage.ts';
import type { DropView } from './views.ts';

/** Below this the typo would not be worth telling. */
const MANY_STUDENTS = 1000;

/** Enrolments are exported once more by hand, those from a day on; one digit of that day is wrong. */
export async function typedWrong(stage: Stage, asOf: Day): Promise<DropView> {
  const fall = stage.district.schoolYear - 1;
  const [meant, typed] = [`${fall}-08-18`, `${fall}-10-18`];
  const files = enrolledFrom(exported(stage, asOf, { only: ['schoolEnrollments'] }), typed);
  const drop = await send(stage, `${formatDay(asOf)}-enrolments.zip`, zipOf(files));
  const gone = drop.reconciliation.items.filter(({ removed }) => removed > 0);
  const students = gone.reduce((sum, { removed }) => sum + removed, 0);
  const carried = drop.files.reduce((sum, { rows }) => sum + rows, 0);
  expectHeld(drop, 'guard.deletions');
  if (students < MANY_STUDENTS) throw new Error(`the typo would withdraw ${students} students only`);
  stage.say(
    `10 p.m. Somebody exports enrolments by hand, “entered since ${typed}” for ${meant}: ${carried} rows come.\n` +
      `All others would be ${students.toLocaleString('en-US')} withdrawals. The drop is held, and says what would have gone:`,
  );
  const names = new Map(stage.district.schoolList.map(({ sourcedId, name }) => [sourcedId, name]));
  stage.say(
    formatTable(
      ['school', 'code', 'why'],
      drop.holds.map(({ school = '', code, message }) => [names.get(school) ?? school, code, message]),
    ),
  );
  const mail = theMail(stage, drop.dropId);
  stage.say('The people named in the tenant file have mail, once:');
  stage.say(shownMail(mail, 1));
  return drop;
}

/** The evening's zip is sent once more, and the line goes dead on the way. */
export async function cutShort(stage: Stage, zip: Uint8Array): Promise<DropView> {
  const share = 0.7;
  const drop = await send(stage, 'again.zip', zip.subarray(0, Math.floor(zip.length * share)));
  expectHeld(drop, 'zip.invalid_archive');
  theMail(stage, drop.dropId);
  stage.say(`11 p.m. The zip is sent again and cut off at ${share * 100} %. It is held, and the data team told:`);
  stage.say(drop.holds.map(({ code, message }) => `  ${code}  ${message}`).join('\n'));
  return drop;
}

function expectHeld({ status, holds }: DropView, code: string): void {
  if (status === 'held' && holds.every((hold) => hold.code === code)) return;
  throw new Error(`a drop that was to be held for ${code} is ${status}: ${holds.map((hold) => hold.code).join(', ')}`);
}
