/** Header lines and bodies of messages as they are received. */
import { optionRows } from '../make.ts';

export const HEADER_OPTIONS = optionRows('main', 'headers', [
  {
    name: 'check_rfc2047_length',
    type: 'boolean',
    default: 'true',
    doc: 'Encoded words in headers that are longer than RFC 2047 allows are not decoded.',
  },
  {
    name: 'delivery_date_remove',
    type: 'boolean',
    default: 'true',
    doc: 'A Delivery-date: line is taken out of incoming messages.',
  },
  {
    name: 'envelope_to_remove',
    type: 'boolean',
    default: 'true',
    doc: 'An Envelope-to: line is taken out of incoming messages.',
  },
  {
    name: 'extract_addresses_remove_arguments',
    type: 'boolean',
    default: 'true',
    doc: 'With -t, addresses on the command line are taken away from those in the headers; false adds them.',
  },
  {
    name: 'header_line_maxsize',
    type: 'integer',
    default: '0',
    doc: 'A header with a longer line, unfolded, is cut or refused. Zero: no limit.',
  },
  {
    name: 'header_maxsize',
    type: 'integer',
    default: '1048576',
    doc: 'A message whose header section is longer than this is refused.',
  },
  {
    name: 'headers_charset',
    type: 'string',
    default: 'UTF-8',
    doc: 'The character set into which $h_ turns encoded words.',
  },
  {
    name: 'message_body_newlines',
    type: 'boolean',
    doc: '$message_body keeps its line ends instead of having blanks for them.',
  },
  {
    name: 'message_body_visible',
    type: 'size',
    default: '500',
    doc: 'So many octets of the body are in $message_body, and so many of its end in $message_body_end.',
  },
  {
    name: 'message_id_header_domain',
    type: 'string',
    expanded: true,
    when: 'message',
    doc: 'The domain in the Message-ID: lines we add. Unset, it is primary_hostname.',
  },
  {
    name: 'message_id_header_text',
    type: 'string',
    expanded: true,
    when: 'message',
    doc: 'Text put before the @ in the Message-ID: lines we add.',
  },
  {
    name: 'received_header_text',
    type: 'string',
    expanded: true,
    when: 'message',
    default:
      'Received: ${if def:sender_rcvhost {from $sender_rcvhost\\n\\t}{${if def:sender_ident {from ${quote_local_part:$sender_ident} }}${if def:sender_helo_name {(helo=$sender_helo_name)\\n\\t}}}}by $primary_hostname ${if def:received_protocol {with $received_protocol }}${if def:tls_in_ver        { ($tls_in_ver)}}${if def:tls_in_cipher_std { tls $tls_in_cipher_std\\n\\t}}(Exim $version_number)\\n\\t${if def:sender_address {(envelope-from <$sender_address>)\\n\\t}}id $message_exim_id${if def:received_for {\\n\\tfor $received_for}}',
    doc: 'The Received: line we add, to which the date is put. Empty: none is added.',
    keywords: ['trace'],
  },
  {
    name: 'received_headers_max',
    type: 'integer',
    default: '30',
    doc: 'A message with more Received: lines goes round in circles, and is returned.',
    keywords: ['loop'],
  },
  {
    name: 'return_path_remove',
    type: 'boolean',
    default: 'true',
    doc: 'A Return-path: line is taken out of incoming messages.',
  },
]);
