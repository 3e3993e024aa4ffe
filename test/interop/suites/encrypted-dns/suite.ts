/**
 * DNS over TLS and HTTPS against unbound and BIND: the same answers as over UDP from the same resolver, and nothing asked of
 * a server that is not who it should be.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import { answersTcp } from '../../framework/probe.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { startWorld } from '../../world/start.ts';
import type { ZoneRow } from '../../world/types.ts';
import { ROOTS } from '../validation/roots.ts';
import { type Certificates, makeCertificates, RESOLVER_NAME } from './certificates.ts';

export const suite: Suite = {
  name: 'encrypted-dns',
  proves: 'DNS over TLS and HTTPS to unbound and BIND gives what UDP gives, and only to a server that proves its name',
  run,
};

const RUN = join(import.meta.dirname, '../../../../bin/run.js');

const ZONES: readonly ZoneRow[] = [
  {
    name: 'signed.alpha',
    server: 'named',
    signing: { signer: 'bind', algorithm: 13, denial: 'nsec3' },
    lines: [
      'www A 192.0.2.1',
      '@ MX 10 www',
      '*.wild A 192.0.2.2',
      'alias CNAME www',
      ...Array.from({ length: 30 }, (_, i) => `large TXT "${i} ${'x'.repeat(200)}"`),
      ...Array.from({ length: 40 }, (_, i) => `many${i} A 192.0.2.${i}`),
    ],
  },
  { name: 'plain.alpha', server: 'named', lines: ['www A 192.0.2.3'] },
];

const QUESTIONS: readonly (readonly [name: string, type: string])[] = [
  ['www.signed.alpha', 'A'],
  ['signed.alpha', 'MX'],
  ['x.wild.signed.alpha', 'A'],
  ['alias.signed.alpha', 'A'],
  ['large.signed.alpha', 'TXT'],
  ['nobody.signed.alpha', 'A'],
  ['www.signed.alpha', 'AAAA'],
  ['www.plain.alpha', 'A'],
  ['.', 'DNSKEY'],
  ...Array.from({ length: 40 }, (_, i) => [`many${i}.signed.alpha`, 'A'] as const),
];

/** A way to a resolver, as words of the command line. */
interface Way {
  readonly name: string;
  readonly words: readonly string[];
}

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const octets = Object.values(RESOLVERS).map((address) => Uint8Array.from(address.split('.'), Number));
  const certificates = await makeCertificates(folder, octets);
  const world = await startWorld(context, [...ROOTS, ...ZONES], certificates.server);
  const anchorFile = join(context.folder, 'anchors');
  writeFileSync(anchorFile, `${world.anchors.join('\n')}\n`);
  for (const [peer, address] of Object.entries(RESOLVERS)) {
    await context.test(`${peer} listens`, async () => {
      for (const port of [853, 443]) if (!(await answersTcp(address, port))) throw new Error(`nothing on port ${port}`);
    });
    const plain = await askAll(['--resolver', address], anchorFile);
    for (const way of waysTo(address, certificates)) await compare(context, peer, way, plain, anchorFile);
    await refuse(context, peer, address, certificates, anchorFile);
  }
}

function waysTo(address: string, { caFile }: Certificates): readonly Way[] {
  const ca = ['--ca-file', caFile];
  const there = ['--connect', `${RESOLVER_NAME}:443=${address}:443`];
  return [
    { name: 'TLS by name', words: ['--resolver', `tls://${address}#${RESOLVER_NAME}`, ...ca] },
    { name: 'TLS by address', words: ['--resolver', `tls://${address}`, ...ca] },
    { name: 'HTTPS', words: ['--resolver', `https://${RESOLVER_NAME}/dns-query`, ...there, ...ca] },
    { name: 'HTTPS by address', words: ['--resolver', `https://${address}/dns-query`, ...ca] },
  ];
}

async function compare(
  context: Context,
  peer: string,
  { name, words }: Way,
  plain: readonly string[],
  anchorFile: string,
): Promise<void> {
  const found = await askAll(words, anchorFile).catch((error: unknown) => [String(error)]);
  for (const [at, [owner, type]] of QUESTIONS.entries()) {
    await context.test(`${peer} over ${name}: ${owner} ${type}`, () => {
      if (plain[at] === undefined || found[at] !== plain[at])
        throw new Error(`over UDP ${plain[at]}\nfound    ${found[at] ?? found[0]}`);
    });
  }
}

/** What is found of every question, without what differs from one run to the next. */
async function askAll(words: readonly string[], anchorFile: string): Promise<readonly string[]> {
  const input = QUESTIONS.map(([name, type], id) => `${JSON.stringify({ id, name, type })}\n`).join('');
  const { stdout, stderr } = await query(['--batch', '-', '--jobs', '16', ...words], anchorFile, input);
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (lines.length !== QUESTIONS.length) throw new Error(`${lines.length} results: ${stderr}${stdout.slice(-300)}`);
  return lines.map((line) => {
    const { data, error } = JSON.parse(line) as { data?: Answer; error?: { message: string } };
    if (data === undefined) return `error: ${error?.message}`;
    const records = data.answers.map(({ name, type, data: rdata }) => `${name} ${type} ${rdata}`).sort();
    return `${data.status} ${data.rcode} ${records.join(', ')}`;
  });
}

interface Answer {
  readonly status: string;
  readonly rcode: string;
  readonly answers: readonly { readonly name: string; readonly type: string; readonly data: string }[];
}

const query = (words: readonly string[], anchorFile: string, input = '') =>
  runProgram(process.execPath, [RUN, 'dns', 'query', ...words, '--trust-anchor', anchorFile], {
    input,
    timeoutMs: 60_000,
  });

/** RFC 8310 §5, RFC 8484 §8.1: a server that does not prove who it is gets no question. */
async function refuse(
  context: Context,
  peer: string,
  address: string,
  { caFile, otherCaFile }: Certificates,
  anchorFile: string,
): Promise<void> {
  const there = ['--connect', `dns.elsewhere.test:443=${address}:443`];
  const rows: readonly (readonly [name: string, ...words: string[]])[] = [
    ['TLS under another name', '--resolver', `tls://${address}#dns.elsewhere.test`, '--ca-file', caFile],
    ['TLS under another CA', '--resolver', `tls://${address}#${RESOLVER_NAME}`, '--ca-file', otherCaFile],
    ["TLS under the system's CAs", '--resolver', `tls://${address}#${RESOLVER_NAME}`],
    ['HTTPS under another name', '--resolver', 'https://dns.elsewhere.test/dns-query', ...there, '--ca-file', caFile],
    ['HTTPS under another CA', '--resolver', `https://${address}/dns-query`, '--ca-file', otherCaFile],
    ['TLS where HTTPS is spoken', '--resolver', `tls://${address}:443#dns.elsewhere.test`, '--ca-file', caFile],
    ['TLS to the port of plain DNS', '--resolver', `tls://${address}:53#${RESOLVER_NAME}`, '--ca-file', caFile],
  ];
  await concurrently(4, rows, ([name, ...words]) =>
    context.test(`${peer}: ${name} is refused`, async () => {
      const { status, stdout, stderr } = await query(['www.signed.alpha', ...words, '--timeout', '4'], anchorFile);
      if (status === 3 && /^mxray: .{20,}/.test(stderr) && !/\n\s+at /.test(stderr) && stdout === '') return;
      throw new Error(`status ${status}\n${stdout}${stderr}`);
    }),
  );
}
