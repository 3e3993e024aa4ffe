/** What a server says to the client session never throws, and never makes it go round without end. */
import { seededRandom } from '../../src/base/index.ts';
import { type ClientInput, clientSession, type Mail, type Plan } from '../../src/core/smtp/index.ts';

const MAIL: Mail = {
  sender: 'a@fuzz.test',
  recipients: [{ address: 'b@fuzz.test' }, { address: 'c@fuzz.test' }],
  parts: () => [],
  sizeOctets: 4,
  has8Bit: true,
  smtpUtf8: false,
  requireTls: false,
};

const PLAIN: Plan = {
  ehlo: 'fuzz.test',
  protocol: 'esmtp',
  tls: 'optional',
  pipelining: true,
  chunking: 'never',
  prdr: true,
  auth: {
    credentials: { user: 'u', password: 'p', host: 'h', port: 25 },
    optional: 'always',
    allowsClear: true,
    random: seededRandom(1),
  },
};

const PLANS: readonly Plan[] = [
  PLAIN,
  {
    ...PLAIN,
    pipelining: false,
    chunking: 'offered',
    prdr: false,
    xclient: { commands: ['XCLIENT A=b'], isOptional: true },
  },
  { ...PLAIN, protocol: 'lmtp', tls: 'never', chunking: 'offered' },
];

/** Far more than two mails can take. */
const MAX_INPUTS = 2000;

const flight = (...lines: readonly string[]): Uint8Array => Uint8Array.from(Buffer.from(`${lines.join('\r\n')}\r\n`));

export const target = {
  name: 'smtp-client',
  seeds: [
    flight(
      '220 mx',
      '250-mx',
      '250-PIPELINING',
      '250-CHUNKING',
      '250-AUTH SCRAM-SHA-256 LOGIN',
      '250 PRDR',
      '334 eA==',
      '235 ok',
    ),
    flight(
      '220 mx',
      '250-mx',
      '250 STARTTLS',
      '220 go',
      '250 mx',
      '250 a',
      '250 b',
      '550 c',
      '354 d',
      '353 e',
      '250 f',
      '250 g',
    ),
    flight('220 mx', '250-mx', '250-LIMITS RCPTMAX=1', '250 CHUNKING', '250 a', '250 b', '250 c', '421 bye'),
    Uint8Array.from(Buffer.from('220-a\n220-\0\r\n500 \xff\r\r\n', 'latin1')),
  ],
  run(bytes: Uint8Array): void {
    for (const plan of PLANS) for (const size of [bytes.length || 1, 7]) converse(plan, bytes, size);
  },
};

function converse(plan: Plan, bytes: Uint8Array, size: number): void {
  const session = clientSession(plan);
  let { start: state } = session;
  const inputs: ClientInput[] = [{ kind: 'opened' }];
  let mails = 2;
  let parts = 3;
  let at = 0;
  for (let count = 0; ; count += 1) {
    if (count > MAX_INPUTS + bytes.length) throw new Error('the session goes round without end');
    const next = session.step(state, inputs.shift() ?? octets());
    state = next.state;
    if (next.effects.some(({ kind }) => kind === 'done')) return;
    for (const { kind } of next.effects) {
      if (kind === 'next') inputs.push(mails-- > 0 ? { kind: 'mail', mail: MAIL } : { kind: 'no-mail' });
      if (kind === 'pull') inputs.push({ kind: 'part', part: parts-- > 0 ? bytes.subarray(0, 4) : undefined });
      if (kind === 'secure') inputs.push({ kind: 'secured' });
    }
  }

  function octets(): ClientInput {
    if (at >= bytes.length) return { kind: 'closed' };
    at += size;
    return { kind: 'bytes', bytes: bytes.subarray(at - size, at) };
  }
}
