/** Names: whatever a certificate presents, every rule answers with one printable sentence, and a NUL octet names nobody. */
import { matchEmail, nameRules, parseReference, RULE_NAMES, readCertificate } from '../../src/core/pki/index.ts';
import { generateSigningKey, issueCertificate } from '../../src/core/pki/issue.ts';

const NAMES = ['mx.example.org', 'a.mx.example.org', 'xn--bcher-kva.example', '192.0.2.1', '2001:db8::1'];
const references = NAMES.flatMap((name) => {
  const read = parseReference(name);
  return read.ok ? [read.value] : [];
});

const key = await generateSigningKey('p256');
const dates = { notBefore: new Date(0), notAfter: new Date('2036-01-01T00:00:00Z') };
const template = {
  subject: [
    { oid: '2.5.4.3', value: 'mx.example.org', encoding: 'bmp' },
    { oid: '2.5.4.3', value: '*.example.org', encoding: 'universal' },
  ],
  dnsNames: ['mx.example.org', '*.example.org', 'm*.example.org', 'good.com\0.evil.com', 'xn--bcher-kva.example'],
  ipAddresses: [Uint8Array.of(192, 0, 2, 1)],
  emailAddresses: ['user@example.org'],
  ...dates,
} as const;

export const target = {
  name: 'names',
  seeds: [
    await issueCertificate(template, key.publicKey, { key }),
    await issueCertificate({ ...template, dnsNames: [] }, key.publicKey, { key }),
    ...NAMES.map((name) => Uint8Array.from(Buffer.from(name))),
  ],
  run(bytes: Uint8Array): void {
    parseReference(Buffer.from(bytes).toString('utf8'));
    const read = readCertificate(bytes);
    if (!read.ok) return;
    matchEmail(read.value, 'user@example.org');
    for (const reference of references) {
      for (const rule of RULE_NAMES) {
        const { identifier = '', reason } = nameRules[rule].match(read.value, reference);
        if (!/^[\x20-\x7e…]+$/.test(reason)) throw new Error(`${rule}: not printable: ${JSON.stringify(reason)}`);
        if (identifier.includes('\0')) throw new Error(`${rule}: matched a NUL octet: ${reason}`);
      }
    }
  },
};
