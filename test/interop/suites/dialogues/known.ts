/** Where a session deliberately says something else than Exim 4.96, and why. They count as differences. */
const WITHOUT_FROM =
  'a signature that leaves out From is none here (RFC 6376 §5.4); Exim asks only whether it verifies';
const LIBSPF2 = 'libspf2 calls a record it cannot read "(invalid)", and says permerror nowhere (RFC 7208 §4.6)';
const EXPLANATION = "the domain's own explanation is told (RFC 7208 §6.2), and Exim's usual sentence only without one";

const UNREADABLE = 'not mended yet: rules with the flag S do not see what is no address at all';

export const KNOWN: Readonly<Record<string, string>> = {
  'dkim, each signer: a signature over no From': WITHOUT_FROM,
  'odd, chunks: sizes that are none': 'a size with letters behind it is refused; Exim takes the digits before them',
  'spf, spf: spf-bad': LIBSPF2,
  'spf, spf: spf-exp': EXPLANATION,
  'spf, spf: refused': EXPLANATION,
  'session-chapters, addresses rewritten as they are said: recipients said oddly': UNREADABLE,
  'session-chapters, addresses rewritten as they are said: said oddly': UNREADABLE,
  'content-corners, rewriting as it comes: rewritten':
    'not mended yet: a literal in what a rule with the flag S makes is not refused',
  'session-chapters, addresses that are stretched and shown: unqualified and in Unicode':
    'not mended yet: a tab before a parameter that is none becomes a blank',
  'session-chapters, international mail: not asked for':
    'not mended yet: VRFY within mail that asked for SMTPUTF8 takes letters beyond ASCII',
  'stages, headers that are odd: addresses': 'not mended yet: of a header with many odd addresses Exim minds less',
  'stages, stages of not: before the data':
    'not mended yet: a client that is lost behind a first line that is no field is told to be lost in the header',
};
