import { beforeAll, describe, expect, it } from 'vitest';
import { parseCertificates, parsePem, readCertificateList } from '../../../src/core/pki/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { chainFor, testCa } from '../../support/chains.ts';

let pem: string;
let chain: Awaited<ReturnType<typeof chainFor>>;
beforeAll(async () => {
  chain = await chainFor(await testCa());
  pem = chain.map(({ der }) => formatPem('CERTIFICATE', der)).join('words between\n');
});

describe('PEM (RFC 7468)', () => {
  it('reads blocks with text between them, and the line each begins at', () => {
    const read = parsePem(`first line\n${pem}`, 'chain.pem');
    expect(read.ok && read.value.map(({ label }) => label)).toEqual(['CERTIFICATE', 'CERTIFICATE']);
    expect(read.ok && read.value[0]?.line).toBe(2);
  });
  it('takes a byte order mark before the first line', () => {
    expect(parseCertificates(`\ufeff${pem}`, 'chain.pem').ok).toBe(true);
    expect(parseCertificates(Buffer.from(`\ufeff${pem}`).toString('latin1'), 'chain.pem').ok).toBe(true);
  });
  it('takes OpenSSL’s TRUSTED CERTIFICATE, settings and all', () => {
    const [first] = chain;
    const settings = Uint8Array.of(0x30, 0x03, 0x0c, 0x01, 0x61);
    const trusted = formatPem('CERTIFICATE', Buffer.concat([first!.der, settings])).replaceAll('CERT', 'TRUSTED CERT');
    const one = parseCertificates(trusted, 'f');
    const list = readCertificateList(trusted, 'f');
    expect(one.ok && one.value.map(({ der }) => der)).toEqual([first!.der]);
    expect(list.ok && [list.value.certificates.length, list.value.unreadable]).toEqual([1, []]);
  });
  it('takes any line ending', () => {
    for (const ending of ['\n', '\r\n', '\r'])
      expect(parseCertificates(pem.replaceAll('\n', ending), 'chain.pem').ok).toBe(true);
  });
  it.each([
    ['no block', 'nothing here', 'f: there is no CERTIFICATE block in it'],
    [
      'another block',
      '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
      'f: there is no CERTIFICATE block',
    ],
    ['no end', 'a\nb\n-----BEGIN CERTIFICATE-----\nAAAA', 'f, line 3: "BEGIN CERTIFICATE" has no'],
    ['another end', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END KEY-----', 'f, line 1: "BEGIN CERTIFICATE" has no'],
    [
      'an empty block',
      '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----',
      'f, line 1: the CERTIFICATE block is not',
    ],
    [
      'no certificate',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      'f, line 1: the certificate cannot',
    ],
  ])('%s: says where and what', (_, text, message) => {
    const read = parseCertificates(text, 'f');
    expect(!read.ok && read.error.message.startsWith(message)).toBe(true);
  });
});
