/** Data of `log grep` and `log stats`. */
import type { GrepGroup, LogGrepData, LogStats, LogStatsData } from '../../mta/log/index.ts';
import { flag, listOf, object, optional, type Rows, type Shape, text, whole } from './shapes.ts';

export const logGrepData = object<LogGrepData>({
  groups: listOf(
    object<GrepGroup>({
      id: optional(text('of the message; absent: a line about no message')),
      completed: flag('the log has its end'),
      lines: listOf(text(), 'as they stand in the log'),
    }),
    'in the order in which they were done',
  ),
  messages: whole('found'),
  otherLines: whole('found that are about no message'),
  linesRead: whole(),
});

const ranked = (about: string): Shape =>
  listOf(
    object<LogStats['transports'][number]>({
      name: text(),
      messages: whole(),
      bytes: whole(),
      addresses: whole('recipients: as many as messages, or more'),
    }),
    `${about}, most messages first`,
  );

const traffic: Rows<LogStats['received']> = {
  messages: whole(),
  bytes: whole(),
  hosts: whole('different ones'),
  domains: whole('of addresses, different ones'),
  addresses: whole('different ones'),
};

const refusals = (about: string): Shape =>
  listOf(object<LogStats['rejections'][number]>({ reason: text(), count: whole() }), about);

export const logStatsData = object<LogStatsData>({
  from: optional(text('the first time in the log, as written there')),
  to: optional(text('the last')),
  received: object<LogStats['received']>(traffic),
  delivered: object<LogStats['delivered']>({ ...traffic, recipients: whole('of all deliveries together') }),
  delayed: whole('messages one of whose addresses was put off'),
  failed: whole('messages one of whose addresses failed'),
  rejected: whole('refusals'),
  temporarilyRejected: whole('refusals for the moment'),
  hours: listOf(
    object<LogStats['hours'][number]>({ hour: whole(), received: whole(), delivered: whole() }),
    'of the day, from 0 to 23',
  ),
  queueTimes: listOf(
    object<LogStats['queueTimes'][number]>({
      underSeconds: optional(whole('and more than the row before; absent: longer than all')),
      all: whole('messages'),
      remote: whole('of them, delivered to other hosts'),
    }),
  ),
  transports: ranked('transports'),
  senders: object<LogStats['senders']>({
    hosts: ranked('hosts'),
    domains: ranked('domains of senders'),
    addresses: ranked('senders'),
    localUsers: ranked('users of this host'),
  }),
  destinations: object<LogStats['destinations']>({
    hosts: ranked('hosts'),
    domains: ranked('domains of recipients'),
    addresses: ranked('recipients'),
    localUsers: ranked('what was delivered to on this host'),
  }),
  relayed: listOf(
    object<LogStats['relayed'][number]>({
      from: text('host and sender'),
      to: text('host and recipient'),
      messages: whole(),
    }),
  ),
  errors: listOf(object<LogStats['errors'][number]>({ text: text('of the line'), count: whole() })),
  rejections: refusals('why mail was refused'),
  temporaryRejections: refusals('why mail was refused for the moment'),
  rejectedHosts: listOf(object<LogStats['rejectedHosts'][number]>({ host: text(), count: whole() })),
  linesRead: whole(),
});
