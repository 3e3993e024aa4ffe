/**
 * What a path up to its trust anchor must still be: intact, in date, made of certificates that may do what they do here,
 * and named. A list of rules, each a question with its own answer; the first that is broken decides.
 *
 * The anchor is held to the rules as OpenSSL holds it, and so Postfix and Exim: it must be an authority for TLS servers,
 * and its dates count where it is self-issued. RFC 5280 §6.1.1 (d) would ask for its name and key alone.
 */
import {
  type Certificate,
  forbidding,
  isSelfIssued,
  isValidAt,
  judgePathNames,
  KEY_USAGE,
  nameRules,
  SERVER_AUTH,
  signatureAlgorithm,
} from '../pki/index.ts';
import type { AnchoredPath } from './anchor.ts';

export interface PathFault {
  readonly why: 'signature' | 'dates' | 'extension' | 'not-a-ca' | 'path-length' | 'purpose' | 'constraints' | 'name';
  /** One sentence that names the certificate. */
  readonly detail: string;
}

interface Facts extends AnchoredPath {
  readonly leaf: Certificate;
  /** Above the leaf, the anchor included. */
  readonly authorities: readonly Certificate[];
  readonly references: readonly string[];
  readonly now: Date;
}

/** Undefined: it passes. Signatures between neighbours were checked when the path was found. */
export function judgePath(path: AnchoredPath, references: readonly string[], now: Date): PathFault | undefined {
  const [leaf, ...between] = path.below;
  const authorities = path.anchor === undefined ? between : [...between, path.anchor];
  for (const [why, rule] of RULES) {
    const detail = rule({ ...path, leaf: leaf!, authorities, references, now });
    if (detail !== undefined) return { why, detail };
  }
  return undefined;
}

type Rule = (facts: Facts) => string | undefined;

/** Signed with a digest that can be forged; the anchor's own signature does not matter. */
const signature: Rule = ({ below }) => {
  const weak = below.find((certificate) => {
    const algorithm = signatureAlgorithm(certificate);
    return algorithm !== undefined && FORGEABLE.has(algorithm);
  });
  return weak && `${weak.subjectText} is signed with MD5 or MD2`;
};

/** md2WithRSAEncryption, md5WithRSAEncryption (RFC 6151 §2). */
const FORGEABLE: ReadonlySet<string> = new Set(['1.2.840.113549.1.1.2', '1.2.840.113549.1.1.4']);

/** RFC 7671 §5.2 with RFC 5280 §6.1.3 (a)(2). */
const dates: Rule = ({ below, anchor, now }) => {
  const dated = anchor !== undefined && isSelfIssued(anchor) ? [...below, anchor] : below;
  const late = dated.find((certificate) => !isValidAt(certificate, now));
  if (late === undefined) return undefined;
  return late.notAfter < now
    ? `${late.subjectText} ended ${day(late.notAfter)}`
    : `${late.subjectText} begins only ${day(late.notBefore)}`;
};

/** RFC 5280 §4.2: a critical extension that is not understood forbids the use. */
const extension: Rule = ({ leaf, authorities }) => {
  for (const { subjectText, extensions } of [leaf, ...authorities]) {
    const [malformed] = extensions.malformed;
    if (malformed !== undefined) return `${subjectText}: its extension ${malformed} cannot be read`;
    const [unknown] = extensions.unknownCritical;
    if (unknown !== undefined) return `${subjectText}: nobody knows its critical extension ${unknown}`;
  }
  return undefined;
};

/** RFC 5280 §6.1.4 (k), (n). */
const authority: Rule = ({ authorities }) => {
  const other = authorities.find((certificate) => !mayIssue(certificate));
  return other && `${other.subjectText} may not issue certificates`;
};

function mayIssue(certificate: Certificate): boolean {
  const { basicConstraints, keyUsage } = certificate.extensions;
  if (keyUsage !== undefined && !keyUsage.has(KEY_USAGE.KEY_CERT_SIGN)) return false;
  if (basicConstraints !== undefined) return basicConstraints.isCa;
  // Without the extension: roots from before version 3, and key usage as the only word on it.
  return keyUsage !== undefined || (certificate.version < 3 && isSelfIssued(certificate));
}

/** RFC 5280 §6.1.4 (l), (m): intermediates below, self-issued ones not counted. */
const pathLength: Rule = ({ authorities }) => {
  let below = 0;
  for (const certificate of authorities) {
    const most = certificate.extensions.basicConstraints?.pathLength;
    if (most !== undefined && below > most)
      return `${certificate.subjectText} allows ${most} authorities below it, and there are ${below}`;
    if (!isSelfIssued(certificate)) below += 1;
  }
  return undefined;
};

/** RFC 5280 §4.2.1.12, for authorities as senders' libraries read it; §4.2.1.3 for the leaf. */
const purpose: Rule = ({ leaf, authorities }) => {
  const other = [leaf, ...authorities].find(({ extensions: { extendedKeyUsage } }) => !allows(extendedKeyUsage));
  if (other !== undefined) return `${other.subjectText} is not for TLS servers (extended key usage)`;
  const usage = leaf.extensions.keyUsage;
  const { DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT } = KEY_USAGE;
  const isForTls =
    usage === undefined || [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT].some((bit) => usage.has(bit));
  return isForTls ? undefined : `${leaf.subjectText} is not for TLS (key usage)`;
};

const allows = (usages: readonly string[] | undefined): boolean => usages === undefined || usages.includes(SERVER_AUTH);

/** RFC 5280 §6.1.4 (g), §6.1.3 (b), (c); and the common name, where DANE compares it for want of another. */
const constraints: Rule = ({ leaf, authorities }) => {
  const fault = judgePathNames([leaf, ...authorities]);
  if (fault !== undefined) return fault.detail;
  const names = leaf.extensions.dnsNames.length > 0 ? [] : leaf.commonNames;
  for (const { subjectText, extensions } of authorities) {
    for (const name of extensions.nameConstraints === undefined ? [] : names) {
      if (forbidding(extensions.nameConstraints!, name) !== undefined)
        return `${subjectText} may not issue for ${name} (name constraints)`;
    }
  }
  return undefined;
};

/** RFC 7672 §3.2.2, §3.2.3: any of the names will do; where none does, the first tells why. */
const named: Rule = ({ leaf, references }) => {
  const tried = references.map((name) => nameRules.rfc7672.match(leaf, { kind: 'host', name }));
  if (tried.some(({ match }) => match)) return undefined;
  return `the certificate is not for ${references.join(' or ')}: ${tried[0]?.reason ?? 'no name was given'}`;
};

const day = (date: Date): string => date.toISOString().slice(0, 10);

const RULES: readonly (readonly [PathFault['why'], Rule])[] = [
  ['signature', signature],
  ['dates', dates],
  ['extension', extension],
  ['not-a-ca', authority],
  ['path-length', pathLength],
  ['purpose', purpose],
  ['constraints', constraints],
  ['name', named],
];
