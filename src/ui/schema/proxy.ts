/** Data of `proxy parse`, `send`, `battery`. */
import {
  type BatteryData,
  type CaseReport,
  type Endpoint,
  FAULT_CODES,
  JUDGEMENTS,
  type Part,
  type ProxyParseData,
  type ProxySendData,
  REACTIONS,
  type SentStep,
  type ShownSsl,
  type ShownTlv,
} from '../../core/proxy/index.ts';
import { anything, flag, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

const endpoint = object<Endpoint>({
  address: text('IPv4, IPv6 in canonical form, or the path of a UNIX socket with other octets as \\xNN'),
  port: optional(whole('absent for UNIX sockets')),
});

const tlvRows = {
  type: whole('0 to 255'),
  name: text('of the specification, or UNASSIGNED_, CUSTOM_, EXPERIMENT_, FUTURE_ with the type in hex'),
  length: whole('octets of the value'),
  value: text('base64'),
  text: optional(text('the value, where it is a printable text')),
  meaning: text('for people'),
};

const ssl = object<ShownSsl>({
  client: whole('the octet with the bits'),
  overTls: flag('PP2_CLIENT_SSL'),
  certificateOnConnection: flag('PP2_CLIENT_CERT_CONN'),
  certificateInSession: flag('PP2_CLIENT_CERT_SESS'),
  verify: whole('0 where a certificate was verified'),
  tlvs: listOf(object<ShownTlv>({ ...tlvRows, ssl: optional(anything()) })),
});

export const proxyParseData = object<ProxyParseData>({
  code: optional(oneOf(FAULT_CODES, 'why it is no header; then there is no version')),
  at: optional(whole('offset of the first octet that cannot be')),
  detail: optional(text()),
  version: optional(oneOf([1, 2])),
  command: optional(oneOf(['PROXY', 'LOCAL'])),
  family: optional(oneOf(['UNSPEC', 'INET', 'INET6', 'UNIX'], 'UNSPEC for UNKNOWN of version 1')),
  transport: optional(oneOf(['UNSPEC', 'STREAM', 'DGRAM'])),
  source: optional(endpoint),
  destination: optional(endpoint),
  tlvs: optional(listOf(object<ShownTlv>({ ...tlvRows, ssl: optional(ssl) }), 'in the order sent')),
  length: optional(whole("the header's octets")),
  rest: optional(whole('octets behind it')),
  parts: listOf(
    object<Part>({
      offset: whole(),
      length: whole(),
      octets: text('hex; of long runs the first 256'),
      field: text(),
      meaning: text(),
    }),
    'every octet of the header, without gaps',
  ),
});

export const proxyBatteryData = object<BatteryData>({
  host: text(),
  port: whole(),
  address: text('the one the cases were put to'),
  headers: optional(
    oneOf(
      ['required', 'optional', 'not-read', 'unclear'],
      'by the client that says nothing and those with a plain header',
    ),
  ),
  cases: listOf(
    object<CaseReport>({
      id: text('stable'),
      group: oneOf(['none', 'valid', 'split', 'malformed', 'both']),
      title: text('what was sent'),
      clause: text('section of the specification'),
      bytes: text('as sent, base64'),
      pieces: whole('in how many pieces'),
      expected: oneOf(['accept', 'refuse', 'either']),
      reaction: oneOf(REACTIONS, 'accepted: EHLO behind it was answered with 2yz'),
      stage: oneOf(['banner', 'ehlo'], 'what was waited for'),
      afterMs: whole('since the first octet was sent'),
      said: listOf(text(), 'replies, or why there was no connection'),
      shownClient: optional(text('the client by the reply to EHLO, where it names one')),
      judgement: oneOf(JUDGEMENTS),
    }),
  ),
});

export const proxySendData = object<ProxySendData>({
  bytes: text('the header, base64'),
  hex: text('the same'),
  length: whole('of the header in octets'),
  address: optional(text('that was dialled; absent with --hex, as all that follows')),
  steps: optional(
    listOf(
      object<SentStep>({
        stage: text('connect, greeting, ehlo, starttls, tls, mail, rcpt, data, dot, quit …'),
        sent: optional(text()),
        code: optional(whole('of the reply')),
        reply: optional(listOf(text(), 'its lines')),
        atMs: whole('since the dial began'),
        tookMs: optional(whole('absent where there was no answer')),
        secure: flag('under TLS'),
      }),
    ),
  ),
  outcome: optional(text('done, or why it ended')),
  detail: optional(text('for people')),
  shownClient: optional(text('the client by the reply to EHLO, where it names one')),
  tls: optional(object<NonNullable<ProxySendData['tls']>>({ protocol: text(), cipher: text() })),
  recipients: optional(
    listOf(
      object<NonNullable<ProxySendData['recipients']>[number]>({
        address: text(),
        status: oneOf(['accepted', 'refused', 'deferred', 'unsent']),
        reply: optional(text()),
      }),
    ),
  ),
});
