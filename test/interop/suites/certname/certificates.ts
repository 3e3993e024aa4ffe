/** Certificates with names of every kind, good and bad, from one authority: what all the verifiers are shown. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CertificateTemplate,
  formatPem,
  formatSigningKey,
  type GeneralNameSpec,
  generateSigningKey,
  issueCertificate,
} from '../../../../src/core/pki/issue.ts';

type Names = Partial<Pick<CertificateTemplate, 'subject' | 'dnsNames' | 'ipAddresses' | 'alternativeNames'>>;

export const HOST = 'mx.example.org';
const cn = (...values: string[]): Names => ({ subject: values.map((value) => ({ oid: '2.5.4.3', value })) });
const cnAs = (value: string, encoding: 'bmp' | 't61' | 'printable' | 'universal' | 'ia5'): Names => ({
  subject: [{ oid: '2.5.4.3', value, encoding }],
});
const dns = (...dnsNames: string[]): Names => ({ dnsNames });
const ip = (...octets: number[]): Names => ({ ipAddresses: [Uint8Array.from(octets)] });
const also = (...alternativeNames: GeneralNameSpec[]): Names => ({ alternativeNames });
const v6 = [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1];
const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const srv: GeneralNameSpec = { kind: 'other', oid: '1.3.6.1.5.5.7.8.7', der: Uint8Array.of(0x16, 2, 0x5f, 0x78) };

export const CERTIFICATES = {
  exact: dns(HOST),
  'upper case': dns('MX.EXAMPLE.ORG'),
  'one of three': dns('a.example.org', HOST, 'b.example.org'),
  another: dns('mx.example.com'),
  wildcard: dns('*.example.org'),
  'upper-case wildcard': dns('*.EXAMPLE.ORG'),
  'deep wildcard': dns('*.mx.example.org'),
  'wide wildcard': dns('*.org'),
  'wildcard alone': dns('*'),
  'two wildcards': dns('*.*.example.org'),
  'wildcard in the second label': dns('mx.*.org'),
  'partial wildcard at the end': dns('mx*.example.org'),
  'partial wildcard at the start': dns('*1.example.org'),
  'partial wildcard inside': dns('m*1.example.org'),
  'partial wildcard before a hyphen': dns('*-1.example.org'),
  'partial wildcard behind a hyphen': dns('mx-*.example.org'),
  'partial wildcard in an A-label': dns('xn--b*.example.org'),
  'partial wildcard over A-labels': dns('x*.example.org'),
  'two stars in a label': dns('m**.example.org'),
  'final dot': dns('mx.example.org.'),
  'wildcard with a final dot': dns('*.example.org.'),
  'leading dot': dns('.example.org'),
  'empty label': dns('mx..example.org'),
  'NUL octet': dns('mx.example.org\0.evil.example'),
  'NUL octet below a wildcard': dns('*.example.org\0'),
  'A-label': dns('xn--bcher-kva.example.org'),
  'U-label': dns(utf8('bücher.example.org')),
  underscore: dns('_x.example.org'),
  blank: dns(' mx.example.org'),
  'empty dNSName beside the common name': { ...cn(HOST), ...dns('') },
  'address beside the common name': { ...cn(HOST), ...ip(192, 0, 2, 1) },
  'address as dNSName': dns('192.0.2.1'),
  'address as common name': cn('192.0.2.1'),
  'IPv6 address': ip(...v6),
  'mapped address': ip(...mapped),
  'address of eight octets': ip(192, 0, 2, 1, 255, 255, 255, 0),
  'common name': cn(HOST),
  'wildcard in the common name': cn('*.example.org'),
  'first of two common names': cn(HOST, 'other.example'),
  'last of two common names': cn('other.example', HOST),
  'common name beside another dNSName': { ...cn(HOST), ...dns('other.example') },
  'common name beside a mailbox': { ...cn(HOST), ...also({ kind: 'email', value: 'a@example.org' }) },
  'common name beside a URI': { ...cn(HOST), ...also({ kind: 'uri', value: 'https://mx.example.org/' }) },
  'common name beside an SRV-ID': { ...cn(HOST), ...also(srv) },
  'common name beside a directoryName': { ...cn(HOST), ...also({ kind: 'directory', name: 'x' }) },
  'NUL octet in the common name': cn('mx.example.org\0.evil.example'),
  'common name as BMPString': cnAs(HOST, 'bmp'),
  'common name as T61String': cnAs(HOST, 't61'),
  'common name as PrintableString': cnAs(HOST, 'printable'),
  'common name as UniversalString': cnAs(HOST, 'universal'),
  'common name as IA5String': cnAs(HOST, 'ia5'),
  'common name with a final dot': cn('mx.example.org.'),
  'common name for people': cn('Example Server'),
  'loopback address': ip(127, 0, 0, 1),
  'loopback address as dNSName': dns('127.0.0.1'),
  'no name at all': {},
} as const satisfies Record<string, Names>;

const email = (...values: string[]): Names => also(...values.map((value) => ({ kind: 'email', value }) as const));
const emailAddress = (value: string): Names => ({
  subject: [{ oid: '1.2.840.113549.1.9.1', value, encoding: 'ia5' }],
});

export const MAILBOX_CERTIFICATES: Readonly<Record<string, Names>> = {
  mailbox: email('user@example.org'),
  'mailbox in upper case': email('USER@EXAMPLE.ORG'),
  'domain of a mailbox in upper case': email('user@EXAMPLE.org'),
  'two mailboxes': email('x@example.org', 'user@example.org'),
  'quoted mailbox': email('"a@b"@example.org'),
  'mailbox with a NUL octet': email('user@example.org\0.evil.example'),
  'mailbox in the subject': emailAddress('user@example.org'),
  'mailbox in the subject beside another': { ...emailAddress('user@example.org'), ...email('x@other.example') },
  'mailbox in the subject beside a dNSName': { ...emailAddress('user@example.org'), ...dns(HOST) },
  'no mailbox': dns('example.org'),
};

export type CertificateName = keyof typeof CERTIFICATES;
export const CERTIFICATE_NAMES = Object.keys(CERTIFICATES) as CertificateName[];

export interface Shown {
  readonly name: string;
  readonly pem: string;
  readonly der: Uint8Array;
  readonly file: string;
}

export interface Authority {
  /** Leaves by what they are called. */
  readonly shown: ReadonlyMap<string, Shown>;
  /** Of every leaf. */
  readonly keyPem: string;
  readonly caFile: string;
}

/** @param more  further certificates, by what they are called */
export async function issueAll(folder: string, more: Readonly<Record<string, Names>>): Promise<Authority> {
  const [caKey, key] = [await generateSigningKey('p256'), await generateSigningKey('p256')];
  const dates = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 30 * 86_400_000) };
  const authority = { subject: 'Interop Names', ca: {}, keyUsage: ['keyCertSign'], ...dates } as const;
  const certificate = await issueCertificate(authority, caKey.publicKey, { key: caKey });
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, formatPem('CERTIFICATE', certificate));
  const shown = new Map<string, Shown>();
  for (const [index, [name, names]] of Object.entries({ ...CERTIFICATES, ...more }).entries()) {
    const template = {
      subject: [],
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: ['serverAuth'],
      ...names,
      ...dates,
    };
    const der = await issueCertificate(template as CertificateTemplate, key.publicKey, { key: caKey, certificate });
    const file = join(folder, `${index}.pem`);
    const pem = formatPem('CERTIFICATE', der);
    writeFileSync(file, pem);
    shown.set(name, { name, pem, der, file });
  }
  return { shown, keyPem: formatSigningKey(key), caFile };
}
