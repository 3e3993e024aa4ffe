/** Names and addresses: who we are, and what is done with addresses that are not complete. */
import { optionRows } from '../make.ts';

export const NAME_OPTIONS = optionRows('main', 'names', [
  {
    name: 'allow_domain_literals',
    type: 'boolean',
    doc: 'Addresses whose domain is an IP address in brackets are syntactically right. They still need a router that takes them.',
  },
  {
    name: 'allow_mx_to_ip',
    status: 'works',
    type: 'boolean',
    doc: 'An MX record whose target looks like an IP address is used as if it named that host, against the standard.',
  },
  {
    name: 'allow_utf8_domains',
    type: 'boolean',
    doc: 'Domain names may have UTF-8 octets in them as they are, without being written as A-labels.',
    keywords: ['idn', 'international'],
  },
  {
    name: 'hosts_treat_as_local',
    status: 'works',
    type: 'domain list',
    expanded: true,
    doc: 'Names of hosts that count as this one when the targets of MX records are looked at, beside those with one of our addresses.',
  },
  {
    name: 'local_from_check',
    type: 'boolean',
    default: 'true',
    doc: 'A message from a local user who is not trusted gets a Sender: line where its From: line does not name that user.',
  },
  {
    name: 'local_from_prefix',
    type: 'string',
    doc: 'Text that may stand before the local part of From: when it is compared with the name of the local user; a * at its start matches anything.',
  },
  {
    name: 'local_from_suffix',
    type: 'string',
    doc: 'Text that may stand after the local part of From: when it is compared with the name of the local user; a * at its end matches anything.',
  },
  {
    name: 'local_sender_retain',
    type: 'boolean',
    doc: 'The Sender: line of a local user is kept instead of being removed. It needs local_from_check to be false.',
  },
  {
    name: 'percent_hack_domains',
    status: 'works',
    type: 'domain list',
    expanded: true,
    doc: 'For these domains a local part with % in it is a route: user%other@here is taken as user@other. A relay by the back door, and best left unset.',
  },
  {
    name: 'primary_hostname',
    type: 'string',
    doc: "This host's name, for greetings, Received lines and as the default domain. Unset, it is what the system says, made a full name by a look-up.",
    keywords: ['hostname', 'fqdn'],
  },
  {
    name: 'qualify_domain',
    type: 'string',
    doc: 'The domain added to senders that have none. Unset, it is primary_hostname.',
  },
  {
    name: 'qualify_recipient',
    type: 'string',
    doc: 'The domain added to recipients that have none. Unset, it is qualify_domain.',
  },
  {
    name: 'recipient_unqualified_hosts',
    type: 'host list',
    expanded: true,
    when: 'connection',
    doc: 'Hosts that may give recipients without a domain, which is then qualify_recipient.',
  },
  {
    name: 'sender_unqualified_hosts',
    type: 'host list',
    expanded: true,
    when: 'connection',
    doc: 'Hosts that may give senders without a domain, which is then qualify_domain.',
  },
  {
    name: 'strip_excess_angle_brackets',
    type: 'boolean',
    doc: 'Brackets around an address that stand more than once, <<a@b>>, are taken as one pair instead of being an error.',
  },
  {
    name: 'strip_trailing_dot',
    type: 'boolean',
    doc: 'A dot at the end of a domain is taken away instead of being an error.',
  },
  {
    name: 'untrusted_set_sender',
    type: 'address list',
    status: 'works',
    expanded: true,
    doc: 'Envelope senders that local users who are not trusted may give by -f. The empty sender is always allowed them.',
  },
  {
    name: 'gecos_name',
    type: 'string',
    expanded: true,
    doc: 'The real name of a local user, made of what gecos_pattern has captured in the password data.',
  },
  {
    name: 'gecos_pattern',
    type: 'string',
    doc: 'A regular expression for the field of the password data that holds the real name; where it matches, gecos_name is the name.',
  },
  {
    name: 'unknown_login',
    type: 'string',
    expanded: true,
    when: 'start',
    doc: 'The login name taken when the uid that calls has none in the password data.',
  },
  {
    name: 'unknown_username',
    type: 'string',
    doc: 'The real name that goes with unknown_login.',
  },
  {
    name: 'uucp_from_pattern',
    type: 'string',
    default:
      '^From\\s+(\\S+)\\s+(?:[a-zA-Z]{3},?\\s+)?(?:[a-zA-Z]{3}\\s+\\d?\\d|\\d?\\d\\s+[a-zA-Z]{3}\\s+\\d\\d(?:\\d\\d)?)\\s+\\d\\d?:\\d\\d?',
    doc: 'A regular expression for the line in the UUCP manner that may stand before the headers of a message.',
  },
  {
    name: 'uucp_from_sender',
    type: 'string',
    expanded: true,
    default: '$1',
    doc: 'The sender, made of what uucp_from_pattern has captured; believed of trusted callers alone.',
  },
]);
