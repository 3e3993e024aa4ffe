/** Options of the single authenticators. */
import { type OptionDraft, optionRows } from '../make.ts';
import type { OptionRow } from '../types.ts';

/** Both sides of an authenticator are here, but for what is said to be planned. */
const isHere = (name: string): boolean => /^(?:server|client)_/.test(name);

const planned = (rows: readonly OptionRow[]): readonly OptionRow[] =>
  rows.map((row) => ({ ...row, status: 'planned' }));

const text = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'string',
  expanded: true,
  when: 'connection',
  ...(isHere(name) && { status: 'works' as const }),
  doc,
  ...more,
});

const plain = (name: string, doc: string, more: Partial<OptionDraft> = {}): OptionDraft => ({
  name,
  type: 'string',
  ...(isHere(name) && { status: 'works' as const }),
  doc,
  ...more,
});

export const PLAINTEXT_OPTIONS = optionRows('authenticator/plaintext', 'plaintext', [
  {
    name: 'client_ignore_invalid_base64',
    type: 'boolean',
    status: 'works',
    doc: 'As a client, challenges that are not base64 are taken as empty.',
  },
  text(
    'client_send',
    'As a client, the answers, each expanded by itself; ^ stands for NUL, ^^ for ^. The first goes with AUTH.',
    {
      type: 'string list',
    },
  ),
  text(
    'server_prompts',
    'The challenges, one after the other; the answers are in $auth1, $auth2 and $auth3. PLAIN has one that is empty.',
    {
      type: 'string list',
      keywords: ['LOGIN', 'PLAIN'],
    },
  ),
]);

export const CRAM_MD5_OPTIONS = optionRows('authenticator/cram_md5', 'cram_md5', [
  text('client_name', 'As a client, the name of the user. Unset, it is primary_hostname.'),
  text('client_secret', 'As a client, the password.'),
  text('server_secret', 'The password of the user in $auth1.'),
]);

export const CYRUS_SASL_OPTIONS = planned(
  optionRows('authenticator/cyrus_sasl', 'cyrus_sasl', [
    text('server_hostname', 'The name of this host for the library. Unset, it is primary_hostname.', {
      default: '$primary_hostname',
    }),
    plain('server_mech', 'The mechanism. Unset, it is public_name.'),
    text('server_realm', 'The realm for the library.'),
    plain('server_service', 'The name of the service for the library.', { default: 'smtp' }),
  ]),
);

export const DOVECOT_OPTIONS = optionRows('authenticator/dovecot', 'dovecot', [
  plain('server_socket', "The socket on which Dovecot's authentication answers."),
]);

export const EXTERNAL_OPTIONS = optionRows('authenticator/external', 'external', [
  text('client_send', 'As a client, the identity we ask for.'),
  text('server_param2', 'A value for $auth2, as a name from the certificate.'),
  text('server_param3', 'A value for $auth3.'),
]);

export const GSASL_OPTIONS = optionRows('authenticator/gsasl', 'gsasl', [
  text('client_authz', 'As a client, the identity we want to act as.'),
  {
    name: 'client_channelbinding',
    type: 'boolean',
    doc: 'As a client, the authentication is bound to the TLS connection.',
  },
  text('client_password', 'As a client, the password.'),
  text('client_spassword', 'As a client, the salted password (SCRAM), in hexadecimal.', { status: 'planned' }),
  text('client_username', 'As a client, the name of the user.'),
  {
    name: 'server_channelbinding',
    type: 'boolean',
    status: 'works',
    doc: 'The authentication is bound to the TLS connection, and so cannot be passed on.',
  },
  text('server_hostname', 'The name of this host. Unset, it is primary_hostname.', { default: '$primary_hostname' }),
  text('server_key', "SCRAM: the server's key, in base64."),
  plain('server_mech', 'The mechanism. Unset, it is public_name.'),
  text('server_password', 'The password of the user in $auth1.'),
  text('server_realm', 'The realm of the name and the password.'),
  text('server_scram_iter', 'SCRAM: how often is hashed.', { default: '4096' }),
  text('server_scram_salt', 'SCRAM: the salt, in base64.'),
  plain('server_service', 'The name of the service.', { default: 'smtp' }),
  text('server_skey', "SCRAM: the key by which the client's proof is checked, in base64."),
]);

export const HEIMDAL_OPTIONS = planned(
  optionRows('authenticator/heimdal_gssapi', 'heimdal_gssapi', [
    text('server_hostname', 'The name of this host for Kerberos.', { default: '$primary_hostname' }),
    text('server_keytab', 'The file with the keys. Unset, it is that of the system.', { keywords: ['Kerberos'] }),
    text('server_service', 'The name of the service for Kerberos.', { default: 'smtp' }),
  ]),
);

export const SPA_OPTIONS = optionRows('authenticator/spa', 'spa', [
  text('client_domain', 'As a client, the domain of the user.'),
  text('client_password', 'As a client, the password.'),
  text('client_username', 'As a client, the name of the user.'),
  text('server_password', 'The password of the user in $auth1; a forced failure where there is no such user.', {
    keywords: ['NTLM'],
  }),
]);

export const TLS_AUTH_OPTIONS = optionRows('authenticator/tls', 'tls', [
  text('server_param', 'The same as server_param1.'),
  text('server_param1', 'A value for $auth1, as a name from the certificate.'),
  text('server_param2', 'A value for $auth2.'),
  text('server_param3', 'A value for $auth3.'),
]);
