/** The lab's own faults and moods, through the built program: the right status, one clear sentence, in time, no stack. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, startLab } from '../../../../src/lab/index.ts';
import { type Ran, run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';

export const suite: Suite = {
  name: 'hostile-lab',
  proves: "the lab's hostile servers and resolvers end in the right status and one clear sentence, in time",
  run,
};

const RUN = join(import.meta.dirname, '../../../../bin/run.js');
/** Given to the program; a case may take this twice (question and connection) and a start. */
const TIMEOUT_SECONDS = 2;
const PATIENCE_MS = 12_000;

interface Case {
  readonly name: string;
  readonly words: readonly string[];
  readonly status: number;
  /** In what the person sees, on either stream. */
  readonly says: RegExp;
  readonly input?: string;
}

const check = (name: string, domain: string, status: number, says: RegExp, ...more: string[]): Case => ({
  name,
  words: ['dane', 'check', domain, ...more],
  status,
  says,
});

const query = (name: string, status: number, says: RegExp, ...words: string[]): Case => ({
  name,
  words: ['dns', 'query', ...words],
  status,
  says,
});

/** Resolvers of the lab that misbehave: src/lab/dns/moods.ts. */
const asking = (mood: string, status: number, says: RegExp, address: string): Case =>
  query(`resolver: ${mood}`, status, says, 'good.test', 'MX', '--resolver', address);

const CASES: readonly Case[] = [
  query('nonsense name', 2, /not a domain name/, 'a..b'),
  query('name too long', 2, /not a domain name/, `${'a'.repeat(64)}.test`),
  query('nonsense type', 2, /type/i, 'good.test', 'NOTATYPE'),
  check('an address for a domain', '192.0.2.1', 2, /is an address/),
  check('a mail address for a domain', 'me@good.test', 2, /mail address/),
  check('port of nonsense', 'good.test', 2, /whole number from 1 to 65535/, '--port', '70000'),
  query('unknown flag', 2, /there is no flag --nope/, 'good.test', '--nope'),
  query('bad value of a flag', 2, /--timeout must be/, 'good.test', '--timeout', 'soon'),
  query('bad time', 2, /must be a time/, 'good.test', '--at', 'yesterday'),
  query('bad format', 2, /format must be one of/, 'good.test', '-o', 'yaml'),
  query('bad resolver', 2, /ADDRESS/, 'good.test', '--resolver', 'nobody:x'),
  query('bad connect row', 2, /needs exactly one "="/, 'good.test', '--connect', 'nonsense'),
  query('missing trust anchor', 2, /no such file/, 'good.test', '--trust-anchor', '/nonexistent/anchor'),
  query('trust anchor is a directory', 2, /is a directory/, 'good.test', '--trust-anchor', '/'),
  query('missing connect file', 2, /no such file/, 'good.test', '--connect-file', '/nonexistent/map'),
  query('missing batch file', 2, /no such file/, '--batch', '/nonexistent/lines'),
  { name: 'unknown command', words: ['dan', 'chekc'], status: 2, says: /there is no command/ },
  {
    name: 'batch of garbage',
    words: ['dns', 'query', '--batch', '-'],
    status: 2,
    says: /not JSON/,
    input: '{\n[1]\nnull\n',
  },
  query('resolver: closed port', 3, /refused/, 'good.test', '--resolver', '127.0.0.1:1'),
  check('starttls hidden', 'no-starttls.test', 1, /does not offer STARTTLS/),
  check('TLS alert', 'tls-alert.test', 1, /handshake_failure/),
  check('TLS cut off', 'tls-cut.test', 1, /closed the connection/),
  check('TLS garbage', 'tls-garbage.test', 1, /not TLS/),
  check('ten megabytes of banner', 'huge-banner.test', 3, /more than 4096 octets/),
  check('reply without end', 'endless-reply.test', 3, /more than 256 lines/),
  check('no protocol at all', 'garbage.test', 3, /not an SMTP reply/),
  check('silence', 'silent.test', 3, /within 2 s/),
  check('certificate of hostile size', 'huge-certificate.test', 1, /excessive message size|larger than/),
  check('injected reply before TLS', 'injects.test', 1, /in clear/),
];

async function run(context: Context): Promise<void> {
  const lab = await startLab({ slowMs: 100 });
  context.atEnd(() => lab.close());
  const cases = [...CASES, ...(await moodCases()), ...files(context)];
  await concurrently(6, cases, (one) => context.test(one.name, async () => judge(one, await ask(one, lab))));
}

/** By the address each mood stands at; what it must come to. */
async function moodCases(): Promise<readonly Case[]> {
  const { RESOLVER_MOODS } = await import('../../../../src/lab/dns/index.ts');
  const expected: Readonly<Record<string, RegExp>> = {
    strips: /strips DNSSEC/,
    'no-edns': /EDNS|DNSSEC/,
    servfail: /SERVFAIL/,
    refuses: /REFUSED/,
    silent: /no answer|within/,
    garbage: /no DNS response/,
    'wrong-id': /no answer|within|id/,
    spoofs: /another question|no answer|within/,
  };
  return RESOLVER_MOODS.flatMap(({ name, address }) => {
    const says = expected[name];
    return says === undefined ? [] : [asking(name, 3, says, address)];
  });
}

function files({ folder }: Context): readonly Case[] {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const pem = file('broken.pem', 'hello\n-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n');
  const verify = (name: string, chain: string, tlsa: string, says: RegExp): Case => ({
    name,
    words: ['dane', 'verify', 'mx.test', '--chain', chain, '--tlsa', tlsa],
    status: 2,
    says,
  });
  return [
    verify('broken PEM', pem, '3 1 1 ab', /broken\.pem, line 2: /),
    verify('no PEM', file('empty.pem', ''), '3 1 1 ab', /no CERTIFICATE block/),
    verify('broken TLSA', pem, '3 1 one', /is not a TLSA record/),
    query('broken trust anchor', 2, /line 1/, 'good.test', '--trust-anchor', file('anchor', 'total ( nonsense\n')),
    query('broken connect file', 2, /line 2/, 'good.test', '--connect-file', file('map', '# fine\nnonsense\n')),
  ];
}

const ask = ({ words, input }: Case, lab: Lab): Promise<Ran> =>
  runProgram(process.execPath, [RUN, ...words], {
    env: { MXRAY_TIMEOUT: String(TIMEOUT_SECONDS), ...lab.env },
    timeoutMs: PATIENCE_MS,
    ...(input !== undefined && { input }),
  });

function judge({ status, says }: Case, ran: Ran): void {
  const shown = `${ran.stdout}${ran.stderr}`;
  const faults = [
    ran.status !== status && `status ${ran.status} instead of ${status}`,
    !says.test(shown) && `does not say ${says}`,
    /^\s+at .*\(|node:internal/m.test(shown) && 'shows a stack',
    /[\u0000-\u0008\u001b]/.test(shown) && 'sends control characters into a pipe',
    status === 2 && ran.stderr.trim().split('\n').length > 4 && 'says too much',
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new Error(`${faults.join('; ')}\n${shown.slice(0, 600)}`);
}
