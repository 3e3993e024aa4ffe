/**
 * The registry of moods. To add one: a row here, and a line in the test's table. The smallest row is a name, a
 * sentence, and one departure from good behaviour.
 */
import type { Mood, MoodIo } from './types.ts';

/** Ten million octets: far over the 512 of a reply line (RFC 5321 §4.5.3.1.5). */
const HUGE_BYTES = 10_000_000;
const CHUNK_BYTES = 64 * 1024;

/** TLS 1.2 fatal alert 40, handshake_failure (RFC 8446 §6.2). */
const HANDSHAKE_FAILURE = Uint8Array.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28);

export const MOODS: readonly Mood[] = [
  { name: 'ok', about: 'behaves' },
  { name: 'no-starttls', about: 'does not offer STARTTLS', hidesStartTls: true },
  {
    name: 'starttls-454',
    about: 'offers STARTTLS and refuses it with 454',
    startTlsReply: '454 4.7.0 TLS not available due to temporary reason\r\n',
  },
  { name: 'banner-421', about: 'greets with 421', greet: refusing('421 4.3.2 Service not available') },
  { name: 'banner-554', about: 'greets with 554', greet: refusing('554 5.7.1 No mail accepted here') },
  {
    name: 'slow-banner',
    about: 'keeps the client waiting for the greeting',
    beforeGreeting: (io) => io.pause(io.slowMs),
  },
  { name: 'silent', about: 'accepts the connection and never says a word', greet: waitForEnd },
  { name: 'huge-banner', about: 'greets with one line of ten million octets', greet: hugeBanner },
  { name: 'endless-reply', about: 'answers EHLO with a reply that never ends', answer: endlessReply },
  {
    name: 'garbage',
    about: 'speaks something that is no mail protocol',
    greet: async (io) => {
      await io.write('\u0000\u0001\u0002SSH? HTTP? \u00ff\u00fe\r\n\r\n');
      return 'end';
    },
  },
  { name: 'tls-alert', about: 'answers the ClientHello with a fatal alert', handshake: afterHello(HANDSHAKE_FAILURE) },
  { name: 'tls-cut', about: 'hangs up in the middle of the handshake', handshake: afterHello(new Uint8Array()) },
  {
    name: 'tls-garbage',
    about: 'answers the ClientHello with text',
    handshake: afterHello(Buffer.from('500 what was that?\r\n')),
  },
  { name: 'tls12-only', about: 'knows TLS 1.2 at most', tls: { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } },
  {
    name: 'tls10-only',
    about: 'knows TLS 1.0 and nothing later',
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
  },
  {
    name: 'injects',
    about: 'sends a reply in clear together with its go-ahead for TLS',
    injects: '250 2.0.0 injected in clear\r\n',
  },
];

/** @throws on a name that is in no row: the catalogue is ours, so that is a bug */
export function moodNamed(name: string): Mood {
  const mood = MOODS.find((row) => row.name === name);
  if (mood === undefined) throw new Error(`no mood named ${name}`);
  return mood;
}

function refusing(line: string): (io: MoodIo) => Promise<'end'> {
  return async (io) => {
    await io.write(`${line}\r\n`);
    return 'end';
  };
}

async function waitForEnd(io: MoodIo): Promise<'end'> {
  while ((await io.read()) !== undefined) {
    // Whatever the client says, there is no answer.
  }
  return 'end';
}

async function hugeBanner(io: MoodIo): Promise<'go-on' | 'end'> {
  await io.write('220 ');
  const chunk = Buffer.alloc(CHUNK_BYTES, 'x');
  for (let sent = 0; sent < HUGE_BYTES; sent += CHUNK_BYTES) {
    if (!(await io.write(chunk))) return 'end';
  }
  return (await io.write('\r\n')) ? 'go-on' : 'end';
}

/** Continuation lines until the client has had enough (RFC 5321 §4.2.1). */
async function endlessReply(io: MoodIo): Promise<void> {
  const chunk = '250-AND-ANOTHER-THING\r\n'.repeat(500);
  while (await io.write(chunk)) {
    // Back-pressure paces it: write resolves once the kernel took the octets.
  }
}

function afterHello(answer: Uint8Array): (io: MoodIo) => Promise<void> {
  return async (io) => {
    if ((await io.read()) !== undefined && answer.length > 0) await io.write(answer);
  };
}
