/** Certificates of a PEM text as far as they can be read: for questions in which a bad one is part of the question. */
import { ok, type Result } from '../../base/index.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { certificateIn, type PemError, parsePem } from './pem.ts';

export interface CertificateList {
  readonly certificates: readonly Certificate[];
  /** A sentence for each block that is no certificate anybody can read. */
  readonly unreadable: readonly string[];
}

/** @returns a failure where the text is not PEM; blocks of other kinds are told as unreadable */
export function readCertificateList(text: string, name: string): Result<CertificateList, PemError> {
  const blocks = parsePem(text, name);
  if (!blocks.ok) return blocks;
  const certificates: Certificate[] = [];
  const unreadable: string[] = [];
  for (const block of blocks.value) {
    const { label, line } = block;
    const der = certificateIn(block);
    const read = der && readCertificate(der);
    if (read?.ok === true) certificates.push(read.value);
    else unreadable.push(`${name}, line ${line}: ${read === undefined ? `it is a ${label}` : read.error.message}`);
  }
  if (blocks.value.length === 0) unreadable.push(`${name}: there is no PEM block in it`);
  return ok({ certificates, unreadable });
}
