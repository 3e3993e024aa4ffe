/** Errors of next hops, in Exim's classes and words: each row is what Exim 4.96 was seen to log. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DeliveryReport } from '../../../../src/mta/transport/index.ts';
import { deliverBySmtp } from '../../../../src/mta/transport/smtp/index.ts';
import { hostAt, recipient, transporting } from '../../../support/remote-transport.ts';
import { DROP, listenAsPeer, type PeerScript, SILENT } from '../../../support/smtp-peer.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

interface Row {
  readonly peer: PeerScript;
  readonly transport?: string;
  readonly to?: readonly string[];
}

async function send({ peer, transport = '', to = ['a@x.test'] }: Row): Promise<{
  readonly report: DeliveryReport;
  readonly commands: readonly string[];
  readonly contents: readonly string[];
}> {
  const server = await listenAsPeer(peer);
  closers.push(server.close);
  const { delivery, world } = transporting({ transport });
  const report = await deliverBySmtp(
    delivery({ hosts: [hostAt('127.0.0.1', server.port)], recipients: to.map((address) => recipient(address)) }),
    world,
  );
  const [commands, contents] = (['commands', 'contents'] as const).map((what) =>
    server.peers.flatMap((peer) => peer[what]),
  );
  return { report, commands: commands!, contents: contents! };
}

/** `status errno text` of each recipient, and of the host. */
const shown = ({ outcomes, hosts }: DeliveryReport): readonly string[] => [
  ...outcomes.map(({ status, errno, text, host, retryBy }) =>
    [status, errno, retryBy, host === undefined ? 'nowhere' : 'there', text]
      .filter((part) => part !== undefined)
      .join(' '),
  ),
  ...hosts.map(({ result, errno, ofMessage, text }) =>
    [`host ${result}`, errno, ofMessage && 'message', text].filter((part) => part !== undefined).join(' '),
  ),
];

const AFTER = 'SMTP error from remote mail server after';
const CLOSED = 'Remote host closed connection in response to';
const MAIL = 'MAIL FROM:<sender@example.com>';

/** The host's trouble is the recipient's. */
const ofHost = (errno: number, text: string): readonly string[] => [
  `deferred ${errno} host there ${text}`,
  `host deferred ${errno} ${text}`,
];
const ofMessage = (errno: number, text: string): readonly string[] => [
  `deferred ${errno} message there ${text}`,
  `host deferred ${errno} message ${text}`,
];

describe('errors of a host', () => {
  const rows: Readonly<Record<string, readonly [Row, readonly string[]]>> = {
    'greeting 421': [{ peer: { greeting: '421 later' } }, ofHost(0, `${AFTER} initial connection: 421 later`)],
    'greeting 554': [
      { peer: { greeting: '554 go away' } },
      [
        `failed 0 host there ${AFTER} initial connection: 554 go away`,
        `host failed 0 ${AFTER} initial connection: 554 go away`,
      ],
    ],
    'no greeting': [{ peer: { greeting: DROP } }, ofHost(-18, `${CLOSED} initial connection`)],
    'a greeting that is none': [
      { peer: { greeting: 'hello' } },
      ofHost(-19, 'Malformed SMTP reply in response to initial connection: hello'),
    ],
    'HELO 550 behind EHLO 550': [
      { peer: { replies: { EHLO: '550 no', HELO: '550 no' } } },
      [
        `failed 0 host there ${AFTER} HELO mail.example.com: 550 no`,
        `host failed 0 ${AFTER} HELO mail.example.com: 550 no`,
      ],
    ],
    'HELO 450 behind EHLO 450': [
      { peer: { replies: { EHLO: '450 no', HELO: '450 no' } } },
      ofHost(0, `${AFTER} HELO mail.example.com: 450 no`),
    ],
    'closed at EHLO': [{ peer: { replies: { EHLO: DROP } } }, ofHost(-18, `${CLOSED} EHLO mail.example.com`)],
    'closed at MAIL': [{ peer: { replies: { MAIL: DROP } } }, ofHost(-18, `${CLOSED} ${MAIL}`)],
    'closed at RCPT': [{ peer: { replies: { RCPT: DROP } } }, ofHost(-18, `${CLOSED} RCPT TO:<a@x.test>`)],
    'closed at RCPT, in a group': [
      { peer: { offers: ['PIPELINING'], replies: { RCPT: DROP } } },
      ofHost(-18, `${CLOSED} pipelined ${MAIL}`),
    ],
    'nonsense for MAIL': [
      { peer: { replies: { MAIL: 'nonsense' } } },
      ofHost(-19, `Malformed SMTP reply in response to ${MAIL}: nonsense`),
    ],
    'an empty line for MAIL': [
      { peer: { replies: { MAIL: '' } } },
      ofHost(-19, `Malformed SMTP reply (an empty line) in response to ${MAIL}`),
    ],
    'closed at the second RCPT': [
      { peer: { replies: { RCPT: ['250 ok', DROP] } }, to: ['a@x.test', 'b@x.test'] },
      [
        ...['a', 'b'].map(() => `deferred -18 host there ${CLOSED} RCPT TO:<b@x.test>`),
        `host deferred -18 ${CLOSED} RCPT TO:<b@x.test>`,
      ],
    ],
    'closed at HELO, behind EHLO': [
      { peer: { replies: { EHLO: '500-what\r\n500 is it', HELO: DROP } } },
      ofHost(-18, `${CLOSED} HELO mail.example.com (EHLO response was: 500-what\\n500 is it)`),
    ],
    'HELO 450, behind a longer answer to EHLO': [
      { peer: { replies: { EHLO: '500 5.5.1 what is it', HELO: '450 later' } } },
      ofHost(0, `${AFTER} HELO mail.example.com: 450 later what is it`),
    ],
    'HELO 450, behind a shorter one': [
      { peer: { replies: { EHLO: '500 no', HELO: '450 come back later' } } },
      ofHost(0, `${AFTER} HELO mail.example.com: 450 come back laterk later`),
    ],
    'no greeting in time': [
      { peer: { greeting: SILENT }, transport: 'command_timeout = 1s' },
      ofHost(110, 'SMTP timeout after initial connection'),
    ],
  };
  for (const [name, [row, expected]] of Object.entries(rows))
    it(name, async () => {
      expect(shown((await send(row)).report)).toEqual(expected);
    });

  it('421 is as any other 4yz: one to RCPT is of that recipient, and QUIT comes behind all of them', async () => {
    const to = ['a@x.test', 'b@x.test', 'c@x.test'];
    const { report, commands } = await send({ peer: { replies: { RCPT: ['250 ok', '421 enough', '250 ok'] } }, to });
    expect(report.outcomes.map(({ status }) => status)).toEqual(['delivered', 'deferred', 'delivered']);
    expect(commands.includes('DATA')).toBe(true);
    const greeting = await send({ peer: { greeting: '421 busy' } });
    expect(greeting.commands).toEqual(['QUIT']);
  });

  it('nothing listens: the number says it all', async () => {
    const { delivery, world } = transporting({ transport: '' });
    const report = await deliverBySmtp(delivery({ hosts: [hostAt('127.0.0.1', 1)] }), world);
    expect(shown(report)).toEqual(['deferred 111 host nowhere', 'host deferred 111']);
  });
});

describe('errors of a message', () => {
  const rows: Readonly<Record<string, readonly [Row, readonly string[]]>> = {
    'MAIL 450': [{ peer: { replies: { MAIL: '450 no' } } }, ofMessage(-45, `${AFTER} ${MAIL}: 450 no`)],
    'MAIL 421': [{ peer: { replies: { MAIL: '421 bye' } } }, ofMessage(-45, `${AFTER} ${MAIL}: 421 bye`)],
    'MAIL 550 of two lines, in a group': [
      { peer: { offers: ['PIPELINING'], replies: { MAIL: '550-no\r\n550 sender' } } },
      [`failed 0 there ${AFTER} pipelined ${MAIL}: 550-no\\n550 sender`, 'host ok'],
    ],
    'DATA 450': [{ peer: { replies: { DATA: '450 no' } } }, ofMessage(-46, `${AFTER} DATA: 450 no`)],
    'DATA 450, in a group': [
      { peer: { offers: ['PIPELINING'], replies: { DATA: '450 no' } } },
      ofMessage(-46, `${AFTER} pipelined DATA: 450 no`),
    ],
    'DATA 250, which is no answer': [
      { peer: { replies: { DATA: '250 huh' } } },
      [`deferred 0 message there ${AFTER} DATA: 250 huh`, 'host ok'],
    ],
    'the end 451': [{ peer: { replies: { '.': '451 grey' } } }, ofMessage(-46, `${AFTER} end of data: 451 grey`)],
    'the end 550': [
      { peer: { replies: { '.': '550 spam' } } },
      [`failed 0 there ${AFTER} end of data: 550 spam`, 'host ok'],
    ],
    'the end 550, in chunks and groups': [
      { peer: { offers: ['PIPELINING', 'CHUNKING'], replies: { BDAT: '550 spam' } } },
      [`failed 0 there ${AFTER} pipelined end of data: 550 spam`, 'host ok'],
    ],
    'closed at the end': [{ peer: { replies: { '.': DROP } } }, ofMessage(-18, `${CLOSED} end of data`)],
    'no answer to MAIL': [
      { peer: { replies: { MAIL: SILENT } }, transport: 'command_timeout = 1s' },
      ofMessage(110, `SMTP timeout after ${MAIL}`),
    ],
    'no answer to the end': [
      { peer: { replies: { '.': SILENT } }, transport: 'final_timeout = 1s' },
      ofMessage(110, 'SMTP timeout after end of data (26 bytes written)'),
    ],
  };
  for (const [name, [row, expected]] of Object.entries(rows))
    it(name, async () => {
      expect(shown((await send(row)).report)).toEqual(expected);
    });
});

describe('errors of a recipient', () => {
  const BOTH = ['a@x.test', 'b@x.test'];
  it('550 to one: it fails, the other is delivered', async () => {
    const { report } = await send({ peer: { replies: { 'RCPT TO:<B': '550 5.1.1 no b' } }, to: BOTH });
    expect(shown(report)).toEqual([
      'delivered there',
      `failed 0 there ${AFTER} RCPT TO:<b@x.test>: 550 5.1.1 no b`,
      'host ok',
    ]);
    expect(report.outcomes[0]).toMatchObject({ confirmation: '250 2.0.0 taken', octets: 26 });
    expect(report.outcomes[1]).toMatchObject({ reply: { code: 550, enhanced: '5.1.1' } });
  });

  it('450 to one, in a group: it waits by its own address', async () => {
    const { report } = await send({
      peer: { offers: ['PIPELINING'], replies: { 'RCPT TO:<B': '450 later' } },
      to: BOTH,
    });
    expect(shown(report)).toEqual([
      'delivered there',
      `deferred -44 address there ${AFTER} RCPT TO:<b@x.test>: 450 later`,
      'host ok',
    ]);
    expect(report.outcomes[1]?.moreErrno).toBe(450);
    expect(report.outcomes[0]?.pipelining).toBe('used');
  });

  it('452 behind others: there were too many, and the rest goes in another transaction', async () => {
    const said = ['452 too many', '250 ok'];
    const peer: PeerScript = { offers: ['PIPELINING'], replies: { 'RCPT TO:<B': () => said.shift() ?? '452 still' } };
    const { report } = await send({ peer, to: BOTH });
    expect(report.outcomes.map(({ status }) => status)).toEqual(['delivered', 'delivered']);
    expect(said).toEqual([]);
  });

  it('452 to the first: it waits', async () => {
    const { report } = await send({ peer: { replies: { 'RCPT TO:<A': '452 no room' } }, to: BOTH });
    expect(report.outcomes.map(({ status }) => status)).toEqual(['deferred', 'delivered']);
  });

  it('no answer to RCPT: nobody is delivered, and the host is not to blame', async () => {
    const { report } = await send({ peer: { replies: { RCPT: SILENT } }, transport: 'command_timeout = 1s', to: BOTH });
    expect(shown(report)).toEqual([
      'deferred 110 address there SMTP timeout after RCPT TO:<a@x.test>',
      'deferred 110 address nowhere SMTP timeout after RCPT TO:<a@x.test>',
      'host ok',
    ]);
  });

  it('PRDR: each has its own answer, and the one for all behind it', async () => {
    const peer: PeerScript = {
      offers: ['PRDR', 'PIPELINING'],
      prdr: true,
      replies: { '.': ['250 a', '550 b', '450 c', '250 done'] },
    };
    const { report, commands } = await send({ peer, to: [...BOTH, 'c@x.test'] });
    expect(commands).toContain('MAIL FROM:<sender@example.com> PRDR');
    expect(report.outcomes[0]).toMatchObject({ status: 'delivered', prdr: true, confirmation: '250 a\\n250 done' });
    expect(shown(report).slice(1)).toEqual([
      'failed 0 there PRDR error after DATA: 550 b',
      'deferred 0 address there PRDR error after DATA: 450 c',
      'host ok',
    ]);
  });

  it('PRDR is not asked for with one recipient', async () => {
    const { commands, report } = await send({ peer: { offers: ['PRDR'], prdr: true } });
    expect(commands).toContain('MAIL FROM:<sender@example.com>');
    expect(report.outcomes[0]?.prdr).toBeUndefined();
  });

  it('LMTP: an answer for each', async () => {
    const peer: PeerScript = { lmtp: true, replies: { '.': ['250 a', '550 b', '450 c'] } };
    const { report, commands } = await send({ peer, transport: 'protocol = lmtp', to: [...BOTH, 'c@x.test'] });
    expect(commands[0]).toBe('LHLO mail.example.com');
    expect(report.outcomes[0]?.confirmation).toBe('250 a');
    expect(shown(report)).toEqual([
      'delivered there',
      'failed 0 there LMTP error after DATA: 550 b',
      'deferred 0 address there LMTP error after DATA: 450 c',
      'host ok',
    ]);
  });
});

it('tells no more than 1024 octets of it, as Exim does', async () => {
  const { report } = await send({ peer: { replies: { RCPT: `550 ${'x'.repeat(3000)}` } } });
  expect(report.outcomes.map(({ text }) => text?.length)).toEqual([1024]);
});

it('sends nothing to who takes DATA though it has taken no recipient, as Exim does', async () => {
  const { report, contents } = await send({ peer: { offers: ['PIPELINING'], replies: { RCPT: '550 no' } } });
  expect(report.outcomes.map(({ status }) => status)).toEqual(['failed']);
  expect(contents).toEqual([]);
});
