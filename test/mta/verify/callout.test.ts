import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clockAt, err, systemClock, systemRandom } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import type { CalloutOptions, HeaderSender, VerifyQuestion } from '../../../src/mta/acl/index.ts';
import { type Configuration, readConfiguration } from '../../../src/mta/config/index.ts';
import { textOf } from '../../../src/mta/expand/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';
import { createMemorySpool } from '../../../src/mta/spool/index.ts';
import {
  type CalloutWorld,
  calloutWorld,
  createCache,
  createVerifier,
  type HeldLine,
  type LineHolder,
  NO_CACHE,
  type Verify,
  type VerifyParty,
} from '../../../src/mta/verify/index.ts';
import { openSink, type TestSink } from '../../support/sink.ts';
import { storedMessage } from '../../support/transport.ts';

const NOW = new Date('2026-11-25T12:00:00Z');
const CALLOUT: CalloutOptions = {
  timeoutSeconds: 5,
  connectSeconds: 5,
  maxWaitSeconds: 20,
  cache: true,
  random: false,
  hold: false,
  from: 'nobody',
};

let sink: TestSink;
beforeAll(async () => {
  sink = await openSink(
    {},
    'rcpt bad@* = 550 5.1.1 no such user\nrcpt later@* = 451 not now\nrcpt random@open.* = 250\nrcpt random@* = 550 no\n',
  );
});
afterAll(() => sink.sink.close());

const configuration = (port: number): string => `primary_hostname = our.example
callout_random_local_part = random
begin routers
remote:
  driver = manualroute
  domains = *.remote.example
  route_list = * 127.0.0.1
  self = send
  transport = smtp
begin transports
smtp:
  driver = smtp
  port = ${port}
`;

function verifier(cache = NO_CACHE): Verify {
  const read = readConfiguration({ text: configuration(sink.port) });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const verify = createVerifier({
    configuration: read.value,
    resolver: () => err({ message: 'no DNS' }),
    names: { addressesOf: () => [] },
    localAddresses: () => ['127.0.0.1'],
    searchDomains: () => [],
    callouts: () => worldOf(read.value),
    cache,
  });
  return verify(partyOf('ann@our.example'));
}

const worldOf = (configuration: Configuration): CalloutWorld =>
  calloutWorld({
    configuration,
    clock: systemClock,
    random: systemRandom,
    net: createNet(),
    resolver: () => err({ message: 'no DNS' }),
    web: () => createNet(),
    names: { addressesOf: () => [] },
    searchDomains: () => [],
    hints: (namespace) => createMemorySpool().hints(namespace),
    log: () => undefined,
  });

const partyOf = (sender: string): VerifyParty => ({
  host: createHost({ variables: { primary_hostname: 'our.example' } }),
  sender,
  activeHostname: 'our.example',
  stored: () => storedMessage({ transports: '', sender }).stored,
});

const ask = (address: string, callout: Partial<CalloutOptions> | undefined = {}): VerifyQuestion => ({
  kind: 'recipient',
  address: textOf(address, true),
  isEnvelope: true,
  successOnRedirect: false,
  ...(callout !== undefined && { callout: { ...CALLOUT, ...callout } }),
});

describe('verification by callout', () => {
  it('asks the host that routing found', async () => {
    const verify = verifier();
    expect(await verify(ask('ann@a.remote.example'))).toEqual({ came: 'ok' });
    expect(await verify(ask('bad@a.remote.example'))).toMatchObject({
      came: 'fail',
      failure: 'recipient',
      message:
        '127.0.0.1 [127.0.0.1] : SMTP error from remote mail server after RCPT TO:<bad@a.remote.example>: 550 5.1.1 no such user',
      userMessage: 'Callout verification failed:\n550 5.1.1 no such user',
    });
    expect(await verify(ask('later@a.remote.example'))).toMatchObject({ came: 'defer', byCallout: true });
  });

  it('asks nobody where no router takes the address', async () => {
    expect(await verifier()(ask('ann@elsewhere.example'))).toEqual({
      came: 'fail',
      failure: 'route',
      message: 'Unrouteable address',
      userMessage: 'Unrouteable address',
    });
  });

  it('finds hosts that take everything', async () => {
    const verify = verifier();
    expect(await verify(ask('ann@open.remote.example', { random: true }))).toMatchObject({
      came: 'ok',
      failure: 'random',
    });
    expect(await verify(ask('ann@a.remote.example', { random: true }))).toEqual({ came: 'ok' });
  });

  it('wants a postmaster where one is wanted', async () => {
    expect(await verifier()(ask('ann@a.remote.example', { postmaster: { mailFrom: '', full: false } }))).toEqual({
      came: 'ok',
    });
  });

  it('remembers what it was told', async () => {
    const spool = createMemorySpool({ clock: clockAt(NOW) });
    const read = readConfiguration({ text: configuration(sink.port) });
    if (!read.ok) throw new Error('no configuration');
    const verify = verifier(createCache(spool.hints('callout'), read.value, () => NOW.getTime()));
    const asked = (): number => sink.sink.totals.connections;
    expect(await verify(ask('bad@a.remote.example'))).toMatchObject({ came: 'fail' });
    const before = asked();
    expect(await verify(ask('bad@a.remote.example'))).toMatchObject({
      came: 'fail',
      userMessage: 'Previous (cached) callout verification failure',
    });
    expect(asked()).toBe(before);
  });
});

class Holder implements LineHolder {
  held: HeldLine | undefined;
  cutsThrough = true;
  isFirst = true;

  drop(): void {
    this.held?.drop();
    this.held = undefined;
  }
}

describe('a connection that is held', () => {
  const holding = (holder: LineHolder): Verify => {
    const read = readConfiguration({ text: configuration(sink.port) });
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    return createVerifier({
      configuration: read.value,
      resolver: () => err({ message: 'no DNS' }),
      names: { addressesOf: () => [] },
      localAddresses: () => ['127.0.0.1'],
      searchDomains: () => [],
      callouts: () => worldOf(read.value),
      cache: NO_CACHE,
    })({ ...partyOf('ann@our.example'), holder });
  };

  it('takes the next recipient, and then the message', async () => {
    const holder = new Holder();
    const verify = holding(holder);
    const before = sink.sink.totals.connections;
    expect(await verify(ask('one@a.remote.example', { from: 'sender' }))).toEqual({ came: 'ok' });
    holder.isFirst = false;
    expect(await verify(ask('two@a.remote.example', { from: 'sender' }))).toEqual({ came: 'ok' });
    expect(holder.held?.count).toBe(2);
    expect(sink.sink.totals.connections).toBe(before + 1);
    const { outcomes } = await holder.held!.deliver(() => [Buffer.from('Subject: x\r\n\r\ntext\r\n')]);
    expect(outcomes.map(({ address, status }) => [address, status])).toEqual([
      ['one@a.remote.example', 'delivered'],
      ['two@a.remote.example', 'delivered'],
    ]);
  });

  it('is dropped where the next recipient is refused', async () => {
    const holder = new Holder();
    const verify = holding(holder);
    await verify(ask('one@a.remote.example', { from: 'sender' }));
    holder.isFirst = false;
    expect(await verify(ask('bad@a.remote.example', { from: 'sender' }))).toMatchObject({ came: 'fail' });
    expect(holder.held).toBeUndefined();
  });

  it('is held for no callout that says what a delivery would not', async () => {
    const holder = new Holder();
    const verify = holding(holder);
    for (const callout of [{}, { from: 'sender', random: true }, { from: 'postmaster' }] as const)
      expect(await verify(ask('one@a.remote.example', callout))).toMatchObject({ came: 'ok' });
    holder.isFirst = false;
    expect(await verify(ask('one@a.remote.example', { from: 'sender' }))).toEqual({ came: 'ok' });
    expect(holder.held).toBeUndefined();
  });
});

describe('senders in a header', () => {
  it('one that can be answered is enough', async () => {
    const read = readConfiguration({ text: configuration(sink.port) });
    if (!read.ok) throw new Error('no configuration');
    const verify = createVerifier({
      configuration: read.value,
      resolver: () => err({ message: 'no DNS' }),
      names: { addressesOf: () => [] },
      localAddresses: () => [],
      searchDomains: () => [],
      cache: NO_CACHE,
    });
    const from = (...addresses: readonly HeaderSender[]): VerifyQuestion => ({
      ...ask('', undefined),
      kind: 'header-sender',
      address: undefined,
      senders: { addresses },
    });
    const sender = (address: string): HeaderSender => ({ field: 'From', address, isQualified: address.includes('@') });
    const verifyFrom = verify(partyOf(''));
    expect(await verifyFrom(from(sender('a@x.example'), sender('b@b.remote.example')))).toEqual({ came: 'ok' });
    expect(await verifyFrom(from(sender('a@x.example'), sender('b@y.example')))).toMatchObject({
      came: 'fail',
      userMessage: 'could not verify "From:" header address\nb@y.example: Unrouteable address',
    });
    expect(await verifyFrom(from(sender('ann')))).toMatchObject({ came: 'fail', failure: 'qualify' });
    expect(await verifyFrom(from())).toMatchObject({ came: 'fail' });
    const faulty = { addresses: [sender('a@x.example')], fault: 'a fault' };
    expect(await verifyFrom({ ...from(), senders: faulty })).toMatchObject({ came: 'fail', message: 'a fault' });
  });
});

describe('routing', () => {
  const text = `primary_hostname = our.example
qualify_domain = our.example
begin rewrite
*@old.example $1@our.example Tf
*@inner.example $1@our.example F
begin routers
later:
  driver = redirect
  local_parts = later
  allow_defer
  data = :defer: come again
local:
  driver = accept
  domains = our.example
  transport = box
begin transports
box:
  driver = appendfile
  file = /var/mail/all
`;
  const lines: string[] = [];
  const routed = (kind: VerifyQuestion['kind'], address: string) => {
    const read = readConfiguration({ text });
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    const verify = createVerifier({
      configuration: read.value,
      resolver: () => err({ message: 'no DNS' }),
      names: { addressesOf: () => [] },
      localAddresses: () => [],
      searchDomains: () => [],
      cache: NO_CACHE,
      rewrote: (line) => void lines.push(line),
    });
    return verify(partyOf(''))({ ...ask(address, undefined), kind });
  };

  it('is of the address that rules make: of recipients by T, of senders by F', async () => {
    expect(await routed('recipient', 'ann@old.example')).toMatchObject({ came: 'ok', rewritten: 'ann@our.example' });
    expect(await routed('sender', 'ann@old.example')).toMatchObject({ came: 'fail' });
    expect(await routed('sender', 'ann@inner.example')).toMatchObject({ came: 'ok', rewritten: 'ann@our.example' });
    expect(await routed('recipient', 'ann@inner.example')).toMatchObject({ came: 'fail' });
    expect(lines).toEqual([
      '"ann@old.example" from env-to rewritten as "ann@our.example" by rule 1',
      '"ann@inner.example" from env-from rewritten as "ann@our.example" by rule 2',
    ]);
  });

  it('that defers by redirection has words for the client', async () => {
    expect(await routed('recipient', 'later@our.example')).toMatchObject({
      came: 'defer',
      userMessage: 'come again',
      passMessage: true,
    });
  });
});
