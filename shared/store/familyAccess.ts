import { paginateQuery, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { GrantActor, RecordedGrant } from '../domain/access/recordedGrants.ts';
import type { StudentId } from '../domain/identity.ts';
import { environment } from '../runtime/environment.ts';
import { conditionally } from './conditional.ts';
import { documents } from './documents.ts';
import { FAMILY_ACCESS, LIST_INDEX, STUDENT, studentKeys } from './keys.ts';

/** Which guardians may see an eligible student's record; revision 0 when nobody has said anything. */
export interface FamilyAccess {
  readonly revision: number;
  readonly grants: readonly RecordedGrant[];
}

/** What the grants were left as by one change, by whom and when. */
export interface FamilyAccessRevision extends FamilyAccess {
  readonly by: GrantActor;
  readonly at: string;
}

/** The partition of the list index that has those under which a family sees something, by the last day of it. */
const ACTIVE = 'FAMILYACCESS#ACTIVE';
const NOTHING: FamilyAccess = { revision: 0, grants: [] };
const table = () => environment('STUDENT_TABLE');

/** What an item of `studentKeys.familyAccess` holds. */
export const familyAccessIn = (item: Readonly<Record<string, unknown>> | undefined): FamilyAccess =>
  (item?.['familyAccess'] as FamilyAccess | undefined) ?? NOTHING;

/** Older revisions are not shown; they stay. */
const MAX_REVISIONS = 50;

/** What stands, and how it came about, the newest change first. One request. */
export async function readFamilyAccess(
  student: StudentId,
): Promise<{ readonly access: FamilyAccess; readonly history: readonly FamilyAccessRevision[] }> {
  const answer = await documents.send(
    new QueryCommand({
      TableName: table(),
      KeyConditionExpression: 'pk = :student AND begins_with(sk, :changes)',
      ExpressionAttributeValues: { ':student': studentKeys.familyAccess(student).pk, ':changes': `${FAMILY_ACCESS}#` },
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: MAX_REVISIONS,
    }),
  );
  const history = (answer.Items ?? []).map((item) => item['change'] as FamilyAccessRevision);
  const [latest] = history;
  return { access: latest ? { revision: latest.revision, grants: latest.grants } : NOTHING, history };
}

/** What stands of families whose access has not ended before a day, in no order that matters. */
export async function* activeFamilyAccess(
  day: string,
): AsyncGenerator<{ readonly student: string; readonly access: FamilyAccess }> {
  const pages = paginateQuery(
    { client: documents },
    {
      TableName: table(),
      IndexName: LIST_INDEX,
      KeyConditionExpression: 'gsi1pk = :active AND gsi1sk >= :day',
      ExpressionAttributeValues: { ':active': ACTIVE, ':day': day },
    },
  );
  for await (const page of pages) {
    for (const item of page.Items ?? []) {
      yield { student: String(item['pk']).slice(STUDENT.length), access: familyAccessIn(item) };
    }
  }
}

/** Where the list index has what stands; nowhere when nothing does. */
function listedUntil(student: StudentId, grants: readonly RecordedGrant[]) {
  const days = grants.filter(({ revokedAt }) => revokedAt === undefined).map(({ validUntil }) => validUntil);
  const last = days.sort().at(-1);
  return last === undefined ? {} : { gsi1pk: ACTIVE, gsi1sk: `${last}#${student}` };
}

/** Replaces the revision that was read; false when somebody has changed it since. */
export async function changeFamilyAccess(
  student: StudentId,
  read: FamilyAccess,
  change: Omit<FamilyAccessRevision, 'revision'>,
): Promise<boolean> {
  const revision = read.revision + 1;
  const { grants } = change;
  return conditionally(
    documents.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: table(),
              Item: {
                ...studentKeys.familyAccess(student),
                ...listedUntil(student, grants),
                familyAccess: { revision, grants } satisfies FamilyAccess,
              },
              ConditionExpression: read.revision === 0 ? 'attribute_not_exists(pk)' : '#access.#revision = :read',
              ...(read.revision > 0 && {
                ExpressionAttributeNames: { '#access': 'familyAccess', '#revision': 'revision' },
                ExpressionAttributeValues: { ':read': read.revision },
              }),
            },
          },
          {
            Put: {
              TableName: table(),
              Item: { ...studentKeys.familyAccessRevision(student, revision), change: { ...change, revision } },
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    ),
  );
}
