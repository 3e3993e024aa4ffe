import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { type Immediacy, immediacyOf } from '../../../src/mta/receive/arrival/immediacy.ts';
import type { LocalCaller } from '../../../src/mta/receive/local/caller.ts';
import { Options } from '../../../src/mta/receive/options.ts';
import type { Session } from '../../../src/mta/receive/session.ts';

interface Given {
  readonly arrived?: number;
  readonly connections?: number;
  readonly load?: number;
  readonly queue?: { readonly firstPassRoute: boolean };
  readonly source?: Session['source'];
  /** Of a caller on this host. */
  readonly local?: Pick<LocalCaller, 'delivery' | 'isDue'>;
}

/** What a session with these options says of its messages, one after the other. */
function ask(configuration: string, ...messages: readonly Given[]): readonly Immediacy[] {
  const read = readConfiguration({ text: configuration });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  let load = 0;
  const shared = { options: new Options(read.value), ports: { load: () => load } };
  const session = { shared, isOverloaded: false } as unknown as Session;
  return messages.map(({ arrived = 1, connections = 1, queue, load: now = 0, source = 'smtp', local }) => {
    load = now;
    return immediacyOf(
      Object.assign(session, {
        connection: { countAtStart: connections },
        counts: { arrived },
        source,
        local,
        messageControls: queue === undefined ? {} : { queue: { name: 'queue', ...queue } },
      }),
    );
  });
}

describe('delivery at once', () => {
  it.each<[string, string, Given, Immediacy]>([
    ['is the rule', '', {}, { kind: 'at-once' }],
    ['is not with queue_only', 'queue_only', {}, { kind: 'queued' }],
    ['is not for an ACL', '', { queue: { firstPassRoute: false } }, { kind: 'queued', why: 'queued by ACL' }],
    ['is routing alone for an ACL', '', { queue: { firstPassRoute: true } }, { kind: 'routed', why: 'queued by ACL' }],
    ['is not while a file is there', 'queue_only_file = /etc/passwd', {}, { kind: 'queued' }],
    ['is while no such file is there', 'queue_only_file = /etc/no-such-file', {}, { kind: 'at-once' }],
    ['is routing while a file is there', 'queue_only_file = smtp/etc/passwd', {}, { kind: 'routed' }],
    [
      'is not with too many connections',
      'smtp_accept_queue = 5',
      { connections: 6 },
      { kind: 'queued', why: 'too many connections (6, max 5)' },
    ],
    [
      'is not for more messages than the connection has',
      '',
      { arrived: 11 },
      { kind: 'queued', why: 'more than 10 messages received in one connection' },
    ],
  ])('%s', (_what, configuration, given, expected) => {
    expect(ask(configuration, given)).toEqual([expected]);
  });

  it.each<[string, string, NonNullable<Given['local']>]>([
    ['-odi', '', { delivery: 'foreground' }],
    ['mua_wrapper', 'mua_wrapper', {}],
  ])('with %s is for who hands the message in, but over SMTP', (_what, configuration, local) => {
    for (const source of ['local', 'batch'] as const) {
      const caller = { ...local };
      expect(ask(configuration, { source, local: caller })).toEqual([{ kind: 'queued' }]);
      expect(caller.isDue).toBe(true);
    }
    const caller = { ...local };
    expect(ask(configuration, { source: 'local-smtp', local: caller })).toEqual([{ kind: 'at-once' }]);
    expect(caller.isDue).toBeUndefined();
  });

  it('ends with the load, and for the rest of the connection where that is latched', () => {
    const queued = (load: string): Immediacy => ({ kind: 'queued', why: `load average ${load}` });
    const loads: readonly Given[] = [{ load: 1 }, { load: 3.25 }, { load: 1 }];
    expect(ask('queue_only_load = 2.5', ...loads)).toEqual([{ kind: 'at-once' }, queued('3.25'), queued('1.00')]);
    expect(ask('queue_only_load = 2.5\nno_queue_only_load_latch', ...loads)).toEqual([
      { kind: 'at-once' },
      queued('3.25'),
      { kind: 'at-once' },
    ]);
  });
});
