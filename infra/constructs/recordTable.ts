import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { LIST_INDEX, OUTBOX, VANISHES_AT } from '../../shared/store/keys.ts';
import type { DistrictKey } from './districtKey.ts';
import { exported } from './exported.ts';
import type { WaymarkFunction } from './waymarkFunction.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:ConditionCheckItem'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'];

export interface RecordTableProps {
  readonly key: DistrictKey;
  /** Name of the exports: `student`, `operations`. */
  readonly name: string;
  /** Environment variable that carries the table's name to functions. */
  readonly variable: 'STUDENT_TABLE' | 'OPERATIONS_TABLE';
  /** Whether items may carry the second from which they vanish by themselves. */
  readonly vanishing?: boolean;
  /** Whether changes are streamed. */
  readonly stream?: boolean;
}

/** One of the district's two tables: on demand, recoverable to any second, never deleted with its stack. */
export class RecordTable extends Construct {
  readonly tableArn: string;
  /** Undefined when changes are not streamed. */
  readonly streamArn: string | undefined;
  readonly #tableName: string;
  readonly #props: RecordTableProps;

  constructor(scope: Construct, id: string, props: RecordTableProps) {
    super(scope, id);
    this.#props = props;
    const table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: props.key.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(props.vanishing && { timeToLiveAttribute: VANISHES_AT }),
      ...(props.stream && { stream: StreamViewType.NEW_IMAGE }),
    });
    table.addGlobalSecondaryIndex({
      indexName: LIST_INDEX,
      partitionKey: { name: 'gsi1pk', type: AttributeType.STRING },
      sortKey: { name: 'gsi1sk', type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
    this.#tableName = exported(this, `${props.name}-table-name`, table.tableName);
    this.tableArn = exported(this, `${props.name}-table-arn`, table.tableArn);
    this.streamArn = table.tableStreamArn && exported(this, `${props.name}-table-stream-arn`, table.tableStreamArn);
  }

  /** Reads of items and of the list index; no scans. */
  grantRead(reader: WaymarkFunction): void {
    this.#grant(reader, READ, 'read');
  }

  grantReadWrite(writer: WaymarkFunction): void {
    this.#grant(writer, [...READ, ...WRITE], 'write');
  }

  /** Lets a function look at every item: for purges, which have to find what nobody has thought of. */
  grantScan(reader: WaymarkFunction): void {
    this.#grant(reader, [...READ, 'dynamodb:Scan'], 'read');
  }

  /** Lets a function make events pending, and touch nothing else of the table. */
  grantEvents(writer: WaymarkFunction): void {
    this.grantAppend(writer, `${OUTBOX}*`);
  }

  /**
   * Lets a function put items whose partition keys are like one of `partitions` (`AUDIT#*`), and nothing else: neither
   * read, change nor delete them. That a put replaces nothing is the condition each put carries.
   */
  grantAppend(writer: WaymarkFunction, ...partitions: readonly string[]): void {
    this.#grantPartitions(writer, ['dynamodb:PutItem'], partitions);
  }

  /** Lets a function add to counters in the partitions alone, and read what they come to by that. */
  grantCount(writer: WaymarkFunction, ...partitions: readonly string[]): void {
    this.#grantPartitions(writer, ['dynamodb:UpdateItem'], partitions);
  }

  /** Lets a function read items of the partitions, or put them where there are none. */
  grantOnce(writer: WaymarkFunction, ...partitions: readonly string[]): void {
    this.#grantPartitions(writer, ['dynamodb:GetItem', 'dynamodb:PutItem'], partitions);
  }

  /** Lets a function read, write and delete items of the partitions, and of no others. */
  grantWithin(writer: WaymarkFunction, ...partitions: readonly string[]): void {
    this.#grantPartitions(writer, [...READ, ...WRITE], partitions);
  }

  #grantPartitions(writer: WaymarkFunction, actions: readonly string[], partitions: readonly string[]): void {
    writer.setEnvironment(this.#props.variable, this.#tableName);
    writer.role.allow(actions, [this.tableArn], {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...partitions] },
    });
    this.#props.key.grant(writer.role, 'dynamodb', 'write');
  }

  #grant(grantee: WaymarkFunction, tableActions: readonly string[], access: 'read' | 'write'): void {
    grantee.setEnvironment(this.#props.variable, this.#tableName);
    grantee.role.allow(tableActions, [this.tableArn]);
    grantee.role.allow(['dynamodb:Query'], [`${this.tableArn}/index/${LIST_INDEX}`]);
    this.#props.key.grant(grantee.role, 'dynamodb', access);
  }
}
