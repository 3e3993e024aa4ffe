/** Data of `tls probe`. */
import type {
  AddressSurvey,
  AlpnReport,
  CertificateReport,
  FeaturesReport,
  GroupsReport,
  ResumptionReport,
  SignaturesReport,
  StapleReport,
  SuitesReport,
  SurveyData,
  ToleranceReport,
  VersionReport,
  WithoutName,
} from '../../core/survey/index.ts';
import { flag, instant, listOf, number, object, oneOf, optional, text, whole } from './shapes.ts';

const answer = (about?: string) => oneOf(['yes', 'no', 'unknown'], about);
const VERSIONS = ['TLSv1.3', 'TLSv1.2', 'TLSv1.1', 'TLSv1.0', 'SSLv3'] as const;
const version = oneOf(VERSIONS);
const complete = flag('false: there may be more');

const certificate = object<CertificateReport>({
  keyType: text('rsa, ecdsa, ed25519, …'),
  protocol: text(),
  cipher: text(),
  keyBits: optional(whole('of an RSA key')),
  chain: listOf(
    object<CertificateReport['chain'][number]>({
      subject: text(),
      issuer: text(),
      serial: text('hexadecimal'),
      notBefore: instant(),
      notAfter: instant(),
      fingerprint: text('SHA-256, hexadecimal'),
    }),
    'as sent',
  ),
  unreadable: optional(text('why the leaf cannot be read')),
  named: optional(flag('the leaf names the host (RFC 9525)')),
  trusted: optional(flag('the chain as sent leads to a trusted root')),
  trustCode: optional(text('why not; see mxray explain cert.chain')),
  mustStaple: flag(),
  staple: object<StapleReport>({
    status: oneOf(['none', 'good', 'revoked', 'unknown', 'invalid']),
    code: optional(text('see mxray explain ocsp')),
    detail: optional(text()),
    thisUpdate: optional(instant()),
    validUntil: optional(instant()),
  }),
});

const address = object<AddressSurvey>({
  ip: text(),
  reached: oneOf([
    'tls',
    'no-starttls',
    'starttls-refused',
    'greeting-refused',
    'protocol-error',
    'unreachable',
    'timeout',
    'no-tls',
  ]),
  detail: optional(text()),
  handshakeFailure: optional(text('hellos are answered, and no handshake ends')),
  greeting: optional(text()),
  connectMs: optional(number()),
  greetingMs: optional(number('until the conversation in clear was over')),
  versions: listOf(
    object<VersionReport>({ version: oneOf([...VERSIONS, 'SSLv2']), offered: answer(), detail: optional(text()) }),
  ),
  suites: listOf(
    object<SuitesReport>({
      version,
      suites: listOf(text('name of the IANA registry')),
      order: oneOf(['server', 'client', 'unknown'], 'whose order decides'),
      complete,
    }),
  ),
  groups: listOf(object<GroupsReport>({ version, groups: listOf(text()), complete })),
  signatures: listOf(object<SignaturesReport>({ version, schemes: listOf(text()), complete })),
  primeBits: optional(whole('of the smallest prime seen for DHE')),
  certificates: listOf(certificate, 'one for each type of key'),
  features: object<FeaturesReport>({
    secureRenegotiation: optional(answer('RFC 5746')),
    extendedMasterSecret: optional(answer('RFC 7627')),
    encryptThenMac: optional(answer('RFC 7366')),
    compression: optional(answer()),
    fallbackScsv: optional(answer('RFC 7507')),
    heartbeat: optional(answer('RFC 6520')),
    downgradeSentinel: optional(answer('RFC 8446 §4.1.3')),
  }),
  resumption: listOf(
    object<ResumptionReport>({
      version,
      by: oneOf(['ticket', 'session-id']),
      resumed: answer(),
      earlyDataBytes: optional(whole('that a ticket allows')),
    }),
  ),
  alpn: optional(
    object<AlpnReport>({
      offered: listOf(text()),
      selected: optional(text()),
      stranger: oneOf(['refused', 'ignored', 'selected', 'unknown'], 'what is done with an unknown protocol'),
    }),
  ),
  tolerance: listOf(
    object<ToleranceReport>({ hello: text(), outcome: oneOf(['fine', 'fails', 'unknown']), detail: optional(text()) }),
  ),
  injection: optional(answer('a command sent in clear is taken inside TLS (CVE-2011-0411)')),
  withoutName: optional(
    object<WithoutName>({
      shown: oneOf(['same', 'other', 'nothing', 'unknown'], 'to a client that names no host'),
      detail: optional(text()),
    }),
  ),
  connections: whole(),
  stopped: optional(text('why not everything was asked')),
});

export const tlsProbeData = object<SurveyData>({
  host: text(),
  port: whole(),
  protocol: oneOf(['smtp', 'imap', 'pop3', 'sieve', 'xmpp', 'none']),
  addresses: listOf(address),
});
