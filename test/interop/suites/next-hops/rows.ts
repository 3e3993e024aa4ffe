/** Messages for next hops, and what has to come of each: who has a copy, who is told of what, what the log has of it. */

export interface Row {
  readonly key: string;
  readonly octets: number;
  readonly sender?: string;
  /** Behind MAIL. */
  readonly mail?: string;
  /** With what stands behind them in RCPT. */
  readonly recipients: readonly string[];
  /** Copies that a server's mailboxes hold in the end. */
  readonly copies: Partial<Record<'exim' | 'postfix' | 'dovecot' | 'opensmtpd', number>>;
  /** What the reports of failure or success say that the sender has, each of them. */
  readonly reports?: readonly RegExp[];
  /** What the lines of the log about it have, each somewhere. */
  readonly logged?: readonly RegExp[];
  /** It waits, and does not go. */
  readonly waits?: true;
}

const SENDER = 'alice@exim.test';
/** As a client says it, octet by octet. */
const UNICODE = Buffer.from('ünï@').toString('latin1');

export const rows = (full: boolean): readonly Row[] => [
  ...(['exim', 'postfix', 'opensmtpd'] as const).map(
    (server): Row => ({
      key: `eight-bit-${server}`,
      octets: 20_000,
      mail: 'BODY=8BITMIME',
      recipients: [`bob@${server}.test`],
      copies: { [server]: 1 },
      logged: server === 'opensmtpd' ? [] : [/CV=yes/],
    }),
  ),
  ...(['exim', 'postfix'] as const).map(
    (server): Row => ({
      key: `unicode-${server}`,
      octets: 2000,
      mail: 'SMTPUTF8',
      recipients: [`${UNICODE}${server}.test`],
      copies: { [server]: 1 },
    }),
  ),
  {
    // Turned into ASCII, as utf8_downconvert = -1 of Exim has it.
    key: 'unicode-not-offered',
    octets: 2000,
    mail: 'SMTPUTF8',
    recipients: [`${UNICODE}opensmtpd.test`],
    copies: { opensmtpd: 1 },
  },
  ...(['exim', 'postfix'] as const).map(
    (server): Row => ({
      key: `dsn-${server}`,
      octets: 2000,
      sender: `carl@${server}.test`,
      mail: 'RET=HDRS ENVID=env+2D1',
      recipients: [`bob@${server}.test NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;first@else.test`],
      copies: { [server]: 1 },
      // Made by the last hop, since we have passed it on.
      reports: [new RegExp(`Reporting-MTA: dns; ?mx\\.${server}\\.test[\\s\\S]*Action: delivered`)],
    }),
  ),
  {
    key: 'dsn-relayed',
    octets: 2000,
    mail: 'ENVID=env7',
    recipients: ['bob@lmtp.test NOTIFY=SUCCESS'],
    copies: { dovecot: 1 },
    reports: [/Action: delivered|Action: relayed/],
  },
  {
    key: 'prdr',
    octets: 3000,
    recipients: ['bob@exim.test', 'picky@exim.test', 'eve@exim.test'],
    copies: { exim: 2 },
    reports: [/picky@exim\.test[\s\S]*not for you/],
    logged: [/PRDR/],
  },
  {
    key: 'chunks',
    octets: 250_000,
    recipients: ['bob@exim.test'],
    copies: { exim: 1 },
    logged: [/ K /],
  },
  {
    key: 'auth',
    octets: 2000,
    recipients: ['private@exim.test'],
    copies: { exim: 1 },
    logged: [/ A=known/],
  },
  {
    key: 'size',
    octets: 500_000,
    recipients: ['bob@exim.test'],
    copies: {},
    reports: [/552|size/i],
  },
  {
    key: 'unverified',
    octets: 2000,
    recipients: ['bob@wrong.test'],
    copies: {},
    waits: true,
    logged: [/certificate/i],
  },
  {
    key: 'mixed',
    octets: 5000,
    recipients: [
      'bob@postfix.test',
      'unknown@postfix.test',
      'bob@exim.test',
      'unknown@exim.test',
      'bob@opensmtpd.test',
    ],
    copies: { postfix: 1, exim: 1, opensmtpd: 1 },
    reports: [/unknown@(?:postfix|exim)\.test/],
  },
  ...(['lmtp.test', 'box.test'] as const).map(
    (domain): Row => ({
      key: `each-${domain}`,
      octets: 4000,
      recipients: ['bob', 'carol', 'nobody', 'eve'].map((name) => `${name}@${domain}`),
      copies: { dovecot: 2 },
      reports: [/carol@[\s\S]*(?:quota|5\.2\.2)/i, /nobody@[\s\S]*5\.1\.1/],
    }),
  ),
  { key: 'big', octets: full ? 35_000_000 : 6_000_000, recipients: ['bob@postfix.test'], copies: { postfix: 1 } },
  { key: 'big-lmtp', octets: full ? 20_000_000 : 2_000_000, recipients: ['bob@box.test'], copies: { dovecot: 1 } },
  {
    key: 'many',
    octets: 1500,
    recipients: Array.from({ length: full ? 1000 : 250 }, (_, index) => `u${index}@postfix.test`),
    copies: { postfix: full ? 1000 : 250 },
  },
];

export const senderOf = ({ sender = SENDER }: Row): string => sender;
