/** Lines as Exim 4.96 wrote them in conversations with these facts, less time and id. */
import { describe, expect, it } from 'vitest';
import {
  type ArrivalFacts,
  addressText,
  arrivalEntry,
  authFailureEntry,
  blackholeEntry,
  closedEntry,
  commandErrorEntry,
  completedEntry,
  connectionEntry,
  type DeliveryFacts,
  deferralEntry,
  deliveryEntry,
  discardEntry,
  discardedAddressEntry,
  droppedEntry,
  etrnEntry,
  failureEntry,
  frozenEntry,
  fullHost,
  type HostFacts,
  helloEntry,
  hostAndIdent,
  hostTroubleEntry,
  incompleteEntry,
  type LogEntry,
  type LogFormat,
  lostEntry,
  lostInDataEntry,
  messageRejectedEntry,
  noHelloEntry,
  noHostNameEntry,
  noImmediateDeliveryEntry,
  noMailEntry,
  parseSelectors,
  queueRunEntry,
  receivedText,
  refusedEntry,
  rejectionEntry,
  senderVerifyEntry,
  startedEntry,
  syncEntry,
  timeoutEntry,
  tlsErrorEntry,
  tooLargeEntry,
  tooManyRecipientsEntry,
  unqualifiedEntry,
  warningEntry,
} from '../../../src/mta/log/index.ts';

const format = (selectors: string): LogFormat => {
  const parsed = parseSelectors(selectors);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return { selectors: parsed.value };
};
const all = format('+all -pid -millisec');
const usual = format('');

const host: HostFacts = {
  address: '127.0.0.1',
  port: 45166,
  helo: 'cli.example.com',
  interface: { address: '127.0.0.1', port: 17025 },
};
const h = '(cli.example.com) [127.0.0.1]:45166 I=[127.0.0.1]:17025';
const tls = {
  cipher: 'TLS1.3:ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM:256',
  verified: false,
  sni: 'sni.example.com',
};

const check = (made: LogEntry | undefined, text: string): void => expect(made?.text).toBe(text);

describe('arrivals', () => {
  const arrival: ArrivalFacts = {
    sender: 'sue@example.com',
    host,
    protocol: 'esmtp',
    pipelining: { used: false, early: 'offered' },
    sizeBytes: 271,
    receiveMs: 12,
    messageId: 'x1@example.com',
    subject: 'a "t\\e" st',
    rawSender: 'sue@example.com',
    rawRecipients: ['ann@example.org'],
  };
  const rest = 'id=x1@example.com T="a \\"t\\\\e\\" st" from <sue@example.com> for ann@example.org';

  it('have the fields of every selector, in order', () => {
    check(arrivalEntry(arrival, all), `<= sue@example.com H=${h} P=esmtp L.- S=271 M8S=0 RT=0s ${rest}`);
    check(
      arrivalEntry({ ...arrival, tls, protocol: 'esmtps', sizeBytes: 325 }, all),
      `<= sue@example.com H=${h} P=esmtps L.- X=${tls.cipher} CV=no SNI=sni.example.com S=325 M8S=0 RT=0s ${rest}`,
    );
    check(
      arrivalEntry(
        { ...arrival, protocol: 'esmtpa', auth: { name: 'plain', id: 'ann', sender: 'x@y' }, body: '8BITMIME' },
        all,
      ),
      `<= sue@example.com H=${h} P=esmtpa L.- A=plain:ann:x@y S=271 M8S=8 RT=0s ${rest}`,
    );
  });

  it('have few without log_selector', () => {
    const text = '<= sue@example.com H=(cli.example.com) [127.0.0.1] P=esmtps';
    check(
      arrivalEntry({ ...arrival, tls, protocol: 'esmtps' }, usual),
      `${text} X=${tls.cipher} CV=no S=271 id=x1@example.com`,
    );
  });

  it('of bounces name the message they are about', () => {
    const bounce: ArrivalFacts = {
      sender: '',
      host: { ident: 'mail' },
      protocol: 'local',
      reference: '1xWL1V-0003ni-10',
      sizeBytes: 1483,
      receiveMs: 0,
      messageId: 'E1xWL1a-0003pf-2k@mail.example.org',
      messageIdCreated: true,
      subject: 'Mail delivery failed: returning message to sender',
      rawSender: '',
      rawRecipients: ['sue@example.com'],
    };
    check(
      arrivalEntry(bounce, all),
      '<= <> R=1xWL1V-0003ni-10 U=mail P=local S=1483 M8S=0 RT=0s id*=E1xWL1a-0003pf-2k@mail.example.org ' +
        'T="Mail delivery failed: returning message to sender" from <> for sue@example.com',
    );
    check(arrivalEntry(bounce, usual), '<= <> R=1xWL1V-0003ni-10 U=mail P=local S=1483');
  });

  it('say that the answer was a refusal, that BDAT, PRDR or a proxy was in use, which domains signed', () => {
    const text = arrivalEntry(
      {
        ...arrival,
        fakeReject: true,
        chunking: true,
        prdr: true,
        proxy: '192.0.2.9',
        dkim: 'example.com',
        arcPassed: true,
        queue: 'slow',
        pipelining: { used: true, early: 'used' },
      },
      all,
    ).text;
    expect(text).toContain('(= sue@example.com ');
    expect(text).toContain(' P=esmtp L* PRDR PRX=192.0.2.9 K S=271 M8S=0 DKIM=example.com ARC RT=0s Q=slow id=');
  });

  it('escape what is no printable text, and cut subjects after a hundred octets', () => {
    const subject = `caf\xc3\xa9 caf\xe9 \ttab ${'long '.repeat(30)}`;
    const text = arrivalEntry({ ...arrival, subject, messageId: '"a b"@x' }, all).text;
    expect(text).toContain(` id="a b"@x T="caf\\303\\251 caf\\351 \ttab ${'long '.repeat(17).trim()}" from`);
    expect(arrivalEntry({ ...arrival, subject: 'a\r\nb\x01\x7f' }, all).text).toContain('T="a\\r\\nb\\001\\177"');
  });

  it('name as many recipients as a line of Exim holds', () => {
    const rawRecipients = Array.from({ length: 1000 }, (_, number) => `user${number}@example.org`);
    const text = arrivalEntry({ ...arrival, rawRecipients }, all).text;
    expect(text.length).toBeLessThanOrEqual(8_100);
    expect(text).toMatch(/ for user0@example\.org .* user\d{3}@example\.org$/);
  });

  it('are in the log of the message, too, without sender and recipients', () => {
    const whole = arrivalEntry(arrival, all).text;
    expect(`${receivedText(arrival, all)} from <sue@example.com> for ann@example.org`).toBe(whole);
  });
});

describe('hosts', () => {
  it('have their ports where the service is one that log_ports names', () => {
    const facts = { address: '192.0.2.1', port: 4711, interface: { address: '192.0.2.2', port: 587 } };
    const at = (...ports: number[]) => fullHost(facts, { ...format('+incoming_port'), ports: new Set(ports) });
    expect(at(25)).toBe('[192.0.2.1]');
    expect(at(25, 587)).toBe('[192.0.2.1]:4711');
    expect(fullHost(facts, format('+incoming_port'))).toBe('[192.0.2.1]:4711');
  });
  it('show HELO where it says more than name and address do', () => {
    const at = (facts: Partial<HostFacts>) => fullHost({ address: '192.0.2.1', ...facts }, usual);
    expect(at({})).toBe('[192.0.2.1]');
    expect(at({ name: 'a.example' })).toBe('a.example [192.0.2.1]');
    expect(at({ helo: 'b.example' })).toBe('(b.example) [192.0.2.1]');
    expect(at({ helo: '[192.0.2.1]' })).toBe('([192.0.2.1]) [192.0.2.1]');
    expect(at({ name: 'a.example', helo: 'b.example' })).toBe('a.example (b.example) [192.0.2.1]');
    expect(at({ name: 'a.example', helo: 'A.Example' })).toBe('a.example [192.0.2.1]');
    expect(at({ name: 'a.example', helo: '[192.0.2.1]' })).toBe('a.example [192.0.2.1]');
    expect(at({ name: 'a.example', helo: '[192.0.2.2]' })).toBe('a.example ([192.0.2.2]) [192.0.2.1]');
    expect(at({ address: '2001:db8::1', name: 'a.example', helo: '[IPv6:2001:DB8:0::1]' })).toBe(
      'a.example [2001:db8::1]',
    );
  });

  it('are users where there is none', () => {
    expect(hostAndIdent({ ident: 'root' }, all)).toBe('U=root');
    expect(hostAndIdent({}, all)).toBe('U=unknown');
    expect(hostAndIdent({ ...host, ident: 'joe', connectionId: 'AbC' }, all)).toBe(`H=${h} U=joe Ci=AbC`);
    expect(hostAndIdent(host, all, false)).toBe(h);
  });
});

describe('deliveries', () => {
  const delivery: DeliveryFacts = {
    address: { final: 'ann@example.org', parents: [], asLocal: true },
    sender: 'sue@example.com',
    returnPath: 'sue@example.com',
    router: 'loc',
    transport: 'mb',
    sizeBytes: 318,
    queueMs: 10_400,
    deliverMs: 3,
  };
  const envelope = 'F=<sue@example.com> P=<sue@example.com>';
  const remote: DeliveryFacts = {
    ...delivery,
    address: { final: 'ann@example.net', parents: [] },
    router: 'loopr',
    transport: 'smtp',
    sizeBytes: 281,
    remote: { name: '127.0.0.1', address: '127.0.0.1', port: 17025 },
    interface: { address: '127.0.0.1', port: 39402 },
    tls: {
      cipher: 'TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256',
      verified: true,
      peerDn: 'CN=mail.example.org,O=Ex \\"q\\" ample',
    },
    pipelining: 'used',
    chunking: true,
    confirmation: '250- 281 byte chunk, total 281\n250 OK id=1xWL1a-0003pi-2n',
    queueMs: 3_000,
  };

  it('to this host', () => {
    check(deliveryEntry(delivery, all), `=> ann <ann@example.org> ${envelope} R=loc T=mb S=318 QT=10s DT=0s`);
    check(deliveryEntry(delivery, usual), '=> ann <ann@example.org> R=loc T=mb');
    check(
      deliveryEntry(
        { ...delivery, address: { final: '|/bin/cat', special: true, parents: ['pipe@example.org'] } },
        all,
      ),
      `=> |/bin/cat <pipe@example.org> ${envelope} R=loc T=mb S=318 QT=10s DT=0s`,
    );
    check(
      deliveryEntry(
        {
          ...delivery,
          kind: 'further',
          address: { final: 'ann@example.org', asLocal: true, parents: ['mid@example.org', 'alias@example.org'] },
        },
        all,
      ),
      `-> ann (mid@example.org) <alias@example.org> ${envelope} R=loc T=mb S=318 QT=10s DT=0s`,
    );
  });

  it('to another', () => {
    check(
      deliveryEntry(remote, all),
      `=> ann@example.net ${envelope} R=loopr T=smtp S=281 H=127.0.0.1 [127.0.0.1]:17025 I=[127.0.0.1]:39402 ` +
        'X=TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=yes ' +
        'DN="CN=mail.example.org,O=Ex \\"q\\" ample" L K ' +
        'C="250- 281 byte chunk, total 281\\\\n250 OK id=1xWL1a-0003pi-2n" QT=3s DT=0s',
    );
    check(
      deliveryEntry({ ...remote, tls: { ...remote.tls!, dane: true }, confirmation: '250 "ok"' }, usual),
      '=> ann@example.net R=loopr T=smtp H=127.0.0.1 [127.0.0.1] ' +
        'X=TLS1.3:ECDHE_SECP256R1__RSA_PSS_RSAE_SHA256__AES_256_GCM:256 CV=dane K C="250 \\"ok\\""',
    );
  });

  it('say that the connection was used again, secured, through a proxy', () => {
    const again = { ...remote.remote!, reused: true, dnssec: true, proxy: { address: '192.0.2.9', port: 1080 } };
    expect(deliveryEntry({ ...remote, remote: again }, all).text).toContain(
      ' H=127.0.0.1 DS [127.0.0.1]:17025* PRX=[192.0.2.9]:1080 I=[127.0.0.1]:39402 X=',
    );
  });

  it('that are put off', () => {
    check(
      deferralEntry(
        {
          address: { final: 'x@example.invalid', parents: [] },
          router: 'down',
          transport: 'smtpdown',
          error: 111,
          errorText: 'Connection refused',
          deliverMs: 2,
        },
        all,
      ),
      '== x@example.invalid R=down T=smtpdown defer (111): Connection refused DT=0s',
    );
    check(
      deferralEntry(
        {
          address: { final: 'putoff@example.org', parents: [] },
          router: 'deferr',
          error: -1,
          deliverMs: 0,
          message: 'not now',
        },
        all,
      ),
      '== putoff@example.org R=deferr defer (-1) DT=0s: not now',
    );
    const waiting = deferralEntry(
      { address: { final: 'a@b', parents: [] }, stage: 'routing', error: -52, message: 'retry time not reached' },
      all,
    );
    expect(waiting).toMatchObject({
      text: '== a@b routing defer (-52): retry time not reached',
      selector: 'retry_defer',
      to: ['main'],
    });
  });

  it('that fail', () => {
    check(
      failureEntry(
        {
          address: { final: 'fail@example.org', parents: [] },
          sender: 'sue@example.com',
          router: 'failr',
          message: 'no such person',
          deliverMs: 0,
        },
        all,
      ),
      '** fail@example.org F=<sue@example.com> R=failr: no such person DT=0s',
    );
    check(
      failureEntry(
        {
          address: { final: 'ann@example.org', parents: ['mid@example.org'] },
          sender: '',
          message: 'retry timeout exceeded',
        },
        usual,
      ),
      '** ann@example.org <mid@example.org>: retry timeout exceeded',
    );
  });

  it('addresses: the original one is named where it is another', () => {
    expect(addressText({ final: 'Ann@example.org', parents: ['Ann@EXAMPLE.org'] }, false)).toBe('Ann@example.org');
    expect(addressText({ final: 'Ann@example.org', parents: ['ann@example.org'] }, false)).toBe(
      'Ann@example.org <ann@example.org>',
    );
    expect(addressText({ final: 'c@x', parents: ['b@x', 'a@x'] }, false)).toBe('c@x <a@x>');
    expect(addressText({ final: 'c@x', parents: ['b@x', 'aa@x', 'a@x'] }, true)).toBe('c@x (b@x, aa@x) <a@x>');
    expect(addressText({ final: '/f', special: true, parents: ['b@x', 'aa@x', 'a@x'] }, false)).toBe('/f (b@x) <a@x>');
    expect(addressText({ final: 'b@x', parents: [], oneTimeParent: 'a@x' }, false)).toBe('b@x <a@x>');
  });

  it('hosts that did not take it, nowhere to go, and the end', () => {
    check(
      hostTroubleEntry(
        { remote: { name: '127.0.0.2', address: '127.0.0.2', port: 17099 }, message: 'Connection refused' },
        all,
      ),
      'H=127.0.0.2 [127.0.0.2]:17099 Connection refused',
    );
    const later = {
      remote: { name: 'mx.example', address: '127.0.0.2', port: 25 },
      message: 'SMTP error: 450 later',
      isOfRecipient: true,
    };
    check(hostTroubleEntry(later, all), 'H=mx.example [127.0.0.2]:25 SMTP error: 450 later');
    check(hostTroubleEntry(later, usual), 'H=mx.example [127.0.0.2]: SMTP error: 450 later');
    check(
      discardedAddressEntry({ address: 'hole@example.org', router: 'bh', how: ':blackhole:' }),
      '=> :blackhole: <hole@example.org> R=bh',
    );
    check(blackholeEntry({ by: 'RCPT ACL' }), '=> blackhole (RCPT ACL discarded recipients)');
    check(completedEntry({ overallMs: 4_200 }, all), 'Completed QT=4s');
    check(completedEntry({ overallMs: 4_200 }, format('+queue_time_overall +millisec')), 'Completed QT=4.200s');
    check(completedEntry({ overallMs: 4_200 }, usual), 'Completed');
  });
});

describe('refusals', () => {
  const policy = { host, sender: 'sue@example.com' };
  const rcpt = (argument: string) => ({ at: 'RCPT', argument }) as const;

  it('by ACLs', () => {
    check(
      rejectionEntry({ ...policy, what: rcpt('<deny@example.org>'), message: 'denied here' }, all),
      `H=${h} F=<sue@example.com> rejected RCPT <deny@example.org>: denied here`,
    );
    check(
      rejectionEntry({ ...policy, what: rcpt('<defer@example.org>'), temporary: true, message: 'later' }, all),
      `H=${h} F=<sue@example.com> temporarily rejected RCPT <defer@example.org>: later`,
    );
    check(
      rejectionEntry({ ...policy, auth: { name: 'plain', id: 'ann' }, what: rcpt('<d@x>'), message: 'no\nmore' }, all),
      `H=${h} F=<sue@example.com> A=plain:ann rejected RCPT <d@x>: no`,
    );
    check(
      rejectionEntry({ ...policy, tls, what: rcpt('<deny@example.org>'), message: 'denied here' }, all),
      `H=${h} X=${tls.cipher} CV=no SNI=sni.example.com F=<sue@example.com> rejected RCPT <deny@example.org>: denied here`,
    );
    check(
      rejectionEntry({ host, what: { at: 'MAIL', argument: '<nomail@example.com>' }, message: 'policy\tsays no' }, all),
      `H=${h} rejected MAIL <nomail@example.com>: policy\tsays no`,
    );
    check(rejectionEntry({ ...policy, what: { at: 'predata' } }, all), `H=${h} rejected DATA`);
    check(
      rejectionEntry({ ...policy, what: { at: 'data' }, message: 'content refused' }, all),
      `H=${h} F=<sue@example.com> rejected after DATA: content refused`,
    );
    check(
      rejectionEntry({ host: { address: '10.1.1.1' }, what: { at: 'connect' }, message: '551 go away' }, all),
      'H=[10.1.1.1] rejected connection in "connect" ACL: 551 go away',
    );
  });

  it('by ACLs of other commands: after AUTH nothing but the mechanism', () => {
    const said = (at: 'AUTH' | 'STARTTLS' | 'EHLO or HELO', argument: string) =>
      rejectionEntry({ host: { address: '10.0.0.5', port: 999 }, what: { at, argument }, message: 'first' }, all).text;
    expect(said('AUTH', 'PLAIN c2VjcmV0')).toBe('H=[10.0.0.5]:999 rejected AUTH PLAIN: first');
    expect(said('STARTTLS', '')).toBe('H=[10.0.0.5]:999 rejected STARTTLS : first');
    expect(said('EHLO or HELO', 'deny.example')).toBe('H=[10.0.0.5]:999 rejected EHLO or HELO deny.example: first');
  });

  it('never hold a control character, and keep octets above 127', () => {
    const made = rejectionEntry({ ...policy, what: rcpt('<x\xe9\r\n\x1b@b>'), message: 'l1' }, all);
    check(made, `H=${h} F=<sue@example.com> rejected RCPT <x\xe9\\r\\n\\033@b>: l1`);
  });

  it('of connections are in the main log under connection_reject, and in the reject log always', () => {
    const made = rejectionEntry({ host, what: { at: 'connect' } }, all);
    expect(made).toMatchObject({ selector: 'connection_reject', to: ['main', 'reject'] });
    expect(rejectionEntry({ ...policy, what: rcpt('<a@b>'), targets: ['main'] }, all).to).toEqual(['main']);
  });

  it('of senders that do not verify, of passwords, of recipients thrown away; warnings', () => {
    const address = 'zz@unknown.test';
    check(
      senderVerifyEntry({ host, address, deferred: false, message: 'Unrouteable address' }, all),
      `H=${h} sender verify fail for <zz@unknown.test>: Unrouteable address`,
    );
    expect(senderVerifyEntry({ host, address, deferred: false }, format('-sender_verify_fail'))).toBeUndefined();
    expect(senderVerifyEntry({ host, address, deferred: true }, format('-sender_verify_fail'))).toBeDefined();
    check(
      authFailureEntry(
        { host, authenticator: 'plain', message: '535 Incorrect authentication data (set_id=ann)' },
        all,
      ),
      `plain authenticator failed for ${h}: 535 Incorrect authentication data (set_id=ann)`,
    );
    check(
      discardEntry(
        { host, sender: 'sue@example.com', recipient: '<discard@example.org>', acl: 'RCPT', message: 'thrown' },
        all,
      ),
      `H=${h} F=<sue@example.com> RCPT <discard@example.org>: discarded by RCPT ACL: thrown`,
    );
    check(warningEntry({ host, message: 'w1\nw2 \x01 \xc3\xa9' }, all), `H=${h} Warning: w1\\nw2 \\001 \\303\\251`);
  });
});

describe('commands and connections', () => {
  it('syntax and order', () => {
    check(
      commandErrorEntry({ host, kind: 'syntax', line: 'FOO b\tar\x01', message: 'unrecognized command' }, all),
      `SMTP syntax error in "FOO b\tar\\001" H=${h} unrecognized command`,
    );
    check(
      commandErrorEntry({ host, kind: 'protocol', line: 'DATA', message: 'valid RCPT command must precede DATA' }, all),
      `SMTP protocol error in "DATA" H=${h} valid RCPT command must precede DATA`,
    );
    check(
      droppedEntry({ host, why: 'errors', line: 'QUIT x', commands: ['EHLO', 'MAIL', 'RCPT', 'DATA'] }, all),
      `SMTP call from ${h} dropped: too many syntax or protocol errors (last command was "QUIT x",  C=EHLO,MAIL,RCPT,DATA)`,
    );
    check(
      commandErrorEntry({ host, kind: 'protocol', line: 'auth plain AGEAYg==', message: 'already authenticated' }, all),
      `SMTP protocol error in "auth plain ****" H=${h} already authenticated`,
    );
    check(
      droppedEntry({ host, why: 'errors', line: 'AUTH\tPLAIN  AGEAYg== x', commands: ['EHLO'] }, all),
      `SMTP call from ${h} dropped: too many syntax or protocol errors (last command was "AUTH\tPLAIN  ****",  C=EHLO)`,
    );
    check(
      droppedEntry({ host, why: 'nonmail', line: 'NOOP', commands: [] }, all),
      `SMTP call from ${h} dropped: too many nonmail commands (last was "NOOP")`,
    );
    check(
      droppedEntry({ host, why: 'unrecognized', line: 'FOO', commands: [] }, all),
      `SMTP call from ${h} dropped: too many unrecognized commands (last was "FOO")`,
    );
  });

  it('HELO', () => {
    const early = { ...host, helo: undefined } as unknown as HostFacts;
    const who = '[127.0.0.1]:45166 I=[127.0.0.1]:17025';
    check(
      helloEntry({ host: early, verb: 'HELO', argument: 'a_b c', why: 'syntax' }, all),
      `rejected HELO from ${who}: syntactically invalid argument(s): a_b c`,
    );
    check(
      helloEntry({ host: early, verb: 'EHLO', argument: '', why: 'syntax' }, all),
      `rejected EHLO from ${who}: syntactically invalid argument(s): (no argument given)`,
    );
    check(
      helloEntry({ host: { address: '10.0.0.9', helo: 'foo' }, verb: 'EHLO', argument: 'foo', why: 'mismatch' }, all),
      'rejected "EHLO foo" from (foo) [10.0.0.9]',
    );
    check(noHelloEntry({ host: { address: '10.0.0.6' } }, all), 'rejected MAIL from [10.0.0.6]: no HELO/EHLO given');
    check(noHostNameEntry({ address: '10.0.0.9' }), 'no host name found for IP address 10.0.0.9');
    check(
      etrnEntry({ host: { address: '10.0.0.5', port: 999, helo: '[10.0.0.5]' }, argument: '#x' }, all),
      'ETRN #x received from ([10.0.0.5]) [10.0.0.5]:999',
    );
  });

  it('sizes, numbers, unqualified addresses, transactions that end early', () => {
    const sender = 'sue@example.com';
    check(
      tooLargeEntry({ host, sender, sizeBytes: 30_000, limitBytes: 20_000, at: 'MAIL' }, all),
      `rejected MAIL FROM:<sue@example.com> H=${h}: message too big: size=30000 max=20000`,
    );
    check(
      tooLargeEntry({ host, sender, sizeBytes: 27_989, limitBytes: 20_000, at: 'DATA' }, all),
      'rejected from <sue@example.com> H=(cli.example.com) [127.0.0.1]:45166: message too big: read=27989 max=20000',
    );
    check(
      messageRejectedEntry({ host, sender, why: 'Too many "Received" headers' }, usual),
      'rejected from <sue@example.com> H=(cli.example.com) [127.0.0.1]: Too many "Received" headers',
    );
    check(
      tooManyRecipientsEntry({ host, sender, reject: false }, all),
      `too many recipients: excess temporarily rejected: sender=<sue@example.com> H=${h}`,
    );
    check(
      unqualifiedEntry({ host, what: 'recipient', address: 'ann' }, all),
      `unqualified recipient rejected: <ann> H=${h}`,
    );
    check(
      incompleteEntry({ host, sender, recipients: ['a1@example.org', 'a2@example.org'], why: 'RSET' }, all),
      `H=${h} incomplete transaction (RSET) from <sue@example.com> for a1@example.org a2@example.org`,
    );
    check(
      incompleteEntry({ host, sender, recipients: [], why: 'connection lost' }, all),
      `H=${h} incomplete transaction (connection lost) from <sue@example.com>`,
    );
  });

  it('coming and going', () => {
    check(
      connectionEntry({ host: { ...host, helo: undefined } as unknown as HostFacts, count: 1 }, all),
      'SMTP connection from [127.0.0.1]:45166 I=[127.0.0.1]:17025 (TCP/IP connection count = 1)',
    );
    check(closedEntry({ host, by: 'quit' }, all), `SMTP connection from ${h} closed by QUIT`);
    check(closedEntry({ host, by: 'drop' }, all), `SMTP connection from ${h} closed by DROP in ACL`);
    check(
      lostEntry({ host, durationMs: 1_200, inTransaction: true, error: ' (error: Connection reset by peer)' }, all),
      `unexpected disconnection while reading SMTP command from ${h} (error: Connection reset by peer) D=1s`,
    );
    check(
      lostEntry(
        { host: { address: '10.0.0.9', helo: 'foo' }, durationMs: 2, inTransaction: false },
        format('+millisec'),
      ),
      'SMTP connection from (foo) [10.0.0.9] lost D=0.002s',
    );
    check(
      lostInDataEntry({ host, within: 'header' }, all),
      `SMTP connection from ${h} lost while reading message data (header)`,
    );
    check(lostInDataEntry({ host, within: 'body' }, all), `SMTP connection from ${h} lost while reading message data`);
    check(timeoutEntry({ host, tls: true }, all), `SMTP command timeout on TLS connection from ${h}`);
    check(
      timeoutEntry({ host, sender: 'a@b' }, all),
      `SMTP data timeout (message abandoned) on connection from ${h} F=<a@b>`,
    );
  });

  it('sessions without mail', () => {
    check(
      noMailEntry({ host, durationMs: 400, commands: ['EHLO', 'QUIT'] }, all),
      `no MAIL in SMTP connection from ${h} D=0s C=EHLO,QUIT`,
    );
    check(
      noMailEntry({ host, durationMs: 0, tls, commands: ['EHLO', 'STARTTLS', 'EHLO', 'QUIT'] }, all),
      `no MAIL in SMTP connection from ${h} D=0s X=${tls.cipher} CV=no SNI=sni.example.com C=EHLO,STARTTLS,EHLO,QUIT`,
    );
    const cut = {
      host,
      durationMs: 0,
      auth: { name: 'p', id: 'i', sender: 's' },
      commands: ['NOOP'],
      commandsCut: true,
    };
    check(noMailEntry(cut, all), `no MAIL in SMTP connection from ${h} D=0s A=p:i C=...NOOP`);
  });

  it('out of step, without TLS, refused at the door', () => {
    check(
      syncEntry({ host: { address: '10.0.0.1' }, input: 'EHLO x\r\n' }, usual),
      'SMTP protocol synchronization error (input sent without waiting for greeting): ' +
        'rejected connection from H=[10.0.0.1] input="EHLO x\\r\\n"',
    );
    check(
      syncEntry(
        { host: { address: '10.0.0.1', helo: 'x' }, input: 'MAIL\r\n', command: 'HELO x', advertised: true },
        usual,
      ),
      'SMTP protocol synchronization error (next input sent too soon: pipelining was advertised): ' +
        'rejected "HELO x" H=(x) [10.0.0.1] next input="MAIL\\r\\n"',
    );
    check(
      tlsErrorEntry({ host, message: '(gnutls_handshake): An unexpected TLS packet was received.' }, all),
      `TLS error on connection from ${h} (gnutls_handshake): An unexpected TLS packet was received.`,
    );
    check(
      refusedEntry({ host: { address: '10.0.0.66' }, why: { kind: 'host-reject-connection' } }, all),
      'refused connection from [10.0.0.66] (host_reject_connection)',
    );
    check(
      refusedEntry({ host: { address: '10.0.0.66' }, why: { kind: 'load', load: 12.3 } }, all),
      'Connection from [10.0.0.66] refused: load average = 12.30',
    );
  });
});

describe('the daemon and the queue', () => {
  it('says what it listens on', () => {
    check(
      startedEntry({
        program: 'exim 4.96',
        pid: 265,
        queueRuns: '-q30m',
        listening: [
          { protocol: 'SMTP', address: '127.0.0.1', port: 25 },
          { protocol: 'SMTP', address: '198.51.100.1', port: 25 },
          { protocol: 'SMTP', address: '127.0.0.1', port: 587 },
          { protocol: 'SMTP', address: '198.51.100.1', port: 587 },
          { protocol: 'SMTPS', address: '127.0.0.1', port: 465 },
        ],
      }),
      'exim 4.96 daemon started: pid=265, -q30m, listening for SMTP on [127.0.0.1]:{25,587} [198.51.100.1]:{25,587} and for SMTPS on [127.0.0.1]:465',
    );
    check(
      startedEntry({
        program: 'exim 4.96',
        pid: 13647,
        queueRuns: 'no queue runs',
        listening: [{ protocol: 'SMTP', address: '127.0.0.1', port: 17025 }],
      }),
      'exim 4.96 daemon started: pid=13647, no queue runs, listening for SMTP on [127.0.0.1]:17025',
    );
    check(
      startedEntry({
        program: 'exim 4.96',
        pid: 7,
        queueRuns: '-q30m',
        listening: [
          { protocol: 'SMTP', port: 25, families: ['IPv6', 'IPv4'] },
          { protocol: 'SMTP', port: 587, families: ['IPv6', 'IPv4'] },
          { protocol: 'SMTPS', port: 465, families: ['IPv6', 'IPv4'] },
        ],
      }),
      'exim 4.96 daemon started: pid=7, -q30m, listening for SMTP on port 25 (IPv6 and IPv4) port 587 (IPv6 and IPv4) and for SMTPS on port 465 (IPv6 and IPv4)',
    );
  });

  it('and what becomes of messages', () => {
    check(queueRunEntry({ pid: 14163, phase: 'Start', options: '-qff' }), 'Start queue run: pid=14163 -qff');
    check(frozenEntry({ by: 'ACL' }), 'frozen by ACL');
    check(frozenEntry({ why: ' (delivery error message)' }), 'Frozen (delivery error message)');
    check(noImmediateDeliveryEntry({ why: 'queued by ACL' }), 'no immediate delivery: queued by ACL');
  });
});
