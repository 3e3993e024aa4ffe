/**
 * The SMTP server session: random octets, in pieces that the octets themselves choose. It never throws, says whole replies
 * alone, holds no more input than a line may have, says the same of the whole as of the pieces, and nothing after its end.
 */
import { createServerSession, type SessionConfig, type SessionInput } from '../../src/core/smtp/index.ts';

const CONFIG: SessionConfig = {
  name: 'mx.test',
  protocol: 'smtp',
  client: { address: '192.0.2.1' },
  offers: {
    size: 1000,
    eightBitMime: true,
    dsn: true,
    pipelining: true,
    auth: ['PLAIN'],
    chunking: true,
    prdr: true,
    smtpUtf8: true,
  },
  limits: { errors: 1000, unknownCommands: 1000 },
  bare: 'normalise',
  enforcesSync: false,
  requiresHelo: false,
  takesJunkHelo: false,
  takesUnqualified: { sender: false, recipient: false },
  asks: new Set(['mail', 'rcpt', 'data']),
};

/** The longest line of AUTH (RFC 4954 §4), and one piece. */
const MAX_HELD = 12_288 + 256;

const SEEDS = [
  'EHLO x\r\nMAIL FROM:<a@b> SIZE=3 RET=HDRS\r\nRCPT TO:<"a b"@[IPv6:::1]> NOTIFY=NEVER\r\nDATA\r\n..x\r\n.\r\nQUIT\r\n',
  'EHLO [192.0.2.1]\r\nAUTH PLAIN =\r\nMAIL FROM:<>\r\nRCPT TO:<c@d>\r\nBDAT 3\r\nabcBDAT 2 LAST\r\n\r\nNOOP\r\n',
  'HELO x\r\nVRFY a\r\nRSET\r\nMAIL FROM:<@x,@y:a@b>\r\nDATA\r\n\n.\n\r.\r\r\n.\r\n',
];

export const target = {
  name: 'smtp-server',
  seeds: SEEDS.map((text) => Uint8Array.from(Buffer.from(text, 'latin1'))),
  run(bytes: Uint8Array): void {
    const whole = play([bytes]);
    const pieces = play(cut(bytes));
    if (whole !== pieces) throw new Error(`in pieces it says otherwise:\n${whole}\n--\n${pieces}`);
    if (whole.replace(/(?:[2-5]\d\d[ -][^\r\n\0]*\r\n)*/, '') !== '')
      throw new Error(`no replies: ${JSON.stringify(whole)}`);
  },
};

/** The octets say how long each piece is. */
function cut(bytes: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (bytes[at]! % 13) + 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

function play(pieces: readonly Uint8Array[]): string {
  const { start, machine } = createServerSession(CONFIG);
  const inputs: SessionInput[] = [
    { kind: 'opened' },
    ...pieces.map((piece) => ({ kind: 'bytes' as const, bytes: piece })),
  ];
  let state = start;
  let said = '';
  let isClosed = false;
  while (inputs.length > 0) {
    const next = machine.step(state, inputs.shift()!);
    state = next.state;
    if (isClosed && next.effects.length > 0) throw new Error('it goes on after its end');
    for (const effect of next.effects) {
      if (effect.kind === 'send') said += effect.text;
      else if (effect.kind === 'close') isClosed = true;
      else if (effect.kind === 'ask') inputs.unshift({ kind: 'answer', answer: { outcome: 'accept' } });
    }
    if (state.asked === undefined && machine.waiting(state) > MAX_HELD) throw new Error('it holds too much');
  }
  return said;
}
