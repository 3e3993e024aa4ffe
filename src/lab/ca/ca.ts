/**
 * The lab's certificate authority: a root, an intermediate that issues, and a stranger.
 *
 * P-256 keys are fresh for every leaf; the one RSA-2048 key is shared by all RSA leaves, since making it costs more than
 * everything else here together.
 */
import {
  formatPem,
  formatSigningKey,
  generateSigningKey,
  issueCertificate,
  type SigningKey,
  type SigningKeyType,
} from '../../core/pki/issue.ts';
import { type Authority, createAuthority, expiredAt, validFor } from './authority.ts';
import { arrangeChain, type ChainShape } from './chain-shapes.ts';

export interface LeafSpec {
  readonly keyType: SigningKeyType;
  /** SAN dNSNames; the first is also the common name. */
  readonly names: readonly [string, ...string[]];
  /** SAN iPAddresses, 4 or 16 octets each. */
  readonly addresses?: readonly Uint8Array[];
  /** Ended yesterday. */
  readonly expired?: boolean;
  /** Days it is good for; 90 when absent. */
  readonly days?: number;
  readonly shape?: ChainShape;
  /** Octets of ballast in an unknown extension, for certificates of hostile size. */
  readonly ballastBytes?: number;
}

/** What a server presents. */
export interface Credential {
  readonly keyType: SigningKeyType;
  readonly keyPem: string;
  /** DER, in the order sent. */
  readonly chain: readonly Uint8Array[];
}

export interface LabCa {
  readonly root: Authority;
  readonly intermediate: Authority;
  readonly stranger: Authority;
  /** The root as a trust store, for MXRAY_CA_FILE. */
  readonly rootPem: string;
  issue(spec: LeafSpec): Promise<Credential>;
}

/** @param now  the certificates are good as of this instant */
export async function createLabCa(now: Date): Promise<LabCa> {
  const root = await createAuthority('mxray lab root', validFor(now, 3650));
  const [intermediate, stranger] = await Promise.all([
    createAuthority('mxray lab issuing CA', validFor(now, 1825), root),
    createAuthority('mxray lab stranger', validFor(now, 3650)),
  ]);
  const keyFor = keySource();
  return {
    root,
    intermediate,
    stranger,
    rootPem: formatPem('CERTIFICATE', root.certificate),
    issue: async (spec) => {
      const key = await keyFor(spec.keyType);
      const leaf = await issueLeaf(spec, key, intermediate, now);
      const chain = arrangeChain(spec.shape ?? 'usual', { leaf, intermediate, root, stranger });
      return { keyType: spec.keyType, keyPem: formatSigningKey(key), chain };
    },
  };
}

function issueLeaf(spec: LeafSpec, key: SigningKey, issuer: Authority, now: Date): Promise<Uint8Array> {
  const { names, addresses = [], expired = false, days = 90, ballastBytes = 0 } = spec;
  const template = {
    subject: names[0],
    dnsNames: names,
    ipAddresses: addresses,
    ...(expired ? expiredAt(now) : validFor(now, days)),
    keyUsage: ['digitalSignature'] as const,
    extendedKeyUsage: ['serverAuth'],
    ...(ballastBytes === 0 ? {} : { extraExtensions: [ballast(ballastBytes)] }),
  };
  return issueCertificate(template, key.publicKey, issuer);
}

/** An extension nobody knows and nobody needs to (OID of the documentation arc, RFC 5612's enterprise number 32473). */
function ballast(octets: number) {
  return { oid: '1.3.6.1.4.1.32473.1', critical: false, der: new Uint8Array(octets) };
}

/** RSA: the same pair each time, made on first use; others fresh. */
function keySource(): (type: SigningKeyType) => Promise<SigningKey> {
  let rsa: Promise<SigningKey> | undefined;
  return (type) => {
    if (type !== 'rsa') return generateSigningKey(type);
    rsa ??= generateSigningKey('rsa');
    return rsa;
  };
}
