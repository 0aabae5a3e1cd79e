import { Duration } from 'aws-cdk-lib';
import { Choice, Condition, Succeed } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { District } from '../constructs/district.ts';
import { EventsOut } from '../constructs/eventsOut.ts';
import { DeadLetterQueue } from '../constructs/queues.ts';
import { Schedules } from '../constructs/schedules.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';

/** Batches written at a time: a district's first publication is paced, and a usual night is a handful of batches. */
const CONCURRENT_PUBLISHES = 8;
const CONCURRENT_ANNOUNCEMENTS = 4;
/** Shards of a state-wide tenant assessed at a time. */
const CONCURRENT_SHARDS = 10;
/** Memory, in MB, from which Lambda gives a function two cores. */
const TWO_CORES = 3584;

type Step =
  | 'openRun'
  | 'assessDistrict'
  | 'completeAssessment'
  | 'guardRun'
  | 'recordStudents'
  | 'publishBatch'
  | 'completePublish'
  | 'announceBatch'
  | 'summarizeRun'
  | 'recordFailure';

/** Every night the current edition becomes tiers, and what changed is published and announced. */
export class AssessmentStack extends DistrictStack {
  readonly workflow: Workflow;

  constructor(scope: Construct, district: District, data: DataStack) {
    super(scope, district, 'assessment', 'the nightly recalculation of tiers and its events');
    const functions = this.#functions(district, data);
    this.workflow = this.#workflow(district, data, functions);
    const schedules = new Schedules(this, 'Nightly', district, 'assess', { workflow: this.workflow });
    for (const time of district.tenant.schedules.assess) schedules.daily(time);
    this.#events(district, data);
  }

  #functions(district: District, data: DataStack): Readonly<Record<Step, WaymarkFunction>> {
    const make = (id: string, name: string, timeout: Duration, memory: number) =>
      new WaymarkFunction(this, id, { district, key: data.key, name, timeout, memory });
    const functions = {
      openRun: make('OpenRun', 'open-run', Duration.minutes(2), 1024),
      assessDistrict: make('AssessDistrict', 'assess-district', Duration.minutes(15), TWO_CORES),
      completeAssessment: make('CompleteAssessment', 'complete-assessment', Duration.minutes(2), 1024),
      guardRun: make('GuardRun', 'guard-run', Duration.minutes(5), 1024),
      recordStudents: make('RecordStudents', 'record-students', Duration.minutes(15), TWO_CORES),
      publishBatch: make('PublishBatch', 'publish-batch', Duration.minutes(5), 512),
      completePublish: make('CompletePublish', 'complete-publish', Duration.minutes(1), 512),
      announceBatch: make('AnnounceBatch', 'announce-batch', Duration.minutes(5), 512),
      summarizeRun: make('SummarizeRun', 'summarize-run', Duration.minutes(1), 512),
      recordFailure: make('RecordFailure', 'record-run-failure', Duration.seconds(30), 256),
    };
    const { openRun, assessDistrict, completeAssessment, guardRun } = functions;
    const { recordStudents, publishBatch, completePublish, announceBatch, summarizeRun } = functions;
    for (const each of [
      openRun,
      assessDistrict,
      completeAssessment,
      guardRun,
      recordStudents,
      completePublish,
      summarizeRun,
      functions.recordFailure,
    ]) {
      data.operations.grantReadWrite(each);
    }
    for (const each of [publishBatch, announceBatch]) data.operations.grantRead(each);
    for (const each of [publishBatch, completePublish, announceBatch]) data.students.grantReadWrite(each);
    data.students.grantRead(openRun);
    for (const each of [openRun, guardRun]) data.students.grantEvents(each);
    for (const each of [
      openRun,
      assessDistrict,
      completeAssessment,
      guardRun,
      recordStudents,
      publishBatch,
      completePublish,
      announceBatch,
    ]) {
      data.lake.grantRead(each, 'editions/', 'tables/', 'runs/');
    }
    for (const each of [openRun, assessDistrict, completeAssessment]) data.lake.grantWrite(each, 'runs/');
    data.lake.grantRead(recordStudents, 'records/');
    data.lake.grantWrite(recordStudents, 'records/');
    return functions;
  }

  #workflow(district: District, data: DataStack, functions: Readonly<Record<Step, WaymarkFunction>>): Workflow {
    const workflow = new Workflow(this, 'Workflow', {
      district,
      key: data.key,
      name: 'assess',
      timeout: Duration.hours(3),
    });
    const runId = { runId: '$.runId' };
    // Started by a schedule there is no run yet, only its time; started by a release there is a run.
    const unopened = workflow.failure('RecordUnopenedRun', functions.recordFailure);
    const failed = workflow.failure('RecordFailedRun', functions.recordFailure, runId);
    const ignore = { input: runId, resultPath: null };

    const open = workflow.step('OpenRun', functions.openRun);
    const assess = workflow.eachNumber('AssessDistrict', functions.assessDistrict, {
      numbers: '$.shards',
      item: 'shard',
      input: runId,
      maxConcurrency: CONCURRENT_SHARDS,
    });
    const join = workflow.step('CompleteAssessment', functions.completeAssessment, { input: runId });
    const guard = workflow.step('GuardRun', functions.guardRun, { input: runId, resultPath: '$.guard' });
    // Readers find the records of whatever they see: they are there before anything is published.
    const record = workflow.step('RecordStudents', functions.recordStudents, ignore);
    const publish = workflow.eachNumber('PublishChanges', functions.publishBatch, {
      numbers: '$.batchNumbers',
      item: 'batch',
      input: runId,
      maxConcurrency: CONCURRENT_PUBLISHES,
    });
    const complete = workflow.step('CompletePublish', functions.completePublish, ignore);
    const announce = workflow.eachNumber('AnnounceChanges', functions.announceBatch, {
      numbers: '$.batchNumbers',
      item: 'batch',
      input: runId,
      maxConcurrency: CONCURRENT_ANNOUNCEMENTS,
    });
    const summarize = workflow.step('SummarizeRun', functions.summarizeRun, { input: runId });
    open.addCatch(unopened, { resultPath: '$.error' });
    for (const step of [assess, join, guard, record, publish, complete, announce, summarize]) {
      step.addCatch(failed, { resultPath: '$.error' });
    }

    const publication = record.next(publish).next(complete).next(announce).next(summarize);
    const assessment = assess
      .next(join)
      .next(guard)
      .next(
        new Choice(workflow, 'IsPlausible')
          .when(Condition.stringEquals('$.guard.outcome', 'held'), new Succeed(workflow, 'Held'))
          .when(Condition.stringEquals('$.guard.outcome', 'pass'), publication),
      );
    open.next(
      new Choice(workflow, 'IsOpen')
        .when(Condition.stringEquals('$.outcome', 'skipped'), new Succeed(workflow, 'Skipped'))
        .when(Condition.stringEquals('$.outcome', 'opened'), assessment)
        // What the guard held was assessed: people have released it.
        .when(Condition.stringEquals('$.outcome', 'released'), publication),
    );
    workflow.define(open);
    return workflow;
  }

  #events(district: District, data: DataStack): void {
    const events = new EventsOut(this, 'Events', { district, key: data.key, students: data.students });
    const relay = new WaymarkFunction(this, 'RelayEvents', {
      district,
      key: data.key,
      name: 'relay-events',
      timeout: Duration.minutes(1),
      memory: 256,
    });
    const sweep = new WaymarkFunction(this, 'SweepOutbox', {
      district,
      key: data.key,
      name: 'sweep-outbox',
      timeout: Duration.minutes(5),
      memory: 256,
      deadLetters: new DeadLetterQueue(this, 'SweepDeadLetters', district, 'sweep-outbox'),
    });
    for (const each of [relay, sweep]) {
      data.students.grantReadWrite(each);
      events.grantPut(each);
    }
    events.relayWith(relay);
    // Streams forget after a day: what the relay has left is sent well before.
    new Schedules(this, 'Sweep', district, 'sweep', { lambda: sweep }).everyHours(6);
  }
}
