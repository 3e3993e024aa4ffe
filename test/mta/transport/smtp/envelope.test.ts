/** What is said of a message, by what the server offers and the options want. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../../../src/mta/transport/index.ts';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import { hostAt, recipient, type Transported, transporting } from '../../../support/remote-transport.ts';
import { listenAsPeer, type PeerScript } from '../../../support/smtp-peer.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Sent {
  readonly report: DeliveryReport;
  readonly said: readonly string[];
  readonly contents: readonly string[];
}

async function send(
  peer: PeerScript,
  transport: string,
  more: Parameters<Transported['delivery']>[0] = {},
): Promise<Sent> {
  const server = await listenAsPeer(peer);
  closers.push(server.close);
  const { delivery, world } = transporting({ transport });
  const report = await deliverBySmtp(delivery({ hosts: [hostAt('127.0.0.1', server.port)], ...more }), world);
  const said = server.peers.flatMap(({ commands }) => commands.filter((one) => /^(MAIL|RCPT)/.test(one)));
  return { report, said, contents: server.peers.flatMap(({ contents }) => contents) };
}

const MAIL = 'MAIL FROM:<sender@example.com>';

describe('MAIL', () => {
  it('tells the size, line ends as two octets, with size_addition', async () => {
    const text = 'Subject: test\n\nbody\nline\n';
    const onWire = text.replaceAll('\n', '\r\n').length - 1; // as Exim counts the empty line
    expect((await send({ offers: ['SIZE 10'] }, '', { text })).said[0]).toBe(`${MAIL} SIZE=${onWire + 1024}`);
    expect((await send({ offers: ['SIZE'] }, 'size_addition = 0', { text })).said[0]).toBe(`${MAIL} SIZE=${onWire}`);
    expect((await send({ offers: ['SIZE'] }, 'size_addition = -1', { text })).said[0]).toBe(
      `${MAIL} SIZE=${onWire - 1}`,
    );
  });

  it('passes DSN on to a server that knows it, unless it is the last hop (RFC 3461 §5.2.1)', async () => {
    const stored = { dsn: { ret: 'HDRS', envid: 'QQ+2B1' } } as const;
    const recipients = [
      recipient('a@x.test', { dsn: { notify: ['SUCCESS', 'DELAY'], orcpt: 'rfc822;o@x.test' } }),
      recipient('b@x.test', { dsn: { notify: ['NEVER'], lastHop: true } }),
      recipient('c@x.test'),
    ];
    const knowing = await send({ offers: ['DSN'] }, '', { stored, recipients });
    expect(knowing.said).toEqual([
      `${MAIL} RET=HDRS ENVID=QQ+2B1`,
      'RCPT TO:<a@x.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;o@x.test',
      'RCPT TO:<b@x.test>',
      'RCPT TO:<c@x.test>',
    ]);
    expect(knowing.report.outcomes[0]?.dsnAware).toBe(true);
    const other = await send({}, '', { stored, recipients });
    expect(other.said.slice(0, 2)).toEqual([MAIL, 'RCPT TO:<a@x.test>']);
    expect(other.report.outcomes[0]?.dsnAware).toBeUndefined();
    const last = [recipient('b@x.test', { dsn: { lastHop: true } })];
    expect((await send({ offers: ['DSN'] }, '', { stored, recipients: last })).said[0]).toBe(MAIL);
  });

  it('AUTH= is for authenticated connections, or where it is forced', async () => {
    const transport = 'authenticated_sender = x@y+z';
    expect((await send({}, transport)).said[0]).toBe(MAIL);
    expect((await send({}, `${transport}\nauthenticated_sender_force`)).said[0]).toBe(`${MAIL} AUTH=x@y+2Bz`);
    const forcedFailure = 'authenticated_sender = ${if eq{a}{b}{x}fail}\nauthenticated_sender_force';
    expect((await send({}, forcedFailure)).said[0]).toBe(MAIL);
  });
});

describe('RCPT', () => {
  it('has no affixes unless the transport wants them', async () => {
    const recipients = [recipient('list-ann-x@x.test', { localPart: 'ann', prefix: 'list-', suffix: '-x' })];
    expect((await send({}, '', { recipients })).said[1]).toBe('RCPT TO:<ann@x.test>');
    expect((await send({}, 'rcpt_include_affixes', { recipients })).said[1]).toBe('RCPT TO:<list-ann-x@x.test>');
  });

  it('asks for IGNOREQUOTA where LMTP offers it', async () => {
    const transport = 'protocol = lmtp\nlmtp_ignore_quota';
    expect((await send({ lmtp: true, offers: ['IGNOREQUOTA'] }, transport)).said[1]).toBe(
      'RCPT TO:<a@x.test> IGNOREQUOTA',
    );
    expect((await send({ lmtp: true }, transport)).said[1]).toBe('RCPT TO:<a@x.test>');
  });
});

describe('addresses beyond ASCII (RFC 6531 §3.5)', () => {
  const octets = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  const stored = { flags: { smtpUtf8: true } } as const;
  const local = { stored, recipients: [recipient(octets('jürg@x.test'))] };
  const domain = { stored, recipients: [recipient(octets('a@bücher.test'))] };

  it('go with SMTPUTF8 where it is offered', async () => {
    const { said } = await send({ offers: ['SMTPUTF8', '8BITMIME'] }, '', local);
    expect(said).toEqual([`${MAIL} SMTPUTF8`, octets('RCPT TO:<jürg@x.test>')]);
  });

  it('keep octets that are no UTF-8, where nobody spoke of SMTPUTF8', async () => {
    const { said } = await send({ offers: ['SMTPUTF8', '8BITMIME'] }, '', {
      recipients: [recipient('j\xfcrg@x.test')],
    });
    expect(said).toEqual([MAIL, 'RCPT TO:<j\xfcrg@x.test>']);
  });

  it('have domains in A-labels where it is not, or always', async () => {
    expect((await send({}, '', domain)).said).toEqual([MAIL, 'RCPT TO:<a@xn--bcher-kva.test>']);
    const always = await send({ offers: ['SMTPUTF8', '8BITMIME'] }, 'utf8_downconvert = 1', domain);
    expect(always.said).toEqual([MAIL, 'RCPT TO:<a@xn--bcher-kva.test>']);
  });

  it('have local parts in ASCII as well, and the report tells how they were said', async () => {
    const { said, report } = await send({}, '', local);
    expect(said).toEqual([MAIL, 'RCPT TO:<xn--jrg-hoa@x.test>']);
    expect(report.outcomes[0]?.saidAs).toEqual({ sender: 'sender@example.com', address: 'xn--jrg-hoa@x.test' });
  });

  it('fail where no other form is allowed, and it is the host that cannot take them', async () => {
    const { report, said } = await send({}, 'utf8_downconvert = 0', domain);
    expect(report.outcomes[0]).toMatchObject({ status: 'failed', errno: -49, retryBy: 'host' });
    expect(report.hosts[0]).toMatchObject({ result: 'failed', errno: -49 });
    expect(said).toEqual([]);
  });
});

describe('the content', () => {
  it('has CRLF, dots doubled on their way, and fields that the transport adds', async () => {
    const transport = 'headers_add = X-Added: $host_address$domain\nheaders_remove = subject';
    const { contents } = await send({}, transport, { text: 'Subject: s\nFrom: f@x\n\n.\n..a\n' });
    expect(contents).toEqual(['From: f@x\r\nX-Added: 127.0.0.1x.test\r\n\r\n.\r\n..a\r\n']);
  });

  it('goes in chunks where they are offered and not avoided', async () => {
    const on = await send({ offers: ['CHUNKING'] }, '');
    expect(on.report.outcomes[0]?.chunking).toBe(true);
    expect(on.contents).toEqual(['Subject: test\r\n\r\nbody\r\n']);
    const off = await send({ offers: ['CHUNKING'] }, 'hosts_try_chunking =');
    expect(off.report.outcomes[0]?.chunking).toBeUndefined();
  });

  it('a line that is too long fails before anything is said', async () => {
    const stored = { body: { lineCount: 1, wireFormat: false, maxLineOctets: 1200 } };
    const { report, said } = await send({}, '', { stored });
    expect(report.outcomes[0]).toMatchObject({ status: 'failed', text: 'message has lines too long for transport' });
    expect(said).toEqual([]);
    expect((await send({}, 'message_linelength_limit = 2000', { stored })).report.outcomes[0]?.status).toBe(
      'delivered',
    );
  });
});

describe('a delivery to all or none (mua_wrapper)', () => {
  const recipients = [recipient('a@x.test'), recipient('b@x.test'), recipient('c@x.test')];
  const outcomes = async (peer: PeerScript) => {
    const sent = await send(peer, '', { recipients, allOrNone: true });
    return { ...sent, all: sent.report.outcomes.map(({ status, text }) => [status, text?.replace(/^.*?: /, '')]) };
  };

  it('is content for everybody where all are taken', async () => {
    const { all, contents } = await outcomes({ offers: ['PIPELINING'] });
    expect(all.map(([status]) => status)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(contents).toHaveLength(1);
  });

  it('sends nothing where one is refused or put off, which all are then', async () => {
    const replies = { 'RCPT TO:<B@X.TEST>': '451 later', 'RCPT TO:<C@X.TEST>': '550 never' };
    const { all, contents } = await outcomes({ offers: ['PIPELINING'], replies });
    expect(all).toEqual([
      ['failed', '451 later'],
      ['failed', '451 later'],
      ['failed', '550 never'],
    ]);
    expect(contents).toHaveLength(0);
  });
});
