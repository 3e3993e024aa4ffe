/** PEM blocks (RFC 7468), with the lines they begin at, so that an error says where. */
import { err, type Failure, fromBase64, ok, type Result } from '../../base/index.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { readElement } from './der.ts';

export type PemError = Failure<'pki/pem'>;

export interface PemBlock {
  readonly label: string;
  readonly der: Uint8Array;
  /** Of its BEGIN line, counting from 1. */
  readonly line: number;
}

/** A chain has a few blocks, a bundle of roots some hundred. */
const MAX_BLOCKS = 10_000;

/** As editors of Windows begin a file, read as UTF-8 or as octets. */
const BYTE_ORDER_MARK = /^(?:\ufeff|\xef\xbb\xbf)/;

/** Text between blocks is passed over (RFC 7468 §2), headers of old encrypted keys make a block unreadable. */
export function parsePem(text: string, file: string): Result<readonly PemBlock[], PemError> {
  const blocks: PemBlock[] = [];
  const lines = text.replace(BYTE_ORDER_MARK, '').split(/\r?\n|\r/);
  for (let at = 0; at < lines.length; at += 1) {
    const label = /^-----BEGIN ([A-Z0-9 ]+)-----\s*$/.exec(lines[at]!)?.[1];
    if (label === undefined) continue;
    const begin = at;
    while (at < lines.length && !lines[at]!.startsWith('-----END ')) at += 1;
    if (lines[at]?.trimEnd() !== `-----END ${label}-----`)
      return failed(file, begin, `"BEGIN ${label}" has no "END ${label}"`);
    const der = fromBase64(lines.slice(begin + 1, at).join(''));
    if (der === undefined || der.length === 0) return failed(file, begin, `the ${label} block is not base64`);
    if (blocks.length === MAX_BLOCKS) return failed(file, begin, `there are more than ${MAX_BLOCKS} blocks`);
    blocks.push({ label, der, line: begin + 1 });
  }
  return ok(blocks);
}

/** Every CERTIFICATE block, in order; at least one. */
export function parseCertificates(text: string, file: string): Result<readonly Certificate[], PemError> {
  const blocks = parsePem(text, file);
  if (!blocks.ok) return blocks;
  const certificates: Certificate[] = [];
  for (const block of blocks.value) {
    const der = certificateIn(block);
    if (der === undefined) continue;
    const read = readCertificate(der);
    if (!read.ok) return failed(file, block.line - 1, read.error.message);
    certificates.push(read.value);
  }
  return certificates.length > 0 ? ok(certificates) : failed(file, undefined, 'there is no CERTIFICATE block in it');
}

/** Undefined: the block is of another kind. In OpenSSL's TRUSTED CERTIFICATE settings follow the certificate. */
export function certificateIn({ label, der }: PemBlock): Uint8Array | undefined {
  if (label === 'TRUSTED CERTIFICATE') return readElement(der)?.whole ?? der;
  return label === 'CERTIFICATE' || label === 'X509 CERTIFICATE' ? der : undefined;
}

function failed(file: string, lineIndex: number | undefined, what: string): { ok: false; error: PemError } {
  const where = lineIndex === undefined ? file : `${file}, line ${lineIndex + 1}`;
  return err({
    code: 'pki/pem',
    message: `${where}: ${what}`,
    hint: 'give PEM, as -----BEGIN CERTIFICATE----- and base64',
    fault: 'configuration',
    temporary: false,
  });
}
