/** Lists that `openssl ca` makes, and what OpenSSL itself reads in them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

export interface Made {
  readonly name: string;
  /** Lines of the section of CRL extensions; without one there is no number either. */
  readonly extensions?: readonly string[];
  /** Further sections. */
  readonly sections?: string;
  /** What `crl show` is to say of the list's scope. */
  readonly scope?: readonly string[];
  readonly signing?: readonly string[];
  /** What is said of every leaf, where it is not how it was revoked. */
  readonly says?: string;
}

const IDENTIFIED = 'authorityKeyIdentifier=keyid:always';

export const MADE: readonly Made[] = [
  { name: 'no section of extensions', says: 'no-number' }, // version 2 all the same, for the reasons of its entries
  { name: 'version 2', extensions: [IDENTIFIED] },
  { name: 'key identifier with issuer and serial', extensions: ['authorityKeyIdentifier=keyid:always,issuer:always'] },
  {
    name: 'a distribution point',
    extensions: [IDENTIFIED, 'issuingDistributionPoint=critical,@point'],
    sections: '[point]\nfullname=URI:http://crl.test/one.crl',
    scope: ['distribution point URI:http://crl.test/one.crl'],
  },
  {
    name: 'a relative distribution point',
    extensions: ['issuingDistributionPoint=critical,@point'],
    sections: '[point]\nrelativename=share\n[share]\nCN=share one',
    scope: ['a distribution point relative to the issuer'],
  },
  {
    name: 'users alone',
    extensions: ['issuingDistributionPoint=critical,@point'],
    sections: '[point]\nonlyuser=TRUE',
    scope: ['end-entity certificates alone'],
  },
  {
    name: 'authorities alone, indirect',
    extensions: ['issuingDistributionPoint=critical,@point'],
    sections: '[point]\nonlyCA=TRUE\nindirectCRL=TRUE',
    scope: ['CA certificates alone', 'certificates of other issuers too (indirect)'],
  },
  {
    name: 'some reasons',
    extensions: ['issuingDistributionPoint=critical,@point'],
    sections: '[point]\nonlysomereasons=keyCompromise,CACompromise',
    scope: ['some reasons alone (bits 1, 2)'],
  },
  { name: 'a delta', extensions: [IDENTIFIED, '2.5.29.27=critical,DER:020101'] },
  { name: 'deltas elsewhere', extensions: ['freshestCRL=URI:http://crl.test/delta.crl'] },
  { name: 'names of the issuer', extensions: ['issuerAltName=DNS:ca.test,email:ca@crl.test'] },
  { name: 'RSA-PSS', extensions: [IDENTIFIED], signing: ['-sigopt', 'rsa_padding_mode:pss', '-md', 'sha384'] },
  { name: 'SHA-1', extensions: [IDENTIFIED], signing: ['-md', 'sha1'] },
  { name: 'SHA-512', extensions: [IDENTIFIED], signing: ['-md', 'sha512'] },
];

export interface OpensslCa {
  readonly certificate: string;
  /** A leaf for each way to be revoked, and one that is not. */
  readonly leaves: Readonly<Record<string, string>>;
  list(made: Made): Promise<string>;
}

/** How each leaf is revoked: words of `openssl ca -revoke`; none for the good one. */
export const REVOKED: Readonly<Record<string, { readonly words?: readonly string[]; readonly ours: string }>> = {
  good: { ours: 'good' },
  plain: { words: [], ours: 'revoked unspecified' },
  compromised: { words: ['-crl_compromise', '20260101120000Z'], ours: 'revoked keyCompromise' },
  ceased: { words: ['-crl_reason', 'cessationOfOperation'], ours: 'revoked cessationOfOperation' },
  held: { words: ['-crl_hold', 'holdInstructionReject'], ours: 'revoked certificateHold' },
};

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
x509_extensions=leaf
[policy]
commonName=supplied
[leaf]
basicConstraints=CA:FALSE
crlDistributionPoints=URI:http://crl.test/one.crl
`;

export async function createOpensslCa(parent: string): Promise<OpensslCa> {
  const cwd = join(parent, 'openssl-ca');
  mkdirSync(cwd);
  const openssl = (words: readonly string[], env = {}): Promise<string> =>
    mustRun(programs.openssl, words, { cwd, env });
  const newKey = ['-newkey', 'rsa:2048', '-nodes'];
  const usage = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
  await openssl([
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=OpenSSL CA',
    '-days',
    '60',
    ...usage,
  ]);
  for (const [file, text] of [
    ['index.txt', ''],
    ['serial', '1000'],
    ['crlnumber', '0a'],
    ['ca.cnf', CONFIG],
  ] as const) {
    writeFileSync(join(cwd, file), text);
  }
  const leaves: Record<string, string> = {};
  for (const [name, { words }] of Object.entries(REVOKED)) {
    await openssl(['req', ...newKey, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', `/CN=${name}`]);
    leaves[name] = await openssl(['ca', '-config', 'ca.cnf', '-batch', '-notext', '-in', 'leaf.csr']);
    writeFileSync(join(cwd, 'leaf.pem'), leaves[name]);
    if (words !== undefined) await openssl(['ca', '-config', 'ca.cnf', '-revoke', 'leaf.pem', ...words]);
  }
  const certificate = await mustRun(programs.openssl, ['x509', '-in', join(cwd, 'ca.pem')]);
  return { certificate, leaves, list: (made) => makeList(made, cwd, openssl) };
}

async function makeList(
  { name, extensions = [], sections = '', signing = [] }: Made,
  cwd: string,
  openssl: (words: readonly string[]) => Promise<string>,
): Promise<string> {
  const config = `${name.replaceAll(/\W+/g, '-')}.cnf`;
  const own =
    extensions.length === 0
      ? CONFIG.replace('crlnumber=crlnumber\n', '')
      : CONFIG.replace('policy=policy', 'policy=policy\ncrl_extensions=list');
  writeFileSync(join(cwd, config), `${own}\n[list]\n${extensions.join('\n')}\n${sections}\n`);
  return openssl(['ca', '-config', config, '-gencrl', ...signing]);
}

/** Of `openssl crl -text`. */
export interface Printed {
  readonly number?: string;
  readonly version: number;
  readonly thisUpdate: string;
  readonly serials: readonly string[];
}

export async function printed(pem: string): Promise<Printed> {
  const text = await mustRun(programs.openssl, ['crl', '-noout', '-text'], { input: pem });
  const number = /X509v3 CRL Number:[^\n]*\n\s+(\S+)/.exec(text)?.[1];
  return {
    ...(number !== undefined && { number: BigInt(number).toString() }),
    version: Number(/Version (\d)/.exec(text)?.[1]),
    thisUpdate: new Date(/Last Update: (.*)/.exec(text)?.[1] ?? '').toISOString(),
    serials: [...text.matchAll(/Serial Number: (\S+)/g)].map(([, serial]) => serial!.toLowerCase().replace(/^0+/, '')),
  };
}
