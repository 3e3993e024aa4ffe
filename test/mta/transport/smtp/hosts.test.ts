/** Which hosts are tried, in which order, and what is left when none takes the message. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Delivery, DeliveryReport } from '../../../../src/mta/transport/index.ts';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import { createDaneWorld, insecure, secure, servfail } from '../../../support/dane.ts';
import { hostAt, recipient, type Transporting, transporting } from '../../../support/remote-transport.ts';
import { listenAsPeer, type PeerScript, type SmtpPeer } from '../../../support/smtp-peer.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Servers on 127.0.0.1, 127.0.0.2, … at one port. */
async function servers(...scripts: readonly (PeerScript | undefined)[]) {
  let port = 0;
  const peers: (readonly SmtpPeer[])[] = [];
  for (const [i, script] of scripts.entries()) {
    if (script === undefined) {
      peers.push([]);
      continue;
    }
    const server = await listenAsPeer(script, { port, address: `127.0.0.${i + 1}` });
    port = server.port;
    closers.push(server.close);
    peers.push(server.peers);
  }
  return { port, peers };
}

async function send(given: Partial<Transporting>, more: Partial<Delivery>): Promise<DeliveryReport> {
  const { delivery, world } = transporting({ transport: '', ...given });
  return deliverBySmtp(delivery(more), world);
}

const statuses = ({ outcomes }: DeliveryReport) =>
  outcomes.map(({ status, errno, host, text }) =>
    [status, host?.address ?? errno, text].filter((one) => one !== undefined).join(' '),
  );

const hostsAt = (port: number, ...addresses: readonly string[]) => addresses.map((address) => hostAt(address, port));
const BOTH = ['127.0.0.1', '127.0.0.2'];

describe('hosts in turn', () => {
  it('one that is not there is followed by the next', async () => {
    const { port } = await servers({}, {});
    const report = await send({}, { hosts: hostsAt(port, '127.0.0.9', '127.0.0.2') });
    expect(statuses(report)).toEqual(['delivered 127.0.0.2']);
    expect(report.hosts.map(({ host, result, errno }) => [host.address, result, errno])).toEqual([
      ['127.0.0.9', 'deferred', 111],
      ['127.0.0.2', 'ok', undefined],
    ]);
  });

  for (const [name, script] of Object.entries<PeerScript>({
    'a greeting of 554': { greeting: '554 no' },
    'MAIL 450': { replies: { MAIL: '450 no' } },
    'the end 450': { replies: { '.': '450 no' } },
  }))
    it(`goes on behind ${name}`, async () => {
      const { port } = await servers(script, {});
      expect(statuses(await send({}, { hosts: hostsAt(port, ...BOTH) }))).toEqual(['delivered 127.0.0.2']);
    });

  it('5xx to MAIL is final: the next is not asked', async () => {
    const { port, peers } = await servers({ replies: { MAIL: '550 no' } }, {});
    const report = await send({}, { hosts: hostsAt(port, ...BOTH) });
    expect(report.outcomes[0]?.status).toBe('failed');
    expect(peers[1]).toHaveLength(0);
  });

  it('a recipient that is put off goes to the next host alone, and the log is told why', async () => {
    const { port, peers } = await servers({ replies: { 'RCPT TO:<B': '450 x' } }, {});
    const recipients = [recipient('a@x.test'), recipient('b@x.test')];
    const report = await send({}, { hosts: hostsAt(port, ...BOTH), recipients });
    expect(statuses(report)).toEqual(['delivered 127.0.0.1', 'delivered 127.0.0.2']);
    expect(report.hosts[0]?.putOff).toEqual(['SMTP error from remote mail server after RCPT TO:<b@x.test>: 450 x']);
    expect(peers[1]![0]!.commands.filter((command) => command.startsWith('RCPT'))).toEqual(['RCPT TO:<b@x.test>']);
  });

  it('the last word counts where all put it off', async () => {
    const { port } = await servers({ replies: { RCPT: '450 x' } }, { replies: { RCPT: '451 y' } });
    const report = await send({}, { hosts: hostsAt(port, ...BOTH) });
    expect(report.outcomes[0]).toMatchObject({ status: 'deferred', errno: -44, moreErrno: 451 });
    expect(report.outcomes[0]?.host?.address).toBe('127.0.0.2');
  });

  it('LMTP: one that is put off goes on to the next', async () => {
    const { port } = await servers({ lmtp: true, replies: { '.': ['250 a', '450 b'] } }, { lmtp: true });
    const recipients = [recipient('a@x.test'), recipient('b@x.test')];
    const report = await send({ transport: 'protocol = lmtp' }, { hosts: hostsAt(port, ...BOTH), recipients });
    expect(statuses(report)).toEqual(['delivered 127.0.0.1', 'delivered 127.0.0.2']);
  });

  it('hosts_max_try ends it, but each level of MX records has its turn', async () => {
    const { port, peers } = await servers({}, {});
    const first = await send({ transport: 'hosts_max_try = 1' }, { hosts: hostsAt(port, '127.0.0.9', '127.0.0.2') });
    expect(statuses(first)).toEqual(['deferred 111']);
    expect(peers[1]).toHaveLength(0);
    const hosts = [
      hostAt('127.0.0.8', port, { mx: 10 }),
      hostAt('127.0.0.1', port, { mx: 10 }),
      hostAt('127.0.0.2', port, { mx: 20 }),
    ];
    expect(statuses(await send({ transport: 'hosts_max_try = 1' }, { hosts }))).toEqual(['delivered 127.0.0.2']);
  });

  it('hosts_max_try_hardlimit counts all', async () => {
    const { port } = await servers({});
    const hosts = hostsAt(port, '127.0.0.8', '127.0.0.9', '127.0.0.1');
    expect(statuses(await send({ transport: 'hosts_max_try_hardlimit = 2' }, { hosts }))).toEqual(['deferred 111']);
  });

  it('fallback hosts come last', async () => {
    const { port } = await servers({}, undefined);
    const transport = `fallback_hosts = 127.0.0.1\nport = ${port}\nallow_localhost`;
    expect(statuses(await send({ transport }, { hosts: hostsAt(port, '127.0.0.9') }))).toEqual(['delivered 127.0.0.1']);
  });

  it('hosts to fall back on are given those that are left from the last to the first', async () => {
    const { port, peers } = await servers({}, undefined);
    const transport = `fallback_hosts = 127.0.0.1\nport = ${port}\nallow_localhost`;
    const recipients = ['a', 'b', 'c'].map((name) => recipient(`${name}@x.test`));
    await send({ transport }, { hosts: hostsAt(port, '127.0.0.9'), recipients });
    const said = peers[0]!.flatMap(({ commands }) => commands);
    expect(said.filter((one) => one.startsWith('RCPT')).join(' ')).toMatch(/<c@.*<b@.*<a@/);
  });

  it('a host to fall back on that is this one ends it, behind those before it', async () => {
    const { port, peers } = await servers({}, undefined);
    const hosts = hostsAt(port, '127.0.0.9');
    const local = 't transport found host 127.0.0.1 to be local';
    const falls = (to: string, more = '') =>
      send({ transport: `fallback_hosts = ${to}\nport = ${port}${more}`, localAddresses: ['127.0.0.1'] }, { hosts });
    const first = await falls('127.0.0.8 : 127.0.0.1 : 127.0.0.7');
    expect(first.outcomes.map(({ errno, text }) => [errno, text])).toEqual([[-50, local]]);
    expect(first.hosts.map(({ host }) => host.address)).toEqual(['127.0.0.9', '127.0.0.8']);
    expect(peers[0]).toHaveLength(0);
    const second = await falls('127.0.0.8', '\nhosts = 127.0.0.1\nhosts_override');
    expect(statuses(second)).toEqual(['deferred 111']);
    const third = await falls('127.0.0.1', '\nhosts = 127.0.0.1\nhosts_override');
    expect(third.outcomes.map(({ text }) => text)).toEqual([local]);
  });
});

describe('hosts that are not due', () => {
  it('are asked for by the port they are called at, which their failures are noted by', async () => {
    const asked: unknown[] = [];
    const mayTry = ({ address, port }: { readonly address?: string; readonly port?: number }) => {
      asked.push([address, port]);
      return 'later' as const;
    };
    const hosts = [
      { name: 'one.example', address: '127.0.0.1' },
      { name: 'two.example', address: '127.0.0.2', port: 26 },
    ];
    await send({ mayTry, transport: 'port = 2525\n' }, { hosts });
    expect(asked).toEqual([
      ['127.0.0.1', 2525],
      ['127.0.0.2', 26],
    ]);
  });

  it('are passed over', async () => {
    const { port, peers } = await servers({}, {});
    const mayTry = ({ address }: { readonly address?: string }) =>
      address === '127.0.0.1' ? ('later' as const) : ('now' as const);
    expect(statuses(await send({ mayTry }, { hosts: hostsAt(port, ...BOTH) }))).toEqual(['delivered 127.0.0.2']);
    expect(peers[0]).toHaveLength(0);
  });

  it('are asked about at the port that they would be called at', async () => {
    const { port } = await servers({});
    const asked: unknown[] = [];
    const mayTry = ({ port }: { readonly port?: number }) => {
      asked.push(port);
      return 'now' as const;
    };
    const hosts = hostsAt(port, '127.0.0.1').map(({ port: _, ...host }) => host);
    await send({ mayTry, transport: `port = ${port}` }, { hosts });
    expect(asked).toEqual([port]);
  });

  it('all of them: it waits', async () => {
    const report = await send({ mayTry: () => 'later' }, { hosts: hostsAt(1, ...BOTH) });
    expect(statuses(report)).toEqual(["deferred -54 retry time not reached for any host for 'x.test'"]);
    expect(report.hosts.map(({ result }) => result)).toEqual(['not-tried', 'not-tried']);
  });

  it('all of them for a long time: it fails, unless delay_after_cutoff is off', async () => {
    const { port } = await servers({});
    const mayTry = () => 'expired' as const;
    expect(statuses(await send({ mayTry }, { hosts: hostsAt(port, '127.0.0.1') }))).toEqual([
      "failed -54 all hosts for 'x.test' have been failing for a long time (and retry time not reached)",
    ]);
    const transport = 'delay_after_cutoff = false';
    expect(statuses(await send({ mayTry, transport }, { hosts: hostsAt(port, '127.0.0.1') }))).toEqual([
      'delivered 127.0.0.1',
    ]);
  });
});

describe('hosts that the transport names', () => {
  const { resolver } = createDaneWorld({
    dns: {
      'one.test A': secure('127.0.0.1'),
      'two.test A': insecure('127.0.0.9', '127.0.0.1'),
      'later.test A': servfail,
      'short.in.test A': secure('127.0.0.1'),
    },
  });

  it('are looked up, with their own ports', async () => {
    const { port } = await servers({});
    const transport = `hosts = two.test::${port}`;
    expect(statuses(await send({ transport, resolver }, {}))).toEqual(['delivered 127.0.0.1']);
  });

  it('are expanded for the delivery, and go before those of the router with hosts_override', async () => {
    const { port } = await servers({});
    const transport = `hosts = \${if eq{$domain}{x.test}{one.test}{no.test}}\nhosts_override\nport = ${port}`;
    const report = await send({ transport, resolver }, { hosts: hostsAt(1, '127.0.0.9') });
    expect(statuses(report)).toEqual(['delivered 127.0.0.1']);
    expect(report.outcomes[0]?.host?.name).toBe('one.test');
  });

  const rows: Readonly<Record<string, readonly [string, string]>> = {
    'no hosts at all': ['', 'deferred -1 t transport called with no hosts set'],
    'an empty list': ['hosts = ${if eq{a}{b}{x}{}}', 'deferred -1 t transport has empty hosts setting'],
    'a name without addresses': ['hosts = no.test', 'deferred -32 failed to lookup IP address for no.test'],
    'a name that cannot be looked up': [
      'hosts = later.test',
      'deferred -32 failed to lookup IP address for later.test',
    ],
  };
  for (const [name, [transport, expected]] of Object.entries(rows))
    it(name, async () => {
      expect(statuses(await send({ transport, resolver }, {}))).toEqual([expected]);
    });

  it('are completed by the search domains, names of one part by default', async () => {
    const { port } = await servers({});
    const given = { resolver, searchDomains: ['no.test', 'in.test'] };
    const transport = `hosts = short\nport = ${port}`;
    expect(statuses(await send({ ...given, transport, searchDomains: ['in.test'] }, {}))).toEqual([
      'delivered 127.0.0.1',
    ]);
    expect(statuses(await send({ ...given, transport }, {}))[0]).toMatch(/^deferred -32 /);
    const parents = await send({ ...given, transport: `${transport}\ndns_search_parents` }, {});
    expect(statuses(parents)).toEqual(['delivered 127.0.0.1']);
    const none = await send({ ...given, transport: `${transport}\nno_dns_qualify_single` }, {});
    expect(statuses(none)[0]).toMatch(/^deferred -32 /);
  });

  it('count only where DNSSEC vouches for them, if it must', async () => {
    const { port } = await servers({});
    const must = `port = ${port}\ndnssec_require_domains = *.test`;
    expect(statuses(await send({ transport: `hosts = one.test\n${must}`, resolver }, {}))).toEqual([
      'delivered 127.0.0.1',
    ]);
    expect(statuses(await send({ transport: `hosts = two.test\n${must}`, resolver }, {}))[0]).toMatch(
      /^deferred -32 lookup of IP address for two\.test was insecure/,
    );
    const asked = await send({ transport: `hosts = one.test\nport = ${port}`, resolver }, {});
    expect(asked.outcomes[0]?.host?.dnssec).toBe(true);
    const unasked = await send(
      { transport: `hosts = one.test\nport = ${port}\ndnssec_request_domains =`, resolver },
      {},
    );
    expect(unasked.outcomes[0]?.host?.dnssec).toBeUndefined();
  });

  it('are looked for in the hosts file first with gethostbyname', async () => {
    const { port } = await servers({});
    const transport = `hosts = known.test\ngethostbyname\nport = ${port}`;
    const report = await send({ transport, resolver, addresses: () => ['127.0.0.1'] }, {});
    expect(statuses(report)).toEqual(['delivered 127.0.0.1']);
    expect(report.outcomes[0]?.host?.dnssec).toBeUndefined();
  });

  it('this host is not sent to', async () => {
    const given = { transport: 'hosts = one.test', resolver, localAddresses: ['127.0.0.1'] };
    const report = await send(given, {});
    expect(report.outcomes[0]).toMatchObject({
      status: 'deferred',
      errno: -50,
      text: 't transport found host one.test to be local',
    });
  });

  it('hosts_randomize: groups in their order, hosts of a group in any', async () => {
    const { port } = await servers({});
    const seen = new Set<string>();
    for (let i = 0; i < 12; i += 1) {
      const transport = `hosts = 127.0.0.7 : 127.0.0.8 : + : 127.0.0.1\nhosts_randomize\nport = ${port}\nallow_localhost`;
      const { delivery, world } = transporting({ transport });
      const report = await deliverBySmtp(delivery({}), {
        ...world,
        random: { ...world.random, below: (n) => (i % 2) % n },
      });
      seen.add(report.hosts.map(({ host }) => host.address).join(' '));
    }
    expect([...seen].sort()).toEqual(['127.0.0.7 127.0.0.8 127.0.0.1', '127.0.0.8 127.0.0.7 127.0.0.1']);
  });
});

describe('where we call from', () => {
  it('interface: the first of the family', async () => {
    const { port } = await servers({});
    const report = await send({ transport: 'interface = <; ::1 ; 127.0.0.7' }, { hosts: hostsAt(port, '127.0.0.1') });
    expect(report.outcomes[0]?.interface?.address).toBe('127.0.0.7');
    expect(report.hosts[0]?.host).toMatchObject({ from: '127.0.0.7' }); // failures of the host there are others
  });

  it("an interface that is not ours is the system's error", async () => {
    const { port } = await servers({});
    const report = await send({ transport: 'interface = 10.9.9.9' }, { hosts: hostsAt(port, '127.0.0.1') });
    expect(statuses(report)).toEqual(['deferred 99']);
  });

  it('helo_data that cannot be expanded is the trouble of a host that can be called', async () => {
    const transport = 'helo_data = ${if eq{a}{b}{x}fail}';
    const { port, peers } = await servers({});
    const report = await send({ transport }, { hosts: hostsAt(port, '127.0.0.1') });
    expect(statuses(report)).toEqual(['deferred -27 failed to expand helo_data: "if" failed and "fail" requested']);
    expect(peers[0]!.map(({ commands }) => commands)).toEqual([[]]);
  });

  it('helo_data may tell of our end', async () => {
    const { port, peers } = await servers({});
    await send({ transport: 'helo_data = [$sending_ip_address]' }, { hosts: hostsAt(port, '127.0.0.1') });
    expect(peers[0]![0]!.commands[0]).toBe('EHLO [127.0.0.1]');
  });

  it('helo_data sees the host, and lists of hosts choose by it', async () => {
    const { port, peers } = await servers({ offers: ['PIPELINING'] });
    const transport = 'helo_data = to-$host_address\nhosts_avoid_esmtp = 127.0.0.0/8';
    await send({ transport }, { hosts: hostsAt(port, '127.0.0.1') });
    expect(peers[0]![0]!.commands[0]).toBe('HELO to-127.0.0.1');
  });
});
