/** Why mail was refused, in few words, by what the log says; the first row that fits counts. To add one: a row, before the general ones. */

export interface Refusal {
  /** It may come again. */
  readonly temporary: boolean;
  readonly reason: string;
}

type Row = readonly [temporary: boolean, pattern: RegExp, reason?: (groups: readonly string[]) => string];

/** The words found, with a capital; without groups the whole that was found. */
const words = (...parts: readonly string[]): string => {
  const text = parts.join('');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const both = ([one = '', other = '']: readonly string[]): string => words(one, other);

/** The rows give the same reasons as eximstats of Exim 4.96, so that reports of both can be compared. */
const ROWS: readonly Row[] = [
  [false, /SpamAssassin/, () => 'Rejected by SpamAssassin'],
  [true, /(temporarily rejected [A-Z]*) .*?(: .*?)(?::|\s*$)/, both],
  [true, /temporarily refused connection/],
  // what is in the name of a reason whole
  [false, /listed at [^ ]+/],
  [false, /Forged IP detected in HELO|Invalid domain or IP given in HELO\/EHLO|unqualified recipient rejected/],
  [false, /(closed connection (?:after|in response) .*?)\s*$/, both],
  [false, /sender rejected/],
  [false, / rejected after DATA: (.*)/, both],
  [false, / (rejected DATA: .*)/, both],
  [false, /.DATA ACL discarded recipients.: (.*)/, both],
  [false, /VRFY rejected|too many recipients/],
  [false, /(refused relay.*?) to/, both],
  [false, /rejected by non-SMTP ACL: .*|rejected by local_scan.*/],
  [false, /dropped: too many (?:(?:nonmail|unrecognized) commands|syntax or protocol errors)/],
  [false, /local_scan.. function .* - message temporarily rejected/],
  [false, /SMTP protocol .*?(?:error|violation)/],
  [false, /message too big/],
  // what is put together
  [
    false,
    /rejected [HE][HE]LO from [^:]*: syntactically invalid argument/,
    () => 'Rejected HELO/EHLO: syntactically invalid argument',
  ],
  [false, /response to "RCPT TO.*? was: (.*)/, ([said = '']) => `Response to RCPT TO was: ${said}`],
  [false, /(lookup of host )\S+ (failed)/, both],
  [false, /(rejected [A-Z]*) .*?(: .*?)(?::|\s*$)/, both],
  [false, /(refused connection )from.*? (\(.*)/, both],
  [false, /(error from remote mailer after .*?:).*(: .*?)(?::|\s*$)/, both],
  [false, /(Connection )from.*? (refused: load average)/, both],
  [false, /([Cc]onnection )from.*? (refused.*)/, both],
  [false, /: (Connection refused)/, both],
  [true, /temporarily rejected connection in .*?ACL:?.*/],
];

export function refusalOf(text: string): Refusal {
  for (const [temporary, pattern, reason] of ROWS) {
    const match = pattern.exec(text);
    if (match !== null) return { temporary, reason: reason?.(match.slice(1)) ?? words(match[0]) };
  }
  return { temporary: false, reason: 'Unknown' };
}
