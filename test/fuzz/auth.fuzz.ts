/**
 * AUTH as a server: each mechanism is given random octets as data and as answers. It never throws, ends within a few answers,
 * lets nobody in, and has no control character in what the client is told or the log says.
 */
import type { AuthStep } from '../../src/mta/auth/index.ts';
import { authBench } from '../support/mta/auth-dialogue.ts';

/** Those that ask for a proof let in whoever has one; the others whom their condition lets in, which is nobody. */
const bench = authBench(
  [
    'a:\n  driver = plaintext\n  public_name = PLAIN\n  server_prompts = :\n  server_condition = no\n',
    'b:\n  driver = plaintext\n  public_name = LOGIN\n  server_prompts = User:: : Password::\n  server_condition = no\n',
    'c:\n  driver = cram_md5\n  public_name = CRAM-MD5\n  server_secret = pencil\n',
    'd:\n  driver = external\n  public_name = EXTERNAL\n  server_condition = no\n',
    'e:\n  driver = spa\n  public_name = NTLM\n  server_password = pencil\n',
    'f:\n  driver = gsasl\n  public_name = SCRAM-SHA-256\n  server_password = pencil\n  server_scram_iter = 1\n',
  ]
    .map((text) => `${text}  server_set_id = $auth1\n`)
    .join(''),
);

const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'EXTERNAL', 'NTLM', 'SCRAM-SHA-256'];
const MAX_ANSWERS = 30;

const SEEDS = [
  '\0ann\0pencil',
  'n,,n=ann,r=abcdef\n-c=biws,r=abcdef,p=AAAA',
  'n,a=b,n=an=2Cn,r=abc',
  'NTLMSSP\0\x01\0\0\0\x07\x02\0\0\0\0\0\0\n-NTLMSSP\0\x03\0\0\0',
  'ann 0123456789abcdef0123456789abcdef',
];

export const target = {
  name: 'auth',
  seeds: SEEDS.map((text) => Uint8Array.from(Buffer.from(text, 'latin1'))),
  async run(bytes: Uint8Array): Promise<void> {
    const [initial, ...answers] = Buffer.from(bytes).toString('latin1').split('\n-').map(octets);
    for (const mechanism of MECHANISMS) {
      await exchange(mechanism, initial, answers);
      await exchange(mechanism, undefined, [initial!, ...answers]);
    }
  },
};

const octets = (text: string): Uint8Array => Buffer.from(text, 'latin1');

async function exchange(
  mechanism: string,
  initial: Uint8Array | undefined,
  answers: readonly Uint8Array[],
): Promise<void> {
  let step: AuthStep | undefined = await bench.authenticators.begin(mechanism, bench.world, initial);
  for (let count = 0; step?.kind === 'challenge'; count += 1) {
    if (count > MAX_ANSWERS) throw new Error(`${mechanism} never ends`);
    step = await step.respond(answers[count % Math.max(1, answers.length)] ?? new Uint8Array(), bench.world);
  }
  if (step === undefined) throw new Error(`${mechanism} is not there`);
  if (step.kind === 'done') throw new Error(`${mechanism} let somebody in`);
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(step.log + step.reply.text))
    throw new Error(`no line: ${JSON.stringify(step.log)}`);
}
