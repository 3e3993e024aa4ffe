/** What options of the transport ask of TLS with one host, expanded. */
import { err, ok, type Result } from '../../../../base/index.ts';
import type { TlsOptions } from '../../../../core/net/index.ts';
import { type ExpansionHost, isFailure } from '../../../expand/index.ts';
import { ERRNO } from '../../../retry/index.ts';
import { readCiphers } from '../../../tls/index.ts';
import { flag, number, text } from '../../settings.ts';
import type { Delivery } from '../../types.ts';
import type { HostFacts } from '../host-facts.ts';
import { expandedText, isInList } from '../settings.ts';
import type { HostTrouble } from '../trouble.ts';
import { identityOf } from './material.ts';

/** Whether a certificate that does not pass ends it, is told, or is not even looked at. */
export type Verification = 'must' | 'try' | 'none';

export interface TlsWishes {
  readonly avoids: boolean;
  readonly requires: boolean;
  /** Where TLS fails for the moment, the message goes in clear. */
  readonly triesClear: boolean;
  readonly verification: Verification;
  readonly verifiesName: boolean;
  /** `tls_verify_certificates`, `tls_crl`. */
  readonly roots: string;
  readonly crl: string | undefined;
  readonly ocsp: 'require' | 'request' | 'no';
  readonly sni: string | undefined;
  readonly alpn: readonly string[];
  readonly requiresAlpn: boolean;
  readonly ciphers: string | undefined;
  readonly daneCiphers: string | undefined;
  readonly minDhBits: number;
  readonly identity: TlsOptions['identity'];
  /** What of these cannot be used, which is met when TLS begins. */
  readonly fault: string | undefined;
  readonly resumes: boolean;
  /** Files that these came out of. */
  readonly files: readonly (string | undefined)[];
}

export async function wishesFor(
  delivery: Delivery,
  { target }: HostFacts,
  expansions: ExpansionHost,
): Promise<Result<TlsWishes, HostTrouble>> {
  const has = (option: string) => isInList(delivery, option, target, expansions);
  const texts: Partial<Record<TextOption, string>> = {};
  for (const option of TEXTS) {
    const text = await expandedText(delivery, option, expansions);
    if (isFailure(text)) return err(tlsTrouble(`failed to expand ${option}: ${text.message}`));
    if (text !== undefined) texts[option] = text;
  }
  const identity =
    texts.tls_certificate === undefined ? undefined : identityOf(texts.tls_certificate, texts.tls_privatekey);
  const faults = identity?.ok === false ? [identity.error] : cipherFaults(texts);
  const ocsp = (await has('hosts_require_ocsp')) ? 'require' : (await has('hosts_request_ocsp')) ? 'request' : 'no';
  return ok({
    avoids: await has('hosts_avoid_tls'),
    requires: await has('hosts_require_tls'),
    triesClear: flag(delivery.transport, 'tls_tempfail_tryclear'),
    verification: await verificationOf(delivery, has),
    verifiesName: await has('tls_verify_cert_hostnames'),
    roots: texts.tls_verify_certificates ?? '',
    crl: texts.tls_crl,
    ocsp,
    sni: texts.tls_sni,
    alpn: (texts.tls_alpn ?? '')
      .split(':')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    requiresAlpn: await has('hosts_require_alpn'),
    ciphers: texts.tls_require_ciphers,
    daneCiphers: texts.dane_require_tls_ciphers ?? texts.tls_require_ciphers,
    minDhBits: Math.max(1, number(delivery.transport, 'tls_dh_min_bits')),
    identity: identity?.ok === true ? identity.value : undefined,
    fault: faults[0],
    // A session that is taken up has no staple.
    resumes: ocsp !== 'require' && (await has('tls_resumption_hosts')),
    files: [texts.tls_certificate, texts.tls_privatekey, texts.tls_verify_certificates, texts.tls_crl],
  });
}

const cipherFaults = (texts: Partial<Record<TextOption, string>>): readonly string[] =>
  (['tls_require_ciphers', 'dane_require_tls_ciphers'] as const).flatMap((option) => {
    const read = readCiphers(texts[option]);
    return read.ok ? [] : [`${option} ${read.error.message}`];
  });

const TEXTS = [
  'tls_certificate',
  'tls_privatekey',
  'tls_verify_certificates',
  'tls_crl',
  'tls_sni',
  'tls_alpn',
  'tls_require_ciphers',
  'dane_require_tls_ciphers',
] as const;
type TextOption = (typeof TEXTS)[number];

export const tlsTrouble = (text: string): HostTrouble => ({ errno: ERRNO.tlsFailed, text, namesHost: true });

/** Where both lists of hosts are empty, all must pass (Exim spec §43.9). */
async function verificationOf(
  { transport }: Delivery,
  has: (option: string) => boolean | Promise<boolean>,
): Promise<Verification> {
  const isEmpty = (option: string): boolean => (text(transport, option) ?? '') === '';
  if (isEmpty('tls_verify_hosts') && isEmpty('tls_try_verify_hosts')) return 'must';
  if (await has('tls_verify_hosts')) return 'must';
  return (await has('tls_try_verify_hosts')) ? 'try' : 'none';
}
