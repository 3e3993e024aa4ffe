/** Digests in hexadecimal: MD5 in lower case, the SHA family in upper case, as Exim has them. */
import { createHash } from 'node:crypto';
import { failed } from '../outcome.ts';
import { cleanOperator, ofCertificates } from './make.ts';

const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text, 'latin1').digest('hex');

const sized = (name: string, family: string, sizes: readonly string[], ofSize: (size: string) => string) =>
  cleanOperator(name, `A digest of the ${family} family, of ${sizes.join(', ')} bits.`, (text, size = '256') =>
    sizes.includes(size) ? digest(ofSize(size), text).toUpperCase() : failed(`unrecognised ${family} variant`),
  );

export const DIGEST_OPERATORS = [
  ofCertificates(
    cleanOperator('md5', 'The MD5 digest; of a certificate, its fingerprint.', (text) => digest('md5', text)),
  ),
  ofCertificates(
    cleanOperator('sha1', 'The SHA-1 digest; of a certificate, its fingerprint.', (text) =>
      digest('sha1', text).toUpperCase(),
    ),
  ),
  ofCertificates(sized('sha256', 'sha2', ['256', '384', '512'], (size) => `sha${size}`)),
  sized('sha2', 'sha2', ['256', '384', '512'], (size) => `sha${size}`),
  sized('sha3', 'sha3', ['224', '256', '384', '512'], (size) => `sha3-${size}`),
];
