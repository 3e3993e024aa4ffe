/** What the DKIM ACL sees of a signature (Exim spec §58.2). */
import type { SignatureVerdict } from '../../../core/dkim/index.ts';
import { toOctets } from '../../host/index.ts';

/** `$dkim_verify_status`; a signer without a signature has none. */
export function statusOf(verdict: SignatureVerdict | undefined): 'none' | 'invalid' | 'fail' | 'pass' {
  if (verdict === undefined) return 'none';
  if (verdict.result === 'pass') return 'pass';
  return verdict.reason === 'body-hash-mismatch' || verdict.reason === 'signature-mismatch' ? 'fail' : 'invalid';
}

/** `$dkim_verify_reason`. */
const REASONS: Readonly<Record<string, string>> = {
  'body-hash-mismatch': 'bodyhash_mismatch',
  'signature-mismatch': 'signature_incorrect',
  'key-missing': 'pubkey_unavailable',
  'key-unavailable': 'pubkey_unavailable',
  'key-bogus': 'pubkey_unavailable',
  'key-syntax': 'pubkey_syntax',
  'key-weak': 'pubkey_too_short',
};

const UNBOUNDED = '9999999999999';

export function signerVariables(
  signer: string,
  verdict: SignatureVerdict | undefined,
): Readonly<Record<string, string>> {
  const signature = verdict?.signature;
  const key = verdict?.key;
  return {
    dkim_cur_signer: signer,
    dkim_verify_status: statusOf(verdict),
    dkim_verify_reason:
      verdict === undefined || verdict.result === 'pass'
        ? ''
        : (REASONS[verdict.reason] ?? verdict.reason.replaceAll('-', '_')),
    dkim_domain: verdict?.domain ?? '',
    dkim_selector: verdict?.selector ?? '',
    dkim_identity: toOctets(signature?.identity.text ?? ''),
    dkim_algo: signature?.algorithm ?? '',
    dkim_canon_body: signature?.body ?? '',
    dkim_canon_headers: signature?.header ?? '',
    dkim_copiedheaders: toOctets(signature?.copied.join('|') ?? ''),
    dkim_bodylength: String(signature?.bodyLength ?? UNBOUNDED),
    dkim_created: String(signature?.signedAt ?? 0),
    dkim_expires: String(signature?.expiresAt ?? UNBOUNDED),
    dkim_headernames: signature?.names.join(':') ?? '',
    dkim_key_length: String(key?.bits ?? 0),
    dkim_key_testing: key?.isTesting === true ? '1' : '0',
  };
}
