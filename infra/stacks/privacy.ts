import { Duration, Stack } from 'aws-cdk-lib';
import { Choice, Condition, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { District } from '../constructs/district.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';

/** Batches of a student's purge worked on at a time: a table of a large district is read in seconds. */
const CONCURRENT_BATCHES = 4;
/** Where what a purge notes of its work lies, and its certificates. */
const WORK = ['purges/', 'certificates/'];
/** What the lake holds of students. */
const LAKE = ['tables/', 'editions/', 'candidates/', 'drops/', 'runs/', 'records/', 'year-ends/'];
const DROPS = 'drops/';
const ARCHIVE = 'year-ends/';

type Step = 'open' | 'records' | 'plan' | 'objects' | 'emptyBuckets' | 'complete' | 'recordFailure';

/** Removing a student, or the whole district, from everywhere, with a certificate. */
export class PrivacyStack extends DistrictStack {
  readonly purge: Workflow;
  readonly #functions: Readonly<Record<Step, WaymarkFunction>>;

  constructor(scope: Construct, district: District, data: DataStack) {
    super(scope, district, 'privacy', 'the purge of a student or of the district');
    this.#functions = this.#make(district, data);
    // It waits for whatever is being taken in or assessed.
    const workflow = new Workflow(this, 'Workflow', {
      district,
      key: data.key,
      name: 'purge',
      timeout: Duration.hours(36),
    });
    this.#define(workflow);
    this.purge = workflow;
  }

  /** Lets the last step of a district's purge empty queues, by their physical names. */
  grantEmpty(queueNames: readonly string[]): void {
    const { complete } = this.#functions;
    complete.setEnvironment('QUEUE_NAMES', queueNames.join());
    complete.role.allow(
      ['sqs:GetQueueUrl', 'sqs:PurgeQueue'],
      queueNames.map((resource) => Stack.of(this).formatArn({ service: 'sqs', resource })),
    );
  }

  #make(district: District, data: DataStack): Readonly<Record<Step, WaymarkFunction>> {
    const make = (id: string, name: string, timeout: Duration, memory: number) =>
      new WaymarkFunction(this, id, { district, key: data.key, name, timeout, memory });
    const open = make('OpenPurge', 'open-purge', Duration.minutes(1), 512);
    const records = make('PurgeRecords', 'purge-records', Duration.minutes(15), 1024);
    const plan = make('PlanPurge', 'plan-purge', Duration.minutes(10), 1024);
    // It holds a table of a large district, and what becomes of it.
    const objects = make('PurgeObjects', 'purge-objects', Duration.minutes(15), 3008);
    const emptyBuckets = make('EmptyBuckets', 'empty-buckets', Duration.minutes(15), 1024);
    const complete = make('CompletePurge', 'complete-purge', Duration.minutes(15), 1024);
    const recordFailure = make('RecordFailure', 'record-purge-failure', Duration.seconds(30), 256);

    for (const each of [open, records, complete]) {
      data.students.grantReadWrite(each);
      data.operations.grantReadWrite(each);
    }
    data.students.grantReadWrite(recordFailure);
    data.students.grantRead(objects);
    for (const table of [data.students, data.operations]) table.grantScan(records);

    for (const each of [records, plan, objects, emptyBuckets, complete]) {
      data.lake.grantRead(each, ...WORK);
      data.lake.grantWrite(each, ...WORK);
    }
    for (const bucket of [data.lake, data.drops, data.archive]) bucket.grantListVersions(plan, ARCHIVE);
    data.lake.grantRead(objects, ...LAKE);
    data.lake.grantWrite(objects, ...LAKE);
    data.lake.grantDelete(objects, ...LAKE);
    data.drops.grantRead(objects, DROPS);
    data.drops.grantDelete(objects, DROPS);
    data.archive.grantRead(objects, ARCHIVE);
    data.archive.grantWrite(objects, ARCHIVE);
    data.archive.grantDelete(objects, ARCHIVE);
    data.lake.grantDelete(emptyBuckets, ...LAKE);
    data.drops.grantDelete(emptyBuckets, DROPS);
    data.archive.grantDelete(emptyBuckets, ARCHIVE);
    data.lake.grantAbortUploads(emptyBuckets, ...LAKE);
    data.drops.grantAbortUploads(emptyBuckets, DROPS);
    data.archive.grantAbortUploads(emptyBuckets, ARCHIVE);
    data.lake.grantDelete(complete, ...LAKE, ...WORK);
    data.drops.identify(complete);
    data.archive.grantListVersions(complete, ARCHIVE);
    return { open, records, plan, objects, emptyBuckets, complete, recordFailure };
  }

  #define(workflow: Workflow): void {
    const { open, records, plan, objects, emptyBuckets, complete, recordFailure } = this.#functions;
    const purgeId = { purgeId: '$.purgeId' };
    const failed = workflow.failure('RecordFailure', recordFailure, purgeId);
    const step = (id: string, called: WaymarkFunction) => workflow.step(id, called, { input: purgeId });
    const opening = step('OpenPurge', open);
    const removing = step('PurgeRecords', records);
    const planning = step('PlanPurge', plan);
    const rewriting = workflow.eachNumber('PurgeObjects', objects, {
      numbers: '$.batchNumbers',
      item: 'batch',
      input: purgeId,
      maxConcurrency: CONCURRENT_BATCHES,
    });
    const emptying = step('EmptyBuckets', emptyBuckets);
    const completing = step('CompletePurge', complete);
    for (const each of [opening, removing, planning, rewriting, emptying, completing]) {
      each.addCatch(failed, { resultPath: '$.error' });
    }
    const outcome = (value: string) => Condition.stringEquals('$.outcome', value);

    opening.next(
      new Choice(workflow, 'IsOpen')
        .when(
          outcome('waiting'),
          new Wait(workflow, 'WaitAMinute', { time: WaitTime.duration(Duration.minutes(1)) }).next(opening),
        )
        .when(outcome('finished'), completing)
        .when(outcome('opened'), removing),
    );
    removing.next(
      new Choice(workflow, 'IsRemoved')
        .when(outcome('more'), removing)
        .when(Condition.stringEquals('$.kind', 'student'), planning)
        .when(Condition.stringEquals('$.kind', 'tenant'), emptying),
    );
    planning.next(rewriting).next(completing);
    emptying.next(new Choice(workflow, 'IsEmpty').when(outcome('more'), emptying).when(outcome('done'), completing));
    completing.next(new Succeed(workflow, 'Done'));
    workflow.define(opening);
  }
}
