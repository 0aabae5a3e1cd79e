import { CfnOutput, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { District } from '../constructs/district.ts';
import { RestApi } from '../constructs/restApi.ts';
import { WaymarkFunction } from '../constructs/waymarkFunction.ts';
import type { AssessmentStack } from './assessment.ts';
import type { DataStack } from './data.ts';
import { DistrictStack } from './districtStack.ts';
import type { IngestStack } from './ingest.ts';
import type { YearEndStack } from './yearEnd.ts';

/** The gateway waits thirty seconds; a function that stops before can still say why. */
const TIMEOUT = Duration.seconds(25);

/** What readers show of the lake: tables of the current edition, results of runs, reports of drops. */
const LAKE = ['editions/', 'tables/', 'runs/', 'drops/'];

/** The stacks whose state machines the API starts. */
export interface Started {
  readonly ingest: IngestStack;
  readonly assessment: AssessmentStack;
  readonly yearEnd: YearEndStack;
}

/** The REST API over students, operations, interventions and year ends. */
export class ApiStack extends DistrictStack {
  readonly api: RestApi;

  constructor(scope: Construct, district: District, data: DataStack, { ingest, assessment, yearEnd }: Started) {
    super(scope, district, 'api', 'the REST API');
    const serve = (id: string, name: string) =>
      new WaymarkFunction(this, id, { district, key: data.key, name, timeout: TIMEOUT, memory: 1024 });
    const students = serve('ServeStudents', 'serve-students');
    const operations = serve('ServeOperations', 'serve-operations');
    // Who decides may write and start; who reads may not.
    const decisions = serve('DecideOperations', 'decide-operations');
    // Who takes files in may write where they land, and read nothing.
    const uploads = serve('ServeUploads', 'serve-uploads');
    const interventions = serve('ServeInterventions', 'serve-interventions');
    const yearEnds = serve('ServeYearEnds', 'serve-year-ends');
    const configuration = serve('ServeConfiguration', 'serve-configuration');

    for (const each of [students, operations, interventions]) data.operations.grantRead(each);
    for (const each of [students, operations]) data.students.grantRead(each);
    for (const each of [interventions, yearEnds]) data.students.grantReadWrite(each);
    for (const each of [decisions, uploads, yearEnds, configuration]) data.operations.grantReadWrite(each);
    for (const each of [students, operations, interventions]) data.lake.grantRead(each, ...LAKE);
    data.drops.grantUpload(uploads, 'drops/uploads/');
    ingest.workflow.grantStart(decisions.role);
    assessment.workflow.grantStart(decisions.role);
    decisions.setEnvironment('INGEST_STATE_MACHINE', ingest.workflow.machineArn);
    decisions.setEnvironment('ASSESS_STATE_MACHINE', assessment.workflow.machineArn);
    yearEnd.closeYear.grantStart(yearEnds.role);
    yearEnd.sealYear.grantStart(yearEnds.role);
    yearEnds.setEnvironment('CLOSE_YEAR_STATE_MACHINE', yearEnd.closeYear.machineArn);
    yearEnds.setEnvironment('SEAL_YEAR_STATE_MACHINE', yearEnd.sealYear.machineArn);

    this.api = new RestApi(this, 'Rest', district, data.key);
    this.api.route(
      students,
      'GET /v1/students',
      'GET /v1/students/{id}',
      'GET /v1/students/{id}/tiers',
      'GET /v1/students/{id}/tiers/history',
    );
    this.api.route(
      operations,
      'GET /v1/drops',
      'GET /v1/drops/{id}',
      'GET /v1/drops/{id}/rejects.csv',
      'GET /v1/runs',
      'GET /v1/runs/{id}',
      'GET /v1/freshness',
    );
    this.api.route(
      decisions,
      'POST /v1/drops/{id}/release',
      'POST /v1/drops/{id}/discard',
      'POST /v1/runs/{id}/release',
      'POST /v1/runs/{id}/discard',
    );
    this.api.route(
      uploads,
      'POST /v1/drops',
      'GET /v1/drops/uploads/{id}',
      'POST /v1/drops/uploads/{id}/complete',
      'DELETE /v1/drops/uploads/{id}',
    );
    this.api.publicRoute(operations, 'GET /v1/openapi.json', 'the description of the API holds no data');
    this.api.route(
      interventions,
      'POST /v1/students/{id}/overrides',
      'GET /v1/students/{id}/overrides',
      'POST /v1/students/{id}/overrides/{overrideId}/end',
      'POST /v1/plans',
      'GET /v1/plans/{id}',
      'POST /v1/plans/{id}/check-ins',
      'GET /v1/tasks',
    );
    this.api.route(
      yearEnds,
      'POST /v1/year-ends',
      'GET /v1/year-ends/{year}',
      'POST /v1/year-ends/{year}/decisions',
      'GET /v1/students/{id}/graduation',
    );
    this.api.route(
      configuration,
      'GET /v1/config/thresholds',
      'PUT /v1/config/thresholds/{version}',
      'DELETE /v1/config/thresholds/{version}',
      'GET /v1/config/thresholds/history',
    );
    this.api.fallback(operations);
    new CfnOutput(this, 'Url', { value: this.api.url, description: 'Base URL of the REST API' });
  }
}
