/** What the DKIM ACL sees of a signature (Exim spec §58.2). */
import type { SignatureVerdict } from '../../../core/dkim/index.ts';
import { toOctets } from '../../host/index.ts';
import { tagsOf, wordsOf } from './dkim-words.ts';

const UNBOUNDED = '9999999999999';

/** Of a signer who has not signed: what it leaves out is as it was for the one before, as in Exim. */
const NOTHING: Readonly<Record<string, string>> = {
  ...{ dkim_verify_status: 'none', dkim_verify_reason: '', dkim_identity: '', dkim_algo: '' },
  ...{ dkim_canon_body: '', dkim_canon_headers: '', dkim_copiedheaders: '', dkim_bodylength: UNBOUNDED },
  ...{ dkim_created: '0', dkim_expires: UNBOUNDED, dkim_headernames: '', dkim_key_testing: '0' },
  ...{ dkim_key_nosubdomains: '0', dkim_key_srvtype: '*', dkim_key_granularity: '*', dkim_key_notes: '' },
};

export function signerVariables(
  signer: string,
  verdict: SignatureVerdict | undefined,
): Readonly<Record<string, string>> {
  if (verdict === undefined) return { ...NOTHING, dkim_cur_signer: signer };
  const { status, reason } = wordsOf(verdict);
  const tags = tagsOf(verdict);
  // A body that is another spares the question for the key, as another that passes does, and one that is none has nothing to say.
  const isAsked = status !== 'none' && !/^(?:bodyhash_|pubkey_d)/.test(reason);
  const key = isAsked ? verdict.key : undefined;
  return {
    dkim_cur_signer: signer,
    dkim_verify_status: status,
    dkim_verify_reason: reason,
    dkim_domain: tags.domain ?? '',
    dkim_selector: tags.selector ?? '',
    dkim_identity: tags.identity ?? '',
    dkim_algo: tags.algorithm,
    dkim_canon_body: tags.body,
    dkim_canon_headers: tags.header,
    dkim_copiedheaders: toOctets(verdict.signature?.copied.join('|') ?? ''),
    dkim_bodylength: tags.bodyLength ?? UNBOUNDED,
    dkim_created: tags.signedAt ?? '0',
    dkim_expires: tags.expiresAt ?? UNBOUNDED,
    dkim_headernames: tags.names,
    dkim_key_length: String(key?.bits ?? 0),
    dkim_key_testing: key?.isTesting === true ? '1' : '0',
    dkim_key_nosubdomains: key?.isStrict === true ? '1' : '0',
    dkim_key_srvtype: key?.services.join(':') ?? '*',
    dkim_key_granularity: key?.granularity ?? '*',
    dkim_key_notes: toOctets(key?.notes ?? ''),
  };
}
