import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { District } from '../constructs/district.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import { Workflow } from '../constructs/workflow.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';

const CONCURRENT_AUDITS = 8;
const SCHOOL_YEAR = { schoolYear: '$.schoolYear' };

type Step = 'freezeYear' | 'auditBatch' | 'completeAudit' | 'sealYear' | 'recordFailure';

/** The year is closed in two executions, people's decisions in between: audit, then seal. */
export class YearEndStack extends DistrictStack {
  readonly closeYear: Workflow;
  readonly sealYear: Workflow;

  constructor(scope: Construct, district: District, data: DataStack) {
    super(scope, district, 'year-end', 'verified credits and sealed records');
    const functions = this.#functions(district, data);
    const shared = { district, key: data.key };
    this.closeYear = this.#closeYear(
      new Workflow(this, 'CloseYear', { ...shared, name: 'close-year', timeout: Duration.hours(3) }),
      functions,
    );
    this.sealYear = this.#sealYear(
      new Workflow(this, 'SealYear', { ...shared, name: 'seal-year', timeout: Duration.hours(1) }),
      functions,
    );
  }

  #functions(district: District, data: DataStack): Readonly<Record<Step, WaymarkFunction>> {
    const make = (id: string, name: string, timeout: Duration, memory: number) =>
      new WaymarkFunction(this, id, { district, key: data.key, name, timeout, memory });
    const freezeYear = make('FreezeYear', 'freeze-year', Duration.minutes(10), 2048);
    const auditBatch = make('AuditBatch', 'audit-batch', Duration.minutes(10), 2048);
    const completeAudit = make('CompleteAudit', 'complete-audit', Duration.minutes(5), 512);
    const sealYear = make('SealYearRecords', 'seal-year', Duration.minutes(10), 1024);
    const recordFailure = make('RecordFailure', 'record-year-end-failure', Duration.seconds(30), 256);

    for (const each of [freezeYear, completeAudit, sealYear, recordFailure]) data.operations.grantReadWrite(each);
    data.operations.grantRead(auditBatch);
    for (const each of [auditBatch, sealYear]) data.students.grantReadWrite(each);
    data.students.grantRead(completeAudit);
    for (const each of [freezeYear, auditBatch]) data.lake.grantRead(each, 'editions/', 'tables/', 'year-ends/');
    data.lake.grantWrite(freezeYear, 'year-ends/');
    data.archive.grantWrite(sealYear, 'year-ends/');
    return { freezeYear, auditBatch, completeAudit, sealYear, recordFailure };
  }

  #closeYear(workflow: Workflow, functions: Readonly<Record<Step, WaymarkFunction>>): Workflow {
    const failed = workflow.failure('RecordFailure', functions.recordFailure, SCHOOL_YEAR);
    const freeze = workflow.step('FreezeYear', functions.freezeYear, { input: SCHOOL_YEAR });
    const audit = workflow.eachNumber('AuditCredits', functions.auditBatch, {
      numbers: '$.batchNumbers',
      item: 'batch',
      input: SCHOOL_YEAR,
      maxConcurrency: CONCURRENT_AUDITS,
    });
    const complete = workflow.step('CompleteAudit', functions.completeAudit, { input: SCHOOL_YEAR });
    for (const step of [freeze, audit, complete]) step.addCatch(failed, { resultPath: '$.error' });
    workflow.define(freeze.next(audit).next(complete));
    return workflow;
  }

  #sealYear(workflow: Workflow, functions: Readonly<Record<Step, WaymarkFunction>>): Workflow {
    const failed = workflow.failure('RecordFailure', functions.recordFailure, SCHOOL_YEAR);
    workflow.define(
      workflow.step('SealYear', functions.sealYear, { input: SCHOOL_YEAR }).addCatch(failed, { resultPath: '$.error' }),
    );
    return workflow;
  }
}
