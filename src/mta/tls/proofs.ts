/**
 * `tls_ocsp_file`: proofs, each tried when it is read; one that is not good is left aside, and TLS goes on without
 * (Exim spec ch. "Encrypted SMTP connections using TLS/SSL").
 */
import { parseOcspResponse, readProofs, staplingView, verifyOcsp } from '../../core/ocsp/index.ts';
import { type Certificate, isIssuedBy } from '../../core/pki/index.ts';
import { readList } from '../expand/index.ts';
import { readOctets } from './files.ts';
import type { OwnIdentity } from './identities.ts';

export interface Proof {
  readonly der: Uint8Array;
  readonly file: string;
  /** Of the certificate that it is about. */
  readonly serial: string;
  /** Not stapled from then on, Exim's allowance for clocks included. */
  readonly endsMs: number;
}

export interface ReadProofs {
  /** By the serial of the certificate that they are about. */
  readonly proofs: ReadonlyMap<string, Proof>;
  /** Why a file is left aside, a sentence each. */
  readonly remarks: readonly string[];
}

/** How far clocks may be apart, as in Exim. */
const SKEW_MS = 300_000;

interface ProofFile {
  readonly file: string;
  readonly form: 'DER' | 'PEM';
}

/** `DER ` or `PEM ` before a name holds for the names after it, too. */
export function proofFiles(text: string): readonly ProofFile[] {
  let form: ProofFile['form'] = 'DER';
  return readList(text).items.flatMap((item) => {
    const [, said, file = item] = /^(DER|PEM) (.*)$/.exec(item) ?? [];
    form = (said as ProofFile['form'] | undefined) ?? form;
    return file === '' ? [] : [{ file, form }];
  });
}

export function loadProofs(
  files: readonly ProofFile[],
  identities: readonly OwnIdentity[],
  anchors: readonly Certificate[],
  at: Date,
): ReadProofs {
  const proofs = new Map<string, Proof>();
  const remarks: string[] = [];
  for (const wanted of files) {
    const responses = responsesIn(wanted);
    const judged =
      typeof responses === 'string'
        ? [responses]
        : responses.map((der) => judge(der, wanted.file, identities, anchors, at));
    for (const one of judged) {
      if (typeof one === 'string') remarks.push(`OCSP proof in ${wanted.file} is left aside: ${one}`);
      else proofs.set(one.serial, one);
    }
  }
  return { proofs, remarks };
}

/** Or why there are none. */
function responsesIn({ file, form }: ProofFile): readonly Uint8Array[] | string {
  const octets = readOctets('tls_ocsp_file', file, 'an OCSP response');
  if (!octets.ok) return octets.error.message;
  const found = readProofs(octets.value, file);
  if (!found.ok) return found.error.message;
  if (found.value.some((one) => one.form !== form))
    return `it is ${form === 'DER' ? 'PEM' : 'DER'}, and should be ${form}`;
  return found.value.map(({ der }) => der);
}

/** A proof of one of the certificates, or why it is none. */
function judge(
  der: Uint8Array,
  file: string,
  identities: readonly OwnIdentity[],
  anchors: readonly Certificate[],
  at: Date,
): Proof | string {
  const read = parseOcspResponse(der);
  const serials = read.ok ? (read.value.basic?.responses.map(({ certId }) => certId.serial) ?? []) : [];
  const about = identities.find(({ chain }) => serials.includes(chain[0].serial));
  const identity = about ?? (identities.length === 1 ? identities[0] : undefined);
  if (identity === undefined) return 'it is about none of the certificates in tls_certificate';
  const [certificate, ...rest] = identity.chain;
  const issuer = [...rest, ...anchors].find((one) => isIssuedBy(certificate, one));
  if (issuer === undefined) return `the issuer of ${identity.file} is not to be found in that file`;
  const question = { response: der, certificate, issuer, chain: rest, at, allowsSha1: true };
  const verdict = verifyOcsp(question);
  const view = staplingView(question, verdict);
  if (view.eximServer === 'ignores') return view.why ?? verdict.detail;
  if (verdict.status !== 'good') return verdict.detail;
  return { der, file, serial: certificate.serial, endsMs: verdict.validUntil.getTime() + SKEW_MS };
}
