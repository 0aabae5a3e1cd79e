import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Choice, Condition, Succeed, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { District } from '../constructs/district.ts';
import { DeadLetteredQueue } from '../constructs/queues.ts';
import { RULE_TARGET_RETRIES } from '../constructs/retries.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';

/** What ingest keeps in the lake. */
const LAKE = ['tables/', 'editions/', 'candidates/', 'drops/'];

/** A file in the drops bucket becomes an edition of the lake. */
export class IngestStack extends DistrictStack {
  readonly workflow: Workflow;

  constructor(scope: Construct, district: District, data: DataStack) {
    super(scope, district, 'ingest', 'files of the SIS become editions of the lake');
    const shared = { district, key: data.key };
    const receiveDrop = new WaymarkFunction(this, 'ReceiveDrop', {
      ...shared,
      name: 'receive-drop',
      timeout: Duration.seconds(30),
      memory: 256,
    });
    const checkDrop = new WaymarkFunction(this, 'CheckDrop', {
      ...shared,
      name: 'check-drop',
      timeout: Duration.minutes(2),
      memory: 512,
    });
    // One read of a whole district: memory buys the CPU, 3,008 MiB being what every account may use.
    const normalizeDrop = new WaymarkFunction(this, 'NormalizeDrop', {
      ...shared,
      name: 'normalize-drop',
      timeout: Duration.minutes(15),
      memory: 3008,
    });
    const publishEdition = new WaymarkFunction(this, 'PublishEdition', {
      ...shared,
      name: 'publish-edition',
      timeout: Duration.minutes(2),
      memory: 512,
    });
    const recordFailure = new WaymarkFunction(this, 'RecordFailure', {
      ...shared,
      name: 'record-ingest-failure',
      timeout: Duration.seconds(30),
      memory: 256,
    });
    for (const each of [receiveDrop, checkDrop, normalizeDrop, publishEdition, recordFailure]) {
      data.operations.grantReadWrite(each);
    }
    for (const each of [checkDrop, normalizeDrop, publishEdition]) {
      data.drops.grantRead(each, 'drops/');
      data.lake.grantRead(each, ...LAKE);
      data.lake.grantWrite(each, ...LAKE);
    }

    for (const each of [checkDrop, normalizeDrop]) data.students.grantEvents(each);
    // Files with answers that nobody has consented to are marked, to expire sooner than the others.
    data.drops.grantTag(normalizeDrop, 'drops/');

    this.workflow = this.#workflow(shared, { checkDrop, normalizeDrop, publishEdition, recordFailure });
    this.workflow.grantStart(receiveDrop.role);
    receiveDrop.setEnvironment('INGEST_STATE_MACHINE', this.workflow.machineArn);
    // To tell a folder that was closed anew, by a manifest with the same bytes, from an announcement that came twice.
    data.drops.grantRead(receiveDrop, 'drops/');
    const queue = new DeadLetteredQueue(this, 'Arrivals', {
      district,
      name: 'arrivals',
      consumer: receiveDrop,
      batchSize: 10,
      maxConcurrency: 2,
    });
    new Rule(this, 'ObjectCreated', {
      description: 'A file has come into the drops bucket',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [data.drops.bucketName] }, object: { key: [{ prefix: 'drops/' }] } },
      },
      targets: [new SqsQueue(queue.queue, { ...RULE_TARGET_RETRIES, deadLetterQueue: queue.deadLetters.queue })],
    });
  }

  #workflow(
    shared: { readonly district: District; readonly key: DataStack['key'] },
    functions: Readonly<Record<'checkDrop' | 'normalizeDrop' | 'publishEdition' | 'recordFailure', WaymarkFunction>>,
  ): Workflow {
    // Folders are waited for up to an hour, and one drop at a time is taken in.
    const workflow = new Workflow(this, 'Workflow', { ...shared, name: 'ingest', timeout: Duration.hours(6) });
    const failed = workflow.failure('RecordFailure', functions.recordFailure, { dropId: '$.dropId' });
    const dropId = { dropId: '$.dropId' };
    const check = workflow.step('CheckDrop', functions.checkDrop, { input: dropId });
    const normalize = workflow.step('NormalizeDrop', functions.normalizeDrop, { input: dropId });
    const publish = workflow.step('PublishEdition', functions.publishEdition, {
      input: { ...dropId, candidateKey: '$.candidateKey' },
    });
    for (const step of [check, normalize, publish]) step.addCatch(failed, { resultPath: '$.error' });
    const done = new Succeed(workflow, 'Done');
    const outcome = (value: string) => Condition.stringEquals('$.outcome', value);

    check.next(
      new Choice(workflow, 'IsReady')
        .when(
          outcome('waiting'),
          new Wait(workflow, 'WaitAMinute', { time: WaitTime.duration(Duration.minutes(1)) }).next(check),
        )
        .when(outcome('ready'), normalize)
        .when(outcome('finished'), done),
    );
    normalize.next(
      new Choice(workflow, 'IsNormalized').when(outcome('normalized'), publish).when(outcome('finished'), done),
    );
    publish.next(
      new Choice(workflow, 'IsPublished').when(outcome('rebase'), normalize).when(outcome('published'), done),
    );
    workflow.define(check);
    return workflow;
  }
}
