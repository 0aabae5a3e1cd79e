import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { caseloadContracts } from '../../shared/http/caseloads/contracts.ts';
import { configurationContracts } from '../../shared/http/configuration/contracts.ts';
import { PAGE_ROUTES } from '../../shared/http/docs/pageRoutes.ts';
import { interventionContracts } from '../../shared/http/interventions/contracts.ts';
import { operationsContracts } from '../../shared/http/operations/contracts.ts';
import { decisionContracts } from '../../shared/http/operations/decisionContracts.ts';
import { uploadContracts } from '../../shared/http/operations/uploadContracts.ts';
import { portalContracts } from '../../shared/http/portal/contracts.ts';
import { purgeContracts } from '../../shared/http/purges/contracts.ts';
import { recordContracts } from '../../shared/http/records/contracts.ts';
import type { Contract } from '../../shared/http/route.ts';
import { studentContracts } from '../../shared/http/students/contracts.ts';
import { yearEndContracts } from '../../shared/http/yearEnds/contracts.ts';
import { AUDIT, CALLER_LIMITS, DISCLOSED, DISCLOSING, SIGNING, STUDENT } from '../../shared/store/keys.ts';
import type { District } from '../constructs/district.ts';
import { DeadLetterQueue } from '../constructs/queues.ts';
import { RestApi } from '../constructs/restApi.ts';
import { Schedules } from '../constructs/schedules.ts';
import { onStreamedInserts } from '../constructs/streamedInserts.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import type { AssessmentStack } from './assessment.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';
import type { IngestStack } from './ingest.ts';
import type { PrivacyStack } from './privacy.ts';
import type { YearEndStack } from './yearEnd.ts';

/** The gateway waits thirty seconds; a function that stops before can still say why. */
const TIMEOUT = Duration.seconds(25);

/** What readers show of the lake: tables of the current edition, results of runs, reports of drops. */
const LAKE = ['editions/', 'tables/', 'runs/', 'records/', 'drops/'];

/** The stacks whose state machines the API starts. */
export interface Started {
  readonly ingest: IngestStack;
  readonly assessment: AssessmentStack;
  readonly yearEnd: YearEndStack;
  readonly privacy: PrivacyStack;
}

/** The REST API over students, operations, interventions and year ends. */
export class ApiStack extends DistrictStack {
  readonly api: RestApi;
  readonly #data: DataStack;

  constructor(
    scope: Construct,
    district: District,
    data: DataStack,
    { ingest, assessment, yearEnd, privacy }: Started,
  ) {
    super(scope, district, 'api', 'the REST API');
    this.#data = data;
    const serve = (id: string, name: string) =>
      new WaymarkFunction(this, id, { district, key: data.key, name, timeout: TIMEOUT, memory: 1024 });
    const students = serve('ServeStudents', 'serve-students');
    const operations = serve('ServeOperations', 'serve-operations');
    // Who decides may write and start; who reads may not.
    const decisions = serve('DecideOperations', 'decide-operations');
    // Who takes files in may write where they land, and read nothing.
    const uploads = serve('ServeUploads', 'serve-uploads');
    const interventions = serve('ServeInterventions', 'serve-interventions');
    const records = serve('ServeRecords', 'serve-records');
    const purges = serve('ServePurges', 'serve-purges');
    const caseloads = serve('ServeCaseloads', 'serve-caseloads');
    const yearEnds = serve('ServeYearEnds', 'serve-year-ends');
    const configuration = serve('ServeConfiguration', 'serve-configuration');
    const docs = serve('ServeDocs', 'serve-docs');

    for (const each of [students, operations, interventions, records, caseloads]) data.operations.grantRead(each);
    for (const each of [students, operations]) data.students.grantRead(each);
    for (const each of [interventions, records, caseloads, yearEnds]) data.students.grantReadWrite(each);
    for (const each of [decisions, uploads, yearEnds, configuration]) data.operations.grantReadWrite(each);
    for (const each of [students, operations, interventions, records]) data.lake.grantRead(each, ...LAKE);
    data.lake.grantRead(caseloads, 'runs/');
    data.drops.grantUpload(uploads, 'drops/uploads/');
    data.students.grantReadWrite(purges);
    privacy.purge.grantStart(purges.role);
    purges.setEnvironment('PURGE_STATE_MACHINE', privacy.purge.machineArn);
    ingest.workflow.grantStart(decisions.role);
    assessment.workflow.grantStart(decisions.role);
    decisions.setEnvironment('INGEST_STATE_MACHINE', ingest.workflow.machineArn);
    decisions.setEnvironment('ASSESS_STATE_MACHINE', assessment.workflow.machineArn);
    yearEnd.closeYear.grantStart(yearEnds.role);
    yearEnd.sealYear.grantStart(yearEnds.role);
    yearEnds.setEnvironment('CLOSE_YEAR_STATE_MACHINE', yearEnd.closeYear.machineArn);
    yearEnds.setEnvironment('SEAL_YEAR_STATE_MACHINE', yearEnd.sealYear.machineArn);

    this.api = new RestApi(this, 'Rest', district, data.key);
    this.#serve(students, studentContracts);
    this.#serve(operations, operationsContracts);
    this.#serve(decisions, decisionContracts);
    this.#serve(uploads, uploadContracts);
    this.#serve(interventions, interventionContracts);
    this.#serve(records, recordContracts);
    this.#serve(caseloads, caseloadContracts);
    this.#serve(purges, purgeContracts);
    this.#serve(yearEnds, yearEndContracts);
    this.#serve(configuration, configurationContracts);
    this.#portal(serve('ServePortal', 'serve-portal'));
    for (const key of PAGE_ROUTES) this.api.publicRoute(docs, key, 'the page about the API holds no data');
    this.api.fallback(operations);
    new CfnOutput(this, 'Url', { value: this.api.url, description: 'Base URL of the REST API' });
    this.#disclosures(district, data);
  }

  /** Sends the routes of contracts to a function, which may put on record who did what and who was shown whom. */
  #serve(target: WaymarkFunction, contracts: readonly Contract[]): void {
    this.#data.operations.grantOnce(target, SIGNING);
    this.#data.operations.grantCount(target, `${CALLER_LIMITS}*`);
    this.#data.students.grantAppend(target, `${AUDIT}*`, `${DISCLOSED}*`, `${DISCLOSING}*`);
    for (const { method, path, roles } of contracts) {
      if (roles === 'public')
        this.api.publicRoute(target, `${method} ${path}`, 'it is open to everybody and holds no data');
      else this.api.route(target, `${method} ${path}`);
    }
  }

  /** Families and students change nothing but what stands in the student's own partition: requests, consents. */
  #portal(portal: WaymarkFunction): void {
    this.#data.students.grantRead(portal);
    this.#data.students.grantAppend(portal, `${STUDENT}*`);
    this.#data.operations.grantRead(portal);
    this.#data.lake.grantRead(portal, 'runs/', 'records/');
    this.#serve(portal, portalContracts);
  }

  /** Answers about several students are told apart behind the answer; a sweep finds what the stream has left. */
  #disclosures(district: District, data: DataStack): void {
    const make = (id: string, name: string, timeout: Duration, deadLetters?: DeadLetterQueue) =>
      new WaymarkFunction(this, id, {
        ...{ district, key: data.key, name, timeout, memory: 256 },
        ...(deadLetters && { deadLetters }),
      });
    const record = make('RecordDisclosures', 'record-disclosures', Duration.minutes(1));
    const sweepLetters = new DeadLetterQueue(this, 'SweepDeadLetters', district, 'sweep-disclosures');
    const sweep = make('SweepDisclosures', 'sweep-disclosures', Duration.minutes(5), sweepLetters);
    for (const each of [record, sweep]) data.students.grantWithin(each, `${DISCLOSING}*`, `${DISCLOSED}*`);
    onStreamedInserts(this, 'Disclosures', {
      students: data.students,
      partitions: DISCLOSING,
      consumer: record,
      deadLetters: new DeadLetterQueue(this, 'DisclosureDeadLetters', district, 'record-disclosures'),
    });
    new Schedules(this, 'Sweep', district, 'sweep-disclosures', { lambda: sweep }).everyHours(6);
  }
}
