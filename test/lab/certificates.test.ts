/** Every domain with a word about its certificate, through the built program: one run of each command over all of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RR } from '../../src/core/dns/index.ts';
import type { KeyType } from '../../src/core/net/index.ts';
import { verifyOcsp } from '../../src/core/ocsp/index.ts';
import { readCertificate } from '../../src/core/pki/index.ts';
import { labFolder } from '../../src/lab/control/index.ts';
import { CATALOGUE, type Lab, startLab } from '../../src/lab/index.ts';
import type { CertificateExpectation } from '../../src/lab/world/types.ts';
import { mxray } from '../support/cli.ts';
import { createLabClient } from '../support/lab-client.ts';

const ROWS = CATALOGUE.filter(({ certificate }) => certificate !== undefined);
const GOOD = CATALOGUE.find(({ name }) => name === 'good.test')!;
const SLOW_ENOUGH_SECONDS = '20';

let path: string;
let lab: Lab;
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'mxray-world-'));
  lab = await startLab({ folder: labFolder(path), rows: [GOOD, ...ROWS], slowMs: 20, writesCertificates: true });
}, 60_000);
afterAll(async () => {
  await lab.close();
  rmSync(path, { recursive: true, force: true });
});

const hostOf = (domain: string): string => `mx.${domain}`;
const pemOf = (domain: string): string => readFileSync(join(path, 'certs', `${hostOf(domain)}.pem`), 'utf8');

interface Answer {
  readonly id: string;
  readonly exit: number;
  readonly error?: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: each command has its own data, and what is expected is compared
  readonly data: any;
}

/** What is expected and what one run of the command said, by domain. */
async function compare(
  words: readonly string[],
  part: keyof CertificateExpectation,
  line: (domain: string) => object,
  said: (answer: Answer) => unknown,
): Promise<void> {
  const rows = ROWS.filter(({ certificate }) => certificate?.[part] !== undefined);
  const input = rows.map(({ name }) => `${JSON.stringify({ id: name, ...line(name) })}\n`).join('');
  const environment = { ...lab.env, XDG_CACHE_HOME: path, MXRAY_TIMEOUT: SLOW_ENOUGH_SECONDS };
  const { out, complaint } = await mxray([...words, '--batch', '-'], environment, input);
  expect(complaint).toBe('');
  const answers = out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as Answer);
  expect(rows.length).toBeGreaterThan(0);
  expect(Object.fromEntries(answers.map((answer) => [answer.id, answer.error ?? said(answer)]))).toEqual(
    Object.fromEntries(rows.map(({ name, certificate }) => [name, certificate![part]])),
  );
}

describe('the commands say of every domain what its row says', () => {
  const live = (domain: string): object => ({ target: `${hostOf(domain)}:25`, starttls: 'smtp' });
  const chainSaid = ({ data, exit }: Answer): string => `${data.valid ? 'valid' : data.code} ${exit}`;

  it('cert chain', () => compare(['cert', 'chain'], 'chain', live, chainSaid), 60_000);

  it('cert chain --aia', () => compare(['cert', 'chain', '--aia'], 'chainByAia', live, chainSaid), 60_000);

  it(
    'certname test',
    () =>
      compare(
        ['certname', 'test'],
        'names',
        (domain) => ({ name: hostOf(domain), cert: `${hostOf(domain)}:25`, starttls: 'smtp' }),
        ({ data }) => Object.keys(data.rules).filter((rule) => data.rules[rule].match),
      ),
    60_000,
  );

  it(
    'ocsp fetch',
    () =>
      compare(
        ['ocsp', 'fetch'],
        'ocsp',
        (domain) => ({ cert: pemOf(domain), out: join(path, `${domain}.der`), retries: 0 }),
        ({ data: { proofs }, exit }) =>
          `${proofs[0].code ?? proofs[0].attempts?.at(-1)?.code ?? proofs[0].outcome} ${exit}`,
      ),
    60_000,
  );

  it(
    'tls probe',
    () =>
      compare(
        ['tls', 'probe', '--fast', '-4'],
        'staple',
        live,
        ({ data, exit }) => `${[...new Set(staplesIn(data))].join(' ')} ${exit}`,
      ),
    60_000,
  );

  it(
    'crl check',
    () =>
      compare(
        ['crl', 'check'],
        'crl',
        (domain) => ({ cert: pemOf(domain) }),
        ({ data, exit }) => `${data.code ?? data.status} ${exit}`,
      ),
    60_000,
  );
});

interface Probed {
  readonly addresses: readonly {
    readonly certificates: readonly { readonly staple: { readonly status: string; readonly code?: string } }[];
  }[];
}

/** Of each address and key. */
const staplesIn = ({ addresses }: Probed): string[] =>
  addresses.flatMap(({ certificates }) => certificates.map(({ staple }) => staple.code ?? staple.status));

describe('servers staple what their rows say', () => {
  const stapling = ROWS.filter(({ certificate }) => certificate?.staple !== undefined);
  it.each(stapling.map((row) => [row.name, row] as const))('%s', async (name, { certificate, hosts: [host] }) => {
    for (const type of host!.keys ?? ['p256']) {
      for (const port of [25, 465] as const) {
        expect(await stapled(name, port, type === 'rsa' ? 'rsa' : 'ecdsa')).toBe(certificate!.staple!.split(' ')[0]);
      }
    }
  });

  it('and what a fault makes of it, until it is mended', async () => {
    expect(await stapled('good.test', 25, 'ecdsa')).toBe('none');
    await lab.break('good.test', 'staple-expired');
    expect(await stapled('good.test', 25, 'ecdsa')).toBe('expired');
    await lab.break('good.test', 'staple-good');
    expect(await stapled('good.test', 25, 'ecdsa')).toBe('good');
    await lab.fix();
    expect(await stapled('good.test', 25, 'ecdsa')).toBe('none');
  });

  async function stapled(domain: string, port: 25 | 465, keyType: KeyType): Promise<string> {
    const client = createLabClient(lab.env);
    const addresses = await client.resolver.lookup(hostOf(domain), RR.A);
    if (!addresses.ok) throw new Error(addresses.error.message);
    const address = addresses.value.records[0]!.rdata.join('.');
    const protocol = port === 25 ? 'smtp' : 'none';
    const target = {
      address,
      port,
      protocol,
      serverName: hostOf(domain),
      ehlo: 'probe.test',
      timeoutMs: 5000,
    } as const;
    const outcome = await client.probe({ ...target, keyType });
    await client.close();
    if (outcome.kind !== 'tls') throw new Error(outcome.kind);
    expect(outcome.leafKeyType).toBe(keyType);
    return verified(outcome.chain, outcome.ocspResponse);
  }

  function verified(chain: readonly Uint8Array[], response: Uint8Array | undefined): string {
    if (response === undefined) return 'none';
    const [leaf, issuer] = chain.map((der) => {
      const read = readCertificate(der);
      if (!read.ok) throw new Error(read.error.message);
      return read.value;
    });
    return verifyOcsp({ response, certificate: leaf!, issuer: issuer!, at: new Date() }).code;
  }
});
