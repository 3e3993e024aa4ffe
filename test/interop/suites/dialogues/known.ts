/** Where a session deliberately says something else than Exim 4.96, and why. They count as differences. */
const WITHOUT_FROM =
  'a signature that leaves out From is none here (RFC 6376 §5.4); Exim asks only whether it verifies';
const LIBSPF2 = 'libspf2 calls a record it cannot read "(invalid)", and says permerror nowhere (RFC 7208 §4.6)';
const EXPLANATION = "the domain's own explanation is told (RFC 7208 §6.2), and Exim's usual sentence only without one";

export const KNOWN: Readonly<Record<string, string>> = {
  'dkim, each signer: a signature over no From': WITHOUT_FROM,
  'odd, chunks: sizes that are none': 'a size with letters behind it is refused; Exim takes the digits before them',
  'spf, spf: spf-bad': LIBSPF2,
  'spf, spf: spf-exp': EXPLANATION,
  'spf, spf: refused': EXPLANATION,
};
