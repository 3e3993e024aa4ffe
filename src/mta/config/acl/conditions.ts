/** Conditions of ACLs. To add one: a row; the engine finds its behaviour by the name. */
import type { OptionStatus } from '../options/index.ts';
import type { AclPhase } from './phases.ts';
import { type AclClauseRow, except, NOT_SMTP, where } from './types.ts';

const RECEIVED: readonly AclPhase[] = ['data', 'prdr', 'not-smtp'];
const SENDER_KNOWN = except('auth', 'connect', 'helo', 'mailauth', 'quit', 'etrn', 'expn', 'starttls', 'vrfy');
const SPF = except('auth', 'connect', 'helo', 'mailauth', 'etrn', 'expn', 'starttls', 'vrfy', ...NOT_SMTP);

const condition = (
  name: string,
  doc: string,
  only?: readonly AclPhase[],
  status: OptionStatus = 'works',
): AclClauseRow => ({
  name,
  kind: 'condition',
  expanded: true,
  status,
  doc,
  ...where(only),
});

export const ACL_CONDITIONS: readonly AclClauseRow[] = [
  condition(
    'acl',
    'Runs another ACL, named or written in place, with up to nine words for $acl_arg1 and on. It holds where that accepts; a drop or a discard in it counts for the whole.',
  ),
  condition(
    'atrn_domains',
    'Holds where mail is queued for one of these domains, which the client may then take over.',
    ['atrn'],
  ),
  condition(
    'authenticated',
    'Holds where the client has authenticated by one of these authenticators, by their names in the configuration; * for any.',
    except('connect', 'helo', ...NOT_SMTP),
  ),
  condition(
    'condition',
    'Holds where the text comes to yes, true or a number other than zero, and not where it comes to no, false, 0 or nothing; anything else defers.',
  ),
  condition(
    'dcc',
    'Asks dccifd about the message; holds where it says reject. /defer_ok takes a failure as no.',
    RECEIVED,
    'planned',
  ),
  condition('decode', 'Writes the decoded MIME part into a file, whose name is in $mime_decoded_filename.', [
    'mime',
    'not-smtp-mime',
  ]),
  condition(
    'dkim_signers',
    'Holds where the signer for whom the ACL runs matches the list of domains and identities.',
    ['dkim'],
  ),
  condition('dkim_status', 'Holds where the outcome of the signature is one of these: none, invalid, fail, pass.', [
    'dkim',
    'data',
    'prdr',
    'mime',
  ]),
  condition(
    'dmarc_status',
    'Holds where the outcome of DMARC is one of these, as accept, reject, quarantine, none, temperror.',
    ['data'],
  ),
  condition(
    'dnslists',
    "Holds where the client's address, or another key, is in one of these DNS lists; with = and & only for certain answers. $dnslist_domain, $dnslist_value and $dnslist_text tell what was found.",
    except('not-smtp-start'),
  ),
  condition(
    'domains',
    'Holds where the domain of the recipient matches the list. A look-up leaves what it found in $domain_data.',
    ['rcpt', 'vrfy', 'prdr'],
  ),
  condition(
    'encrypted',
    'Holds where the connection has TLS with one of these cipher suites; * for any.',
    except('helo', ...NOT_SMTP),
  ),
  condition(
    'hosts',
    'Holds where the client matches the list of hosts. A look-up leaves what it found in $host_data.',
    except(...NOT_SMTP),
  ),
  condition(
    'local_parts',
    'Holds where the local part of the recipient matches the list. A look-up leaves what it found in $local_part_data.',
    ['rcpt', 'vrfy', 'prdr'],
  ),
  condition(
    'malware',
    'Asks av_scanner about the message; holds where it has found something, which is in $malware_name. /defer_ok takes a failure as no, /tmo= sets the time.',
    RECEIVED,
  ),
  condition('mime_regex', 'Holds where one of these regular expressions matches the decoded MIME part.', [
    'mime',
    'not-smtp-mime',
  ]),
  condition(
    'ratelimit',
    'Holds where more than so many have come in a period, counted by message, recipient, octet, command or connection, for a key such as the address of the client.',
  ),
  condition('recipients', 'Holds where the recipient matches the list of addresses.', ['rcpt']),
  condition(
    'regex',
    'Holds where one of these regular expressions matches a line of the message, or of the MIME part.',
    [...RECEIVED, 'mime', 'not-smtp-mime'],
  ),
  condition(
    'seen',
    'Holds where a key has been seen within an interval; with - before the interval, where it was seen first before that, as greylisting needs it.',
  ),
  condition('sender_domains', 'Holds where the domain of the sender matches the list.', SENDER_KNOWN),
  condition(
    'senders',
    'Holds where the sender matches the list of addresses; an empty item stands for bounces.',
    SENDER_KNOWN,
  ),
  condition(
    'spam',
    'Asks spamd_address about the message, in the name of a user; holds where the score reaches the threshold. With :true it holds always, and the score is in $spam_score.',
    RECEIVED,
  ),
  condition('spf', 'Holds where the outcome of SPF is one of these, with ! before it where it is not.', SPF),
  condition('spf_guess', 'The same as spf, with the record in spf_guess for domains that have none.', SPF),
  condition(
    'verify',
    'Checks what its argument names (sender, recipient, helo, reverse_host_lookup, header_syntax, header_sender, not_blind, certificate, csa and others) and holds where that is right; /callout asks the host of the address, recipient/quota whether its mailbox has room.',
  ),
];
