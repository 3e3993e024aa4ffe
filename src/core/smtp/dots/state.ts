/**
 * Mail data between DATA and its end (RFC 5321 §4.5.2): dots put before lines that begin with one, and taken away.
 *
 * Only CRLF ends a line, and only CRLF "." CRLF ends the data. A CR or LF that stands alone is counted and is an octet like
 * any other, or becomes something whole in what comes out; it never makes the next dot the first of a line on the way in, and never
 * leaves on the way out. So neither side can be made to see an end where the other sees none (SMTP smuggling,
 * CVE-2023-51764 to 51766). One client is let off: who ends its commands with LF alone, and the first line of the message too
 * (`startOfLfData`). No server that hands on what others smuggle speaks so. Both ways are incremental: any split of the input
 * comes to the same octets.
 */

/** Behind what the next octet stands. `dot` and `dot-cr`: held back, at the beginning of a line. */
export type Place = 'line-start' | 'text' | 'cr' | 'dot' | 'dot-cr';

export interface DotState {
  readonly place: Place;
  /** How many stood alone so far. */
  readonly bareCr: number;
  readonly bareLf: number;
  /** How many ended a line, with a CR or alone. */
  readonly lfs: number;
  /** LF alone may end the data. */
  readonly endsByLf?: boolean;
  /** No empty line has come; and how the first line ended. For `mend` alone. */
  readonly inHeader: boolean;
  readonly firstEnd?: 'crlf' | 'lf' | undefined;
  /** Octets on the wire since the last line's end, and the most that were on one line (RFC 5321 §4.5.3.1.6). */
  readonly lineOctets: number;
  readonly longestLine: number;
}

/** Data begin at the beginning of a line: "." CRLF alone is an empty message. */
export const startOfData: DotState = {
  place: 'line-start',
  bareCr: 0,
  bareLf: 0,
  lfs: 0,
  inHeader: true,
  lineOctets: 0,
  longestLine: 0,
};

/** For `mend`: a message whose first line ends with LF alone is one of LFs, up to a dot between two of them. */
export const startOfLfData: DotState = { ...startOfData, endsByLf: true };

/**
 * What becomes of a CR or LF alone: `keep` leaves it in place, `normalise` makes it CRLF.
 *
 * `mend` does as Exim does since it knows of smuggling (4.97.1): in the header either makes a line that continues its field;
 * in the body a CR ends a line, and an LF is a blank, or in BDAT ends a line, too. Where LF alone ends the very first line,
 * it ends all of them. A dot between two of them is the end of data in `startOfLfData` alone, and with Exim always.
 */
export type BareMode = 'keep' | 'normalise' | 'mend';
