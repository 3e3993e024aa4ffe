/** Faults of the grammar: each makes the record a permerror, wherever it stands (RFC 7208 §4.6). */
import { type FindingDef, findingRows } from '../../../base/index.ts';
import type { SyntaxCode } from '../grammar/types.ts';

const row = findingRows('spf');
const WHOLE = 'One fault anywhere makes the whole record unusable: every check of the domain ends in permerror.';

/** A row for each code of the parser. */
export const syntaxFindings: Readonly<Record<SyntaxCode, FindingDef>> = {
  'not-ascii': row(
    'syntax.not-ascii',
    'error',
    'The record has octets beyond US-ASCII',
    `Records are US-ASCII. Typographic dashes and quotes, or a byte order mark, come in by copying from a document. ${WHOLE}`,
    ['RFC 7208 §3.1'],
    'Type the record again in plain characters; write internationalized domains as A-labels (xn--…).',
  ),
  'control-character': row(
    'syntax.control-character',
    'error',
    'The record has a control character',
    `Terms are parted by spaces alone: a tab or a line break is part of a term, and no term may have one. ${WHOLE}`,
    ['RFC 7208 §4.6.1'],
    'Replace it by a space.',
  ),
  'unknown-mechanism': row(
    'syntax.unknown-mechanism',
    'error',
    'There is no such mechanism',
    `The mechanisms are all, include, a, mx, ptr, ip4, ip6 and exists. ${WHOLE}`,
    ['RFC 7208 §4.6.1', 'RFC 7208 §5'],
    'Mend the term, or take it out.',
  ),
  'missing-domain': row(
    'syntax.missing-domain',
    'error',
    'A term lacks its domain',
    `include, exists, redirect and exp need a domain, and a colon behind a, mx or ptr must be followed by one. ${WHOLE}`,
    ['RFC 7208 §5.2', 'RFC 7208 §5.7', 'RFC 7208 §6'],
    'Name the domain, or leave the colon out.',
  ),
  'bad-domain': row(
    'syntax.bad-domain',
    'error',
    'A term’s domain does not end as a name does',
    `A domain ends in a dot and a label of letters, digits and inner hyphens that is not all digits, or in a macro. A port has no place there. ${WHOLE}`,
    ['RFC 7208 §7.1'],
    'Write a full domain name.',
  ),
  'numeric-domain': row(
    'syntax.numeric-domain',
    'error',
    'An address stands where a domain belongs',
    `The last label of a name is never all digits. Addresses are for ip4 and ip6. ${WHOLE}`,
    ['RFC 7208 §7.1', 'RFC 7208 §5.6'],
    'Write ip4: or ip6: before an address.',
  ),
  'single-label': row(
    'syntax.single-label',
    'error',
    'A term’s domain is a single label',
    `Domains have at least two labels here; names are never completed by a search list. ${WHOLE}`,
    ['RFC 7208 §7.1'],
    'Write the whole domain name.',
  ),
  'bad-macro': row(
    'syntax.bad-macro',
    'error',
    'A macro cannot be read',
    `A macro is %{ a letter, a number, r, delimiters }, with nothing between; %%, %_ and %- stand for a percent sign and spaces. ${WHOLE}`,
    ['RFC 7208 §7.1'],
    'Mend the macro; write %% for a percent sign.',
  ),
  'macro-only-in-explanations': row(
    'syntax.macro-only-in-explanations',
    'error',
    'A macro for explanations stands in a domain',
    `%{c}, %{r} and %{t} are for the text that exp= leads to. ${WHOLE}`,
    ['RFC 7208 §7.2'],
    'Use another macro; %{i} is the client’s address.',
  ),
  'bad-prefix': row(
    'syntax.bad-prefix',
    'error',
    'A mask is wrong',
    `Masks are /0 to /32 for IPv4 and 0 to 128 for IPv6, without leading zeros; a and mx take /n, //m or /n//m, ip4 and ip6 one /n, the others none. ${WHOLE}`,
    ['RFC 7208 §5.6', 'RFC 7208 §12'],
    'Write a mask that the mechanism has.',
  ),
  'bad-address': row(
    'syntax.bad-address',
    'error',
    'An address cannot be read',
    `ip4 takes four numbers from 0 to 255 without leading zeros, ip6 an IPv6 address; neither has a port. ${WHOLE}`,
    ['RFC 7208 §5.6'],
    'Write the whole address.',
  ),
  'surplus-argument': row(
    'syntax.surplus-argument',
    'error',
    'A mechanism has an argument it does not take',
    `"all" stands alone. ${WHOLE}`,
    ['RFC 7208 §5.1'],
    'Take the argument away.',
  ),
  'repeated-modifier': row(
    'syntax.repeated-modifier',
    'error',
    'redirect or exp stands more than once',
    `Each may stand once. ${WHOLE}`,
    ['RFC 7208 §6'],
    'Keep one of them.',
  ),
};
