/** Certificates and PEM never throw, and what was read can be compared. */

import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { nameRules, parsePem, readCertificate, signatureAlgorithm } from '../../src/core/pki/index.ts';

export const target = {
  name: 'certificate',
  seeds: rootCertificates.slice(0, 8).map((pem) => Uint8Array.from(new X509Certificate(pem).raw)),
  run(bytes: Uint8Array): void {
    const read = readCertificate(bytes);
    if (read.ok) {
      signatureAlgorithm(read.value);
      nameRules.rfc7672.match(read.value, { kind: 'host', name: 'mx.example.org' });
    }
    parsePem(Buffer.from(bytes).toString('latin1'), 'fuzz');
  },
};
