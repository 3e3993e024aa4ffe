/**
 * Dovecot's authentication, asked over its socket (Dovecot's auth client protocol, version 1.1): lines of fields with tabs
 * between them. It knows the mechanism; we carry what both sides say, and its word is the first half of ours.
 */
import { fromBase64, systemErrorText, toBase64 } from '../../../base/index.ts';
import { clean } from '../../expand/index.ts';
import { checkCondition } from '../condition.ts';
import { stranger } from '../strings.ts';
import type { AuthWorld, DriverStep, Instance, LocalStream, ServerDriver } from '../types.ts';

export const dovecot: ServerDriver = {
  name: 'dovecot',
  spec: 'Exim spec ch. "The dovecot authenticator"',
  isServer: ({ option }) => option('server_socket') !== undefined,
  isAdvertised: true,
  begin,
};

/** Exim's own patience with it, and that of a client while it looks for its answer. */
const DEADLINE_MS = 300_000;
/** A line that is longer is none of the protocol. */
const MAX_LINE_OCTETS = 8_192;
const REQUEST = '1';

async function begin(instance: Instance, world: AuthWorld, initial: Uint8Array | undefined): Promise<DriverStep> {
  const path = instance.option('server_socket')!;
  if (world.connectLocal === undefined) return defer('there is no way to its socket here');
  const stream = await world.connectLocal(path, DEADLINE_MS);
  if (typeof stream === 'string')
    return defer(`unable to connect to UNIX socket (${path}): ${systemErrorText(stream)}`);
  const talk = new Talk(stream);
  const step = await greet(talk, instance, world, initial);
  if (step.kind === 'verdict') stream.close();
  return step;
}

/** Both sides say which version they speak; it says which mechanisms it has, and is done. */
async function greet(
  talk: Talk,
  instance: Instance,
  world: AuthWorld,
  initial: Uint8Array | undefined,
): Promise<DriverStep> {
  talk.say(['VERSION', '1', '1'], ['CPID', String(process.pid)]);
  let isKnown = false;
  for (;;) {
    const line = await talk.hear();
    if (line === undefined) return defer('authentication socket read error or premature eof');
    const [verb, value = ''] = line;
    if (verb === 'VERSION' && value !== '1') return defer(`authentication socket protocol version mismatch`);
    if (verb === 'MECH') isKnown ||= value.toUpperCase() === instance.publicName.toUpperCase();
    if (verb === 'DONE') break;
  }
  if (!isKnown) return defer('authentication mechanism not supported');
  talk.say(['AUTH', REQUEST, instance.publicName, ...parameters(world), ...response(initial)]);
  return listen(talk, instance, world);
}

/** What it may want to know of the connection. */
function parameters({ tls, client, local }: AuthWorld): readonly string[] {
  return [
    'service=smtp',
    ...(tls === undefined ? [] : ['secured']),
    ...(tls?.verified === true ? ['valid-client-cert'] : []),
    ...(client === undefined ? [] : [`rip=${client.address}`, `rport=${client.port}`]),
    ...(local === undefined ? [] : [`lip=${local.address}`, `lport=${local.port}`]),
    'nologin',
  ];
}

/** The last of the fields: everything behind it belongs to it. */
const response = (octets: Uint8Array | undefined): readonly string[] =>
  octets === undefined ? [] : [`resp=${toBase64(octets)}`];

async function listen(talk: Talk, instance: Instance, world: AuthWorld): Promise<DriverStep> {
  for (;;) {
    const line = await talk.hear();
    if (line === undefined) return defer('authentication socket read error or premature eof');
    const [verb, id, ...fields] = line;
    if (id !== REQUEST) continue; // it may tell of other things at any time
    if (verb === 'CONT') return challenge(talk, instance, fields[0] ?? '');
    if (verb === 'FAIL') return failure(fields);
    if (verb === 'OK') {
      talk.end();
      const user = fieldOf(fields, 'user');
      return checkCondition(instance, world, user === undefined ? [] : [clean(user)]);
    }
  }
}

function challenge(talk: Talk, instance: Instance, text: string): DriverStep {
  const octets = fromBase64(text);
  if (octets === undefined) return defer('authentication socket protocol error');
  return {
    kind: 'challenge',
    says: octets,
    respond: async (answer, now) => {
      talk.say(['CONT', REQUEST, toBase64(answer)]);
      const step = await listen(talk, instance, now);
      if (step.kind === 'verdict') talk.end();
      return step;
    },
  };
}

function failure(fields: readonly string[]): DriverStep {
  const user = fieldOf(fields, 'user');
  const strings = user === undefined ? [] : [stranger(user)];
  if (!fields.includes('temp')) return { kind: 'verdict', strings, verdict: { verdict: 'fail' } };
  const message = fieldOf(fields, 'reason') ?? 'temporary authentication failure';
  return { kind: 'verdict', strings, verdict: { verdict: 'defer', message } };
}

const fieldOf = (fields: readonly string[], name: string): string | undefined =>
  fields.find((field) => field.startsWith(`${name}=`))?.slice(name.length + 1);

const defer = (message: string): DriverStep => ({
  kind: 'verdict',
  strings: [],
  verdict: { verdict: 'defer', message },
});

/** Lines over the stream; tabs, line ends and such within a field are escaped by octet 1. */
class Talk {
  private readonly stream: LocalStream;
  private rest = '';

  constructor(stream: LocalStream) {
    this.stream = stream;
  }

  say(...lines: readonly (readonly string[])[]): void {
    const text = lines.map((fields) => `${fields.map(escaped).join('\t')}\n`).join('');
    this.stream.write(Buffer.from(text, 'latin1'));
  }

  async hear(): Promise<readonly string[] | undefined> {
    let end = this.rest.indexOf('\n');
    while (end < 0) {
      const part = this.rest.length > MAX_LINE_OCTETS ? undefined : await this.stream.read();
      if (part === undefined) return undefined;
      this.rest += Buffer.from(part).toString('latin1');
      end = this.rest.indexOf('\n');
    }
    const line = this.rest.slice(0, end);
    this.rest = this.rest.slice(end + 1);
    return line.split('\t').map(plain);
  }

  end(): void {
    this.stream.close();
  }
}

const ESCAPES: readonly (readonly [string, string])[] = [
  ['\x01', '1'],
  ['\0', '0'],
  ['\t', 't'],
  ['\n', 'n'],
  ['\r', 'r'],
];

const escaped = (field: string): string =>
  field.replace(/[\x00\x01\t\n\r]/g, (octet) => `\x01${ESCAPES.find(([raw]) => raw === octet)![1]}`);

const plain = (field: string): string =>
  field.replace(/\x01([01tnr])/g, (_all, letter: string) => ESCAPES.find(([, one]) => one === letter)![0]);
