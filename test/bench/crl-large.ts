/**
 * A CRL of half a million entries, made by `openssl ca`: the whole command beside `openssl verify -crl_check` on the same file,
 * then the reader alone, with the memory it takes beside the list itself.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Certificate, checkRevocation, readCertificates, readCrlFile } from '../../src/core/pki/index.ts';
import { RUN } from './lab-process.ts';
import { elapsedMs, inTurns, median } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const CONFIG = `
[ca]
default_ca=own
[own]
database=index.txt
serial=serial
crlnumber=crlnumber
new_certs_dir=.
certificate=ca.pem
private_key=ca.key
default_md=sha256
default_days=30
default_crl_days=7
policy=policy
crl_extensions=list
[policy]
commonName=supplied
[list]
authorityKeyIdentifier=keyid:always
`;

export const bench: Bench = {
  name: 'large CRL',
  asks: 'is a certificate on a list of half a million, from the command line to the verdict, and in what memory',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-crl-'));
    try {
      const entries = quick ? 50_000 : 500_000;
      makeList(folder, entries);
      return [...(await wholeCommands(folder, entries, quick ? 3 : 7)), ...(await readerAlone(folder))];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Serial numbers of sixteen octets with a reason each, as authorities have them. */
function makeList(folder: string, entries: number): void {
  const openssl = (...words: string[]): void => void execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Large CA', '-days', '60');
  openssl('req', ...key, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf');
  const revoked = Array.from({ length: entries }, (_, i) => {
    const serial = `5${i.toString(16).padStart(31, '0')}`.toUpperCase();
    return `R\t361231235959Z\t260101000000Z,keyCompromise\t${serial}\tunknown\t/CN=${i}`;
  });
  for (const [name, text] of [
    ['index.txt', `${revoked.join('\n')}\n`],
    ['serial', '1000\n'],
    ['crlnumber', '01\n'],
    ['ca.cnf', CONFIG],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
  openssl('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'large.pem');
  openssl('crl', '-in', 'large.pem', '-outform', 'der', '-out', 'large.crl');
  openssl(
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-set_serial',
    '0x1000',
    '-out',
    'leaf.pem',
  );
}

async function wholeCommands(folder: string, entries: number, rounds: number): Promise<readonly Figure[]> {
  const quietly = { cwd: folder, stdio: 'ignore' } as const;
  const ours = (file: string) => (): unknown =>
    execFileSync(process.execPath, [RUN, 'crl', 'check', 'leaf.pem', '--issuer', 'ca.pem', '--crl', file], quietly);
  const theirs = (): unknown =>
    execFileSync(
      'openssl',
      ['verify', '-CAfile', 'ca.pem', '-crl_check', '-CRLfile', 'large.pem', 'leaf.pem'],
      quietly,
    );
  ours('large.crl')(); // code cache
  const times = await inTurns(rounds, { der: ours('large.crl'), pem: ours('large.pem'), openssl: theirs });
  const peer = { name: 'openssl verify (PEM)', value: times.openssl };
  const aim = { value: 1, better: 'lower' } as const;
  return [
    { name: `crl check, ${entries} entries, DER`, ours: times.der, unit: 'ms', peer, aim },
    { name: `crl check, ${entries} entries, PEM`, ours: times.pem, unit: 'ms', peer, aim },
  ];
}

async function readerAlone(folder: string): Promise<readonly Figure[]> {
  const der = readFileSync(join(folder, 'large.crl'));
  const [leaf, issuer] = ['leaf.pem', 'ca.pem'].map((name) => certificateOf(join(folder, name)));
  const times: number[] = [];
  let octets = 0;
  for (let round = 0; round < 5; round += 1) {
    const before = process.memoryUsage();
    times.push(await elapsedMs(() => judge(der, leaf!, issuer!)));
    const after = process.memoryUsage();
    octets = Math.max(octets, after.arrayBuffers - before.arrayBuffers, after.heapUsed - before.heapUsed);
  }
  const size = (der.length / 2 ** 20).toFixed(1);
  return [
    {
      name: 'read, scanned, indexed, verified, looked up',
      ours: median(times),
      unit: 'ms',
      note: `${size} MiB of DER`,
    },
    { name: 'memory beside the list', ours: octets / 2 ** 20, unit: 'MiB' },
  ];
}

function judge(der: Uint8Array, leaf: Certificate, issuer: Certificate): void {
  const read = readCrlFile(der, 'large.crl');
  const verdict = read.ok ? checkRevocation(leaf, issuer, read.value.crls, new Date()) : undefined;
  if (verdict?.status !== 'good') throw new Error(JSON.stringify(verdict));
}

function certificateOf(file: string): Certificate {
  const read = readCertificates(readFileSync(file), file);
  if (!read.ok) throw new Error(read.error.message);
  return read.value[0]!;
}
