/** `openssl_options`: names with + or - before them, as bits of OpenSSL. */
import { constants } from 'node:crypto';
import { err, nearest, ok, type Result } from '../../base/index.ts';
import type { TlsProblem } from './types.ts';

/** Zero: OpenSSL 3 has done away with it, or it can be had no other way. */
const OPTIONS: Readonly<Record<string, number>> = {
  all: constants.SSL_OP_ALL,
  allow_no_dhe_kex: constants.SSL_OP_ALLOW_NO_DHE_KEX,
  allow_unsafe_legacy_renegotiation: constants.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION,
  cipher_server_preference: constants.SSL_OP_CIPHER_SERVER_PREFERENCE,
  cryptopro_tlsext_bug: constants.SSL_OP_CRYPTOPRO_TLSEXT_BUG,
  dont_insert_empty_fragments: constants.SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS,
  enable_middlebox_compat: 0,
  ephemeral_rsa: 0,
  legacy_server_connect: constants.SSL_OP_LEGACY_SERVER_CONNECT,
  microsoft_big_sslv3_buffer: 0,
  microsoft_sess_id_bug: 0,
  msie_sslv2_rsa_padding: 0,
  netscape_challenge_bug: 0,
  netscape_reuse_cipher_change_bug: 0,
  no_anti_replay: 0,
  no_compression: constants.SSL_OP_NO_COMPRESSION,
  no_encrypt_then_mac: constants.SSL_OP_NO_ENCRYPT_THEN_MAC,
  no_renegotiation: constants.SSL_OP_NO_RENEGOTIATION,
  no_session_resumption_on_renegotiation: constants.SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION,
  no_sslv2: constants.SSL_OP_NO_SSLv2,
  no_sslv3: constants.SSL_OP_NO_SSLv3,
  no_ticket: constants.SSL_OP_NO_TICKET,
  no_tlsv1: constants.SSL_OP_NO_TLSv1,
  no_tlsv1_1: constants.SSL_OP_NO_TLSv1_1,
  no_tlsv1_2: constants.SSL_OP_NO_TLSv1_2,
  no_tlsv1_3: constants.SSL_OP_NO_TLSv1_3,
  prioritize_chacha: constants.SSL_OP_PRIORITIZE_CHACHA,
  safari_ecdhe_ecdsa_bug: 0,
  single_dh_use: 0,
  single_ecdh_use: 0,
  ssleay_080_client_dh_bug: 0,
  sslref2_reuse_cert_type_bug: 0,
  tls_block_padding_bug: 0,
  tls_d5_bug: 0,
  tls_rollback_bug: constants.SSL_OP_TLS_ROLLBACK_BUG,
};

/** Exim's, which holds where nothing is set, and to which what is set is added. */
const DEFAULT = '+no_sslv2 +no_sslv3 +single_dh_use +no_ticket +no_renegotiation';

/** @returns SSL_OP_* bits */
export function readOpensslOptions(text: string | undefined): Result<number, TlsProblem> {
  let bits = 0;
  for (const word of `${DEFAULT} ${text ?? ''}`.split(/[\s:]+/).filter((one) => one !== '')) {
    const [, sign, name = ''] = /^([+-])?(.*)$/.exec(word) ?? [];
    const found = OPTIONS[name.toLowerCase()];
    if (sign === undefined) return err(problem(`"${word}" has neither + nor - before it`, `say +${word} or -${word}`));
    if (found === undefined) return err(problem(`"${name}" is no option of OpenSSL that is known here`, hint(name)));
    bits = sign === '+' ? bits | found : bits & ~found;
  }
  return ok(bits);
}

const problem = (message: string, right: string): TlsProblem => ({ option: 'openssl_options', message, hint: right });

function hint(name: string): string {
  const close = nearest(name, Object.keys(OPTIONS));
  return close === undefined ? 'leave it out' : `did you mean ${close}?`;
}
