/** What every authenticator has (Exim spec ch. "SMTP authentication"). */
import { type OptionDraft, optionRows } from '../make.ts';

const text = (name: string, doc: string): OptionDraft => ({
  name,
  type: 'string',
  expanded: true,
  when: 'connection',
  status: 'works',
  doc,
});

export const AUTHENTICATOR_OPTIONS = optionRows('authenticator', 'authenticators', [
  {
    name: 'driver',
    type: 'string',
    status: 'works',
    doc: 'Which authenticator it is: cram_md5, cyrus_sasl, dovecot, external, gsasl, heimdal_gssapi, plaintext, spa or tls.',
  },
  text(
    'client_condition',
    'As a client, the authenticator is used where this does not come to an empty text, 0, no or false.',
  ),
  text('client_set_id', 'As a client, the name under which we have authenticated, for logs.'),
  {
    name: 'public_name',
    type: 'string',
    status: 'works',
    doc: 'The name of the mechanism as it is offered, as PLAIN. Unset, it is that of the authenticator.',
    keywords: ['SASL'],
  },
  text(
    'server_advertise_condition',
    'The mechanism is offered where this does not come to an empty text, 0, no or false; often where there is TLS.',
  ),
  text(
    'server_condition',
    'Whether the client is let in: 1, yes or true, or an empty text, 0, no or false; anything else is a failure for the moment.',
  ),
  text('server_debug_print', 'A text for the debugging output.'),
  text('server_mail_auth_condition', 'The AUTH parameter of MAIL is believed where this holds.'),
  text('server_set_id', 'Who the client is, in $authenticated_id; after a failure in $authenticated_fail_id.'),
]);
