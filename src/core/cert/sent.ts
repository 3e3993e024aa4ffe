/** What to make of each certificate that was sent, beside the path that was built (RFC 8446 §4.4.2). */
import { equalBytes } from '../../base/index.ts';
import { type Certificate, isSelfIssued, isValidAt, sameName } from '../pki/index.ts';
import type { SentRemark } from './types.ts';

/** One list a certificate, in the order sent. */
export function remarksOn(
  sent: readonly Certificate[],
  path: readonly Certificate[],
  at: Date,
): readonly (readonly SentRemark[])[] {
  const firsts = sent.map((one, i) => sent.findIndex(({ der }) => equalBytes(der, one.der)) === i);
  const order = sent.filter((one, i) => firsts[i] && isIn(path, one));
  return sent.map((certificate, i) => {
    if (i === 0) return ['leaf', ...dated(certificate, at)];
    if (!firsts[i]) return ['duplicate'];
    const use = useOf(certificate, sent, path);
    return [use, ...misplaced(certificate, order, path), ...dated(certificate, at)];
  });
}

/** A root that is sent is told as one, whether the path ends there or at its twin. */
function useOf(certificate: Certificate, sent: readonly Certificate[], path: readonly Certificate[]): SentRemark {
  if (
    isSelfIssued(certificate) &&
    sent.some((other) => other !== certificate && sameName(other.issuer, certificate.subject))
  )
    return 'root';
  return isIn(path, certificate) ? 'used' : 'unused';
}

/** Out of its turn among those that the path uses. */
function misplaced(
  certificate: Certificate,
  order: readonly Certificate[],
  path: readonly Certificate[],
): SentRemark[] {
  const at = order.indexOf(certificate);
  const before = order[at - 1];
  return at > 0 && place(path, before!) > place(path, certificate) ? ['out-of-order'] : [];
}

const dated = (certificate: Certificate, at: Date): SentRemark[] => (isValidAt(certificate, at) ? [] : ['expired']);

const place = (path: readonly Certificate[], { der }: Certificate): number =>
  path.findIndex((one) => equalBytes(one.der, der));

const isIn = (path: readonly Certificate[], certificate: Certificate): boolean => place(path, certificate) >= 0;
