import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../../infra/local/cloud.ts';
import { arnOf, cloudOf, functionResource, placeholder, recorded } from './assembly.ts';

const told: CloudEvent[] = [];
const cloud = await cloudOf(
  {
    Talk: functionResource('talk'),
    Record: functionResource('record'),
    Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'reminders' } },
    Identity: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'waymark@example.org' } },
    Destination: {
      Type: 'AWS::SES::ConfigurationSetEventDestination',
      Properties: {
        ConfigurationSetName: { Ref: 'Set' },
        EventDestination: {
          Enabled: true,
          EventBridgeDestination: {
            EventBusArn: {
              'Fn::Sub': `arn:aws:events:${placeholder('AWS::Region')}:${placeholder('AWS::AccountId')}:event-bus/default`,
            },
          },
          MatchingEventTypes: ['send', 'delivery'],
        },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['aws.ses'], 'detail-type': ['Email Sent', 'Email Delivered'] },
        Targets: [{ Arn: arnOf('Record'), Id: 'T' }],
      },
    },
  },
  { startAt: new Date('2024-02-01T12:00:00Z'), onEvent: (event) => told.push(event) },
);

const mail = (more: object = {}) => ({
  FromEmailAddress: 'Waymark <waymark@example.org>',
  Destination: { ToAddresses: ['ms.ortiz@example.org'] },
  Content: { Simple: { Subject: { Data: 'A check-in is due' }, Body: { Text: { Data: 'Please look in.' } } } },
  EmailTags: [{ Name: 'waymark-message', Value: 'm1' }],
  ConfigurationSetName: 'reminders',
  ...more,
});
const send = async (input: object) =>
  ((await cloud.invoke('talk', { calls: [['ses', 'SendEmailCommand', input]] })) as Record<string, string>[])[0];

describe('a mail', () => {
  it('is captured and stays here', async () => {
    const answer = await send(mail());
    expect(cloud.mail()).toEqual([
      {
        messageId: answer?.['MessageId'],
        to: ['ms.ortiz@example.org'],
        from: 'Waymark <waymark@example.org>',
        subject: 'A check-in is due',
        text: 'Please look in.',
        html: undefined,
        tags: { 'waymark-message': 'm1' },
        sentAt: expect.any(Date),
      },
    ]);
    expect(cloud.mail()[0]?.sentAt.toISOString()).toMatch(/^2024-02-01T12:00:/);
  });

  it('is announced on the default bus as sent and delivered, with its tags', async () => {
    await cloud.idle();
    const events = recorded(cloud, 'record') as { 'detail-type': string; detail: { mail: object } }[];
    expect(events.map((event) => event['detail-type']).sort()).toEqual(['Email Delivered', 'Email Sent']);
    for (const { detail } of events) {
      expect(detail.mail).toMatchObject({
        messageId: cloud.mail()[0]?.messageId,
        destination: ['ms.ortiz@example.org'],
        tags: { 'waymark-message': ['m1'], 'ses:configuration-set': ['reminders'] },
      });
    }
  });

  it('and its events are told to whoever watches the cloud', () => {
    const { messageId } = cloud.mail()[0]!;
    expect(told).toContainEqual({ type: 'mail', messageId });
    expect(told).toContainEqual({
      type: 'event',
      bus: 'default',
      source: 'aws.ses',
      detailType: 'Email Delivered',
      detail: expect.objectContaining({ mail: expect.objectContaining({ messageId }) }),
    });
  });

  it('can be sent while its sender never hears of it', async () => {
    cloud.faults.loseMailResponse();
    expect(await send(mail({ EmailTags: [{ Name: 'waymark-message', Value: 'lost' }] }))).toHaveProperty('error');
    expect(cloud.mail().filter(({ tags }) => tags['waymark-message'] === 'lost')).toHaveLength(1);
  });

  it('needs an identity and a configuration set of the template', async () => {
    expect(await send(mail({ FromEmailAddress: 'else@example.org' }))).toMatchObject({ error: 'MessageRejected' });
    expect(await send(mail({ ConfigurationSetName: 'none' }))).toMatchObject({ error: 'NotFoundException' });
  });

  it('is refused with what is not implemented', async () => {
    expect(await send(mail({ ListManagementOptions: { ContactListName: 'x' } }))).toMatchObject({
      error: 'BadRequestException',
      message: expect.stringContaining('ListManagementOptions'),
    });
  });
});
