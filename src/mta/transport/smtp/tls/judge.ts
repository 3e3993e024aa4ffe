/** A handshake that is done: judged, and told to the variables and the log. */
import { X509Certificate } from 'node:crypto';
import type { TlsConnection } from '../../../../core/net/index.ts';
import { type Certificate, readCertificate } from '../../../../core/pki/index.ts';
import type { Judgement } from '../../../../core/smtp/index.ts';
import { bitsOf, deniedLine, distinguishedName, versionName } from '../../../tls/index.ts';
import { raise } from '../events.ts';
import type { HostFacts } from '../host-facts.ts';
import type { Errand } from '../load.ts';
import { judgeByDane, judgeByRoots, judgeBySts, type PeerVerdict } from './judge-peer.ts';
import { rootsOf } from './material.ts';
import { judgeStaple } from './ocsp.ts';
import type { TlsPolicy } from './policy.ts';

export async function judgeTls(
  load: Errand,
  facts: HostFacts,
  policy: TlsPolicy,
  tls: TlsConnection,
): Promise<Judgement> {
  const { wishes, dane, sts } = policy;
  const now = load.world.clock.now();
  const shown = tls.isResumed ? (facts.chainOfSession ?? []) : tls.chain;
  const chain = certificatesOf(shown);
  const peer = judgePeer(chain, policy, facts, now);
  facts.certificateFault = (policy.sts?.mode === 'testing' ? bySts(chain, policy, facts, now) : peer).fault;
  const trusted = rootsOf(wishes.roots);
  const staple = judgeStaple(tls, chain, wishes.ocsp, trusted.ok ? trusted.value : [], now);
  const note = (verdict: PeerVerdict): void =>
    noteTls(facts, policy, tls, { verdict, ocsp: staple.code, leaf: shown[0] });
  note(peer);
  const denied = await askEvents(load, facts, chain);
  const verdict: PeerVerdict = denied === undefined ? peer : { verified: false, why: denied };
  if (denied !== undefined) note(verdict);
  const mustPass = dane !== undefined || sts?.mode === 'enforce' || wishes.verification === 'must';
  if (!verdict.verified && mustPass) return refusal(verdict.why ?? 'certificate verification failed');
  if (wishes.ocsp === 'require' && staple.code !== 4) return refusal(`certificate status check failed: ${staple.why}`);
  if (wishes.requiresAlpn && tls.alpnProtocol === undefined) return refusal('ALPN required but not negotiated');
  if (facts.sessionKey !== undefined) void keep(load, facts, tls, shown);
  return { verdict: verdict.verified ? 'verified' : (verdict.why ?? 'not verified') };
}

/** A session that is lost is made anew. */
async function keep(load: Errand, facts: HostFacts, tls: TlsConnection, shown: readonly Uint8Array[]): Promise<void> {
  const { keepSession } = await import('./sessions.ts');
  await keepSession(load, facts, tls, shown).catch(() => {});
}

const refusal = (why: string): Judgement => ({ verdict: why, refusal: `(${why})` });

function judgePeer(chain: readonly Certificate[], policy: TlsPolicy, facts: HostFacts, now: Date): PeerVerdict {
  const { dane, sts, wishes } = policy;
  if (dane !== undefined) return judgeByDane(chain, dane, now);
  if (sts?.mode === 'enforce') return bySts(chain, policy, facts, now);
  if (wishes.verification === 'none') return { verified: false };
  return judgeByRoots(chain, wishes, facts.target.name, now);
}

const bySts = (chain: readonly Certificate[], { wishes }: TlsPolicy, { target }: HostFacts, now: Date): PeerVerdict =>
  judgeBySts(chain, wishes, target.name, now);

const certificatesOf = (shown: readonly Uint8Array[]): readonly Certificate[] =>
  shown.flatMap((der) => {
    const read = readCertificate(der);
    return read.ok ? [read.value] : [];
  });

/** `tls:cert` for each of the chain, the authority first; a text that comes of it refuses the certificate. */
async function askEvents(load: Errand, facts: HostFacts, chain: readonly Certificate[]): Promise<string | undefined> {
  for (let depth = chain.length - 1; depth >= 0; depth -= 1) {
    const certificate = pemOf(chain[depth]!.der);
    const said = await raise(load, facts, { name: 'tls:cert', data: String(depth), certificate });
    if (said === undefined || said === '') continue;
    load.world.log(deniedLine(facts.target.address, depth, chain[depth]!.der, said));
    return `verify denied by event-action: depth=${depth}: ${said}`;
  }
  return undefined;
}

interface Found {
  readonly verdict: PeerVerdict;
  readonly ocsp: number;
  /** DER. */
  readonly leaf: Uint8Array | undefined;
}

function noteTls(facts: HostFacts, policy: TlsPolicy, tls: TlsConnection, { verdict, ocsp, leaf }: Found): void {
  const version = versionName(tls.protocol);
  const bits = bitsOf(tls.opensslCipher);
  const peerDn = subjectOf(leaf);
  const { serverName: sni } = policy.options;
  const isDane = policy.dane !== undefined && verdict.verified;
  const resumption = policy.wishes.resumes ? (tls.isResumed ? 0b10111 : 0b00011) : 0;
  const cipher = `${version}:${tls.opensslCipher}:${bits}`;
  facts.tls = {
    bits: String(bits),
    certificate_verified: verdict.verified ? '1' : '0',
    cipher,
    cipher_std: tls.cipher,
    ver: version,
    ocsp: String(ocsp),
    resumption: String(resumption),
    dane: isDane ? 'yes' : 'no',
    tlsa_usage: String(facts.usage),
    ...(peerDn !== undefined && { peerdn: peerDn }),
    ...(sni !== undefined && { sni }),
    ...(leaf !== undefined && { peercert: pemOf(leaf) }),
    ...(policy.wishes.identity !== undefined && { ourcert: policy.wishes.identity.cert }),
  };
  facts.outgoing = {
    version,
    cipher,
    bits,
    certificateVerified: verdict.verified,
    dane: isDane,
    ocsp,
    ...(peerDn !== undefined && { peerDn }),
    ...(leaf !== undefined && { peerCertificate: pemOf(leaf) }),
    ...(tls.isResumed && { resumed: true }),
  };
}

function subjectOf(der: Uint8Array | undefined): string | undefined {
  try {
    return der === undefined ? undefined : distinguishedName(new X509Certificate(der).subject);
  } catch {
    return undefined; // an odd certificate has no name that could be told
  }
}

const pemOf = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
