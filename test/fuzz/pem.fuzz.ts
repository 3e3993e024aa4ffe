/** PEM never throws, its errors name a line, and what it reads is the base64 that was there. */
import { rootCertificates } from 'node:tls';
import { toBase64 } from '../../src/base/index.ts';
import { parseCertificates, parsePem } from '../../src/core/pki/index.ts';

const texts = [
  rootCertificates[0]!,
  `${rootCertificates[1]}\nwords between\r\n${rootCertificates[2]}`,
  '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
];

export const target = {
  name: 'pem',
  seeds: texts.map((text) => Uint8Array.from(Buffer.from(text))),
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    parseCertificates(text, 'fuzz');
    const read = parsePem(text, 'fuzz');
    if (!read.ok) {
      if (!/^fuzz, line \d+: /.test(read.error.message))
        throw new Error(`an error without a line: ${read.error.message}`);
      return;
    }
    const compact = text.replace(/\s+/g, '');
    for (const { der } of read.value)
      if (!compact.includes(toBase64(der).replace(/=+$/, '').slice(0, -1)))
        throw new Error('octets that were not there');
  },
};
