/** The options of `smtp send`, in swaks' long spellings. */
import * as Flags from '@oclif/core/flags';
import { VERIFY } from '../../../core/send/index.ts';
import { MECHANISM_NAMES } from '../../../core/smtp/index.ts';

const ENVELOPE = 'ENVELOPE';
const MESSAGE = 'MESSAGE';
const SERVER = 'SERVER';
const PROTOCOL = 'PROTOCOL';
const TLS = 'TLS';
const AUTH = 'AUTHENTICATION';
const PROXY = 'PROXY HEADER';

const text = (helpGroup: string, helpValue: string, description: string) =>
  Flags.string({ helpGroup, helpValue, description });
const several = (helpGroup: string, helpValue: string, description: string) =>
  Flags.string({ multiple: true, multipleNonGreedy: true, helpGroup, helpValue, description });
const flag = (helpGroup: string, description: string) => Flags.boolean({ helpGroup, description });

export const PROTOCOLS = [
  ...['SMTP', 'SMTPS', 'SSMTP', 'SSMTPA', 'ESMTP', 'ESMTPA', 'ESMTPS', 'ESMTPSA'],
  ...['LMTP', 'LMTPA', 'LMTPS', 'LMTPSA'],
];

export const sendFlags = {
  to: Flags.string({
    char: 't',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: ENVELOPE,
    helpValue: 'ADDRESS[,ADDRESS]',
    description: 'recipients',
  }),
  from: Flags.string({
    char: 'f',
    helpGroup: ENVELOPE,
    helpValue: 'ADDRESS',
    description: 'the sender; <> is the null sender [default: you at this host]',
  }),
  'dsn-notify': text(ENVELOPE, 'NEVER|SUCCESS,FAILURE,DELAY', 'NOTIFY of each recipient (RFC 3461)'),
  'dsn-orcpt': text(ENVELOPE, 'ADDRESS', 'ORCPT, of a single recipient'),
  'dsn-ret': Flags.option({ options: ['FULL', 'HDRS'] as const })({
    helpGroup: ENVELOPE,
    description: 'how much of the message a report is to have',
  }),
  'dsn-envid': text(ENVELOPE, 'TEXT', 'ENVID, which reports repeat'),
  smtputf8: flag(ENVELOPE, 'ask for SMTPUTF8; addresses beyond ASCII do so by themselves'),
  requiretls: flag(ENVELOPE, 'ask for REQUIRETLS (RFC 8689)'),
  server: Flags.string({
    char: 's',
    helpGroup: SERVER,
    helpValue: 'HOST[:PORT]',
    description: "where to [default: the MX hosts of the last recipient's domain]",
  }),
  port: Flags.string({ char: 'p', helpGroup: SERVER, helpValue: 'PORT', description: 'which port [default: 25]' }),
  socket: text(SERVER, 'PATH', 'a socket in the file system'),
  'copy-routing': text(SERVER, 'DOMAIN', 'the MX hosts of this domain instead'),
  'local-interface': text(SERVER, 'ADDRESS', 'local address to dial from, as --source'),
  protocol: text(SERVER, 'NAME', `${PROTOCOLS.join(', ')} [default: ESMTP]`),
  lmtp: flag(SERVER, 'speak LMTP, on port 24'),
  data: text(MESSAGE, 'TEXT|@FILE|-', 'the whole message; \\n and tokens as %DATE% count in a text alone'),
  header: several(MESSAGE, "'NAME: TEXT'", 'this field in place of that of its name; --h-NAME TEXT is the same'),
  'add-header': several(MESSAGE, "'NAME: TEXT'", 'one more field'),
  body: text(MESSAGE, 'TEXT|@FILE|-', 'the body of the test message'),
  attach: several(MESSAGE, '@FILE|TEXT', 'an attachment'),
  'attach-type': several(MESSAGE, 'TYPE', 'media type: the first is of the first attachment, and so on'),
  'no-data-fixup': flag(MESSAGE, 'the message as it is given: no tokens, no fields added'),
  'no-strip-from': flag(MESSAGE, 'keep a line "From " of an mbox'),
  'line-ends': Flags.option({ options: ['normalise', 'refuse'] as const })({
    helpGroup: MESSAGE,
    description: 'what to do with a bare LF or CR: make it CRLF, or refuse the message [default: normalise]',
  }),
  'dkim-domain': text(MESSAGE, 'DOMAIN', 'sign with DKIM for this domain'),
  'dkim-selector': text(MESSAGE, 'NAME', 'the name of its key'),
  'dkim-key': text(MESSAGE, 'FILE', 'the private key, PEM'),
  'suppress-data': flag(MESSAGE, 'leave the message out of the transcript'),
  pipeline: flag(PROTOCOL, 'send commands in groups, where offered'),
  chunking: flag(PROTOCOL, 'send the message by BDAT; refuse where it is not offered'),
  prdr: flag(PROTOCOL, 'ask for a reply for each recipient behind the message, where offered'),
  'quit-after': text(PROTOCOL, 'STAGE', 'banner, first-helo, tls, xclient, helo, auth, mail, rcpt'),
  'drop-after': text(PROTOCOL, 'STAGE', 'the same without QUIT; also data and dot'),
  'drop-after-send': text(PROTOCOL, 'STAGE', 'the same once the command is sent, its reply unread'),
  expect: several(
    PROTOCOL,
    "'STAGE=CODE[ TEXT]'",
    'what is to be answered, as rcpt=550 or dot=4xx; status 1 where it is not',
  ),
  repeat: text(PROTOCOL, 'N', 'so many times, over --jobs connections, told in numbers'),
  'xclient-addr': text(
    PROTOCOL,
    'ADDRESS',
    'attributes of XCLIENT; also -name -port -proto -destaddr -destport -helo -login',
  ),
  'xclient-name': text(PROTOCOL, 'NAME', 'XCLIENT NAME'),
  'xclient-port': text(PROTOCOL, 'PORT', 'XCLIENT PORT'),
  'xclient-proto': text(PROTOCOL, 'SMTP|ESMTP', 'XCLIENT PROTO'),
  'xclient-destaddr': text(PROTOCOL, 'ADDRESS', 'XCLIENT DESTADDR'),
  'xclient-destport': text(PROTOCOL, 'PORT', 'XCLIENT DESTPORT'),
  'xclient-helo': text(PROTOCOL, 'NAME', 'XCLIENT HELO'),
  'xclient-login': text(PROTOCOL, 'NAME', 'XCLIENT LOGIN'),
  'xclient-reverse-name': text(PROTOCOL, 'NAME', 'XCLIENT REVERSE_NAME'),
  xclient: several(PROTOCOL, 'TEXT', 'a whole XCLIENT command'),
  'xclient-optional': flag(PROTOCOL, 'go on where XCLIENT is not offered or refused'),
  tls: flag(TLS, 'STARTTLS, or nothing is sent'),
  'tls-optional': flag(TLS, 'STARTTLS where offered; in clear where it is refused'),
  'tls-optional-strict': flag(TLS, 'STARTTLS where offered, and then it must succeed'),
  'tls-on-connect': flag(TLS, 'TLS from the first octet, on port 465'),
  'tls-verify': flag(TLS, 'the same as --verify pkix'),
  verify: Flags.option({ options: VERIFY })({
    helpGroup: TLS,
    description: 'what the certificate is judged by [default: none]',
  }),
  'tls-cert': text(TLS, 'FILE', 'a certificate to show, PEM'),
  'tls-key': text(TLS, 'FILE', 'its key, PEM'),
  'tls-sni': text(TLS, 'NAME', 'the name to ask for [default: the host]'),
  'tls-protocol': text(TLS, 'LIST', 'tlsv1, tlsv1_1, tlsv1_2, tlsv1_3, or no_tlsv1_3 and so on'),
  auth: text(AUTH, '[TYPES]', `authenticate, or nothing is sent; ${MECHANISM_NAMES.join(', ')}`),
  'auth-optional': text(AUTH, '[TYPES]', 'try to, and go on without'),
  'auth-optional-strict': text(AUTH, '[TYPES]', 'the same, unless it is offered and fails'),
  'auth-user': text(AUTH, 'NAME', 'who'),
  'auth-password': text(AUTH, 'TEXT', 'password or token; better by a file'),
  'auth-password-file': text(AUTH, 'FILE', 'the file of it; - is standard input'),
  'auth-as': text(AUTH, 'NAME', 'as whom to act, where that is another'),
  'auth-in-clear': flag(AUTH, 'allow mechanisms that show the password without TLS'),
  'auth-plaintext': flag(AUTH, 'show what AUTH says in the transcript'),
  'proxy-version': Flags.option({ options: ['1', '2'] as const })({
    helpGroup: PROXY,
    description: 'which version [default: 1]',
  }),
  'proxy-family': text(PROXY, 'NAME', 'TCP4, TCP6, UNKNOWN; in version 2 AF_INET, AF_INET6, AF_UNIX, AF_UNSPEC'),
  'proxy-protocol': text(PROXY, 'NAME', 'of version 2: STREAM, DGRAM, UNSPEC [default: STREAM]'),
  'proxy-command': text(PROXY, 'NAME', 'of version 2: PROXY, LOCAL [default: PROXY]'),
  'proxy-source': text(PROXY, 'ADDRESS', 'the client, as the proxy saw it'),
  'proxy-source-port': text(PROXY, 'PORT', 'its port'),
  'proxy-dest': text(PROXY, 'ADDRESS', 'what it connected to'),
  'proxy-dest-port': text(PROXY, 'PORT', 'and the port'),
  proxy: text(PROXY, 'TEXT', 'what follows "PROXY " or the signature of version 2, as it is; \\xNN is an octet'),
};
