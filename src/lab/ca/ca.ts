/**
 * The lab's certificate authority: it issues leaves under any authority of the hierarchy.
 *
 * P-256 keys are fresh for every leaf; the one RSA-2048 key is shared by all RSA leaves, since making it costs more than
 * everything else here together.
 */
import {
  type CertificateTemplate,
  formatPem,
  formatSigningKey,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
  type SigningKeyType,
} from '../../core/pki/issue.ts';
import { type Authority, type AuthorityName, expiredAt, fromTomorrow, type Validity, validFor } from './authority.ts';
import { arrangeChain, type ChainShape } from './chain-shapes.ts';
import { AUTHORITIES, type Authorities, CRL_ISSUER, createHierarchy } from './hierarchy.ts';
import { CA_URL, CRL_URL, OCSP_URL } from './urls.ts';

export interface LeafSpec {
  readonly keyType: SigningKeyType;
  /** SAN dNSNames; the first is also the common name. */
  readonly names: readonly [string, ...string[]];
  /** SAN iPAddresses, 4 or 16 octets each. */
  readonly addresses?: readonly Uint8Array[];
  /** Ended yesterday. */
  readonly expired?: boolean;
  /** Begins tomorrow. */
  readonly future?: boolean;
  /** Days it is good for; 90 when absent. */
  readonly days?: number;
  readonly shape?: ChainShape;
  /** Octets of ballast in an unknown extension, for certificates of hostile size. */
  readonly ballastBytes?: number;
  /** `issuing` when absent; `self` for a certificate signed by its own key. */
  readonly issuer?: AuthorityName | 'self';
  /** A key of its own of so many bits, for RSA. */
  readonly rsaBits?: number;
  /** Where it says its status can be had: nowhere when absent. */
  readonly status?: StatusSource;
  /** Whatever else departs from the usual. */
  readonly template?: Partial<CertificateTemplate>;
}

/** Sources of a certificate's status: a responder, lists (of a mood of the lists), or both. */
export interface StatusSource {
  readonly ocsp?: boolean;
  /** `good`, or another row of the moods of CRLs. */
  readonly crl?: string;
}

/** What a server presents. */
export interface Credential {
  readonly keyType: SigningKeyType;
  readonly keyPem: string;
  /** DER, in the order sent. */
  readonly chain: readonly Uint8Array[];
  /** Absent where it signed itself. */
  readonly issuer?: Authority;
}

export interface LabCa {
  readonly root: Authority;
  readonly intermediate: Authority;
  readonly stranger: Authority;
  readonly authorities: Authorities;
  /** The root as a trust store of one. */
  readonly rootPem: string;
  /** Every trusted root, for MXRAY_CA_FILE. */
  trustPem(): Promise<string>;
  issue(spec: LeafSpec): Promise<Credential>;
}

/** @param now  the certificates are good as of this instant */
export async function createLabCa(now: Date): Promise<LabCa> {
  const authorities = createHierarchy(now);
  const [root, intermediate, stranger] = await Promise.all((['root', 'issuing', 'stranger'] as const).map(authorities));
  const keyFor = keySource();
  return {
    root: root!,
    intermediate: intermediate!,
    stranger: stranger!,
    authorities,
    rootPem: formatPem('CERTIFICATE', root!.certificate),
    trustPem: () => trustStore(authorities),
    issue: async (spec) => {
      const key = await keyFor(spec.keyType, spec.rsaBits);
      const keyPem = formatSigningKey(key);
      if (spec.issuer === 'self') return { keyType: spec.keyType, keyPem, chain: [await issueLeaf(spec, key, now)] };
      const issuer = await authorities(spec.issuer ?? 'issuing');
      const leaf = await issueLeaf(spec, key, now, issuer);
      const chain = await arrangeChain(spec.shape ?? 'usual', leaf, issuer, authorities);
      return { keyType: spec.keyType, keyPem, chain, issuer };
    },
  };
}

async function trustStore(authorities: Authorities): Promise<string> {
  const trusted = AUTHORITIES.filter((row) => row.trusted === true);
  const roots = await Promise.all(trusted.map(({ name }) => authorities(name)));
  return roots.map(({ certificate }) => formatPem('CERTIFICATE', certificate)).join('');
}

function issueLeaf(spec: LeafSpec, key: SigningKey, now: Date, issuer?: Authority): Promise<Uint8Array> {
  const { names, addresses = [], ballastBytes = 0 } = spec;
  const template = {
    subject: names[0],
    dnsNames: names,
    ipAddresses: addresses,
    ...validityOf(spec, now),
    keyUsage: ['digitalSignature'] as const,
    extendedKeyUsage: ['serverAuth'],
    ...(ballastBytes === 0 ? {} : { extraExtensions: [ballast(ballastBytes)] }),
    ...(issuer === undefined || spec.status === undefined ? {} : pointers(issuer, spec.status)),
    ...spec.template,
  };
  return issueCertificate(template, key.publicKey, issuer ?? { key });
}

function validityOf({ expired, future, days = 90 }: LeafSpec, now: Date): Validity {
  if (expired === true) return expiredAt(now);
  return future === true ? fromTomorrow(now, days) : validFor(now, days);
}

/** Where issuer and status are (RFC 5280 §4.2.2.1, §4.2.1.13). */
function pointers({ name }: Authority, { ocsp, crl }: StatusSource): Partial<CertificateTemplate> {
  return {
    caIssuersUrls: [CA_URL(name)],
    ...(ocsp === true && { ocspUrls: [OCSP_URL] }),
    ...(crl === 'indirect' && { crlPoints: [{ urls: [CRL_URL(name, crl)], crlIssuer: CRL_ISSUER }] }),
    ...(crl !== undefined && crl !== 'indirect' && { crlUrls: [CRL_URL(name, crl === 'good' ? undefined : crl)] }),
  };
}

/** An extension nobody knows and nobody needs to (OID of the documentation arc, RFC 5612's enterprise number 32473). */
function ballast(octets: number) {
  return { oid: '1.3.6.1.4.1.32473.1', critical: false, der: new Uint8Array(octets) };
}

/** RSA of the usual size: the same pair each time, made on first use; others fresh. */
function keySource(): (type: SigningKeyType, rsaBits?: number) => Promise<SigningKey> {
  let rsa: Promise<SigningKey> | undefined;
  return (type, rsaBits) => {
    if (type !== 'rsa' || rsaBits !== undefined) return generateSigningKey(type, rsaBits);
    rsa ??= generateSigningKey('rsa');
    return rsa;
  };
}
