/** Where peers part from RFC 8461, by the variant that shows it. */

const LENIENT_RECORD = 'RFC 8461 §3.1: the grammar of the record is not checked; an id is 1 to 32 letters and digits';
const LENIENT_POLICY = 'RFC 8461 §3.2: the grammar of the policy is not checked line by line';
const LENIENT_AGE = 'RFC 8461 §3.2: max_age is 1 to 10 digits, and whatever its language takes for a number is taken';
const LAST = 'RFC 8461 §3.2: of a key that stands twice the first counts, and it takes the last';
const PATTERN = 'RFC 8461 §3.2: an mx is "*." and a domain, or a domain; patterns are not checked';
const LETTERS = 'RFC 8461 §3: keywords are compared without regard to case, and the grammar has them as they are';
const BEGINS = 'RFC 8461 §3.1: records that do not begin with "v=STSv1;" are discarded, and this one counts';
const TYPE = 'RFC 8461 §3.2: senders should refuse other media types; we tell of it and read on';
const NOT_ITS_OWN = 'it is given the text, and does not fetch it';

const POLICY_GRAMMAR = {
  'policy-line-without-colon': LENIENT_POLICY,
  'policy-blank-before-colon': LENIENT_POLICY,
  'policy-blank-before-key': LENIENT_POLICY,
  'policy-mx-dot': PATTERN,
  'policy-mx-star': PATTERN,
  'policy-mx-inner-star': PATTERN,
  'policy-mx-list': PATTERN,
  'policy-duplicate-mode': LAST,
  'policy-duplicate-age': LAST,
  'policy-age-plus': LENIENT_AGE,
  'policy-age-fraction': LENIENT_AGE,
  'policy-age-underscore': LENIENT_AGE,
  'policy-age-eleven-digits': LENIENT_AGE,
};
const RECORD_GRAMMAR = {
  'record-other-version': BEGINS,
  'record-id-empty': LENIENT_RECORD,
  'record-id-dashes': LENIENT_RECORD,
  'record-id-long': LENIENT_RECORD,
  'record-empty-field': LENIENT_RECORD,
  'record-word': LENIENT_RECORD,
};

const SERVED = [
  '404',
  '500',
  '204',
  '301',
  'expired',
  'stranger',
  'self-signed',
  'other-name',
  'common-name',
  'too-large',
];

/** Peer → variant → reason. */
const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'postfix-mta-sts-resolver': {
    ...POLICY_GRAMMAR,
    ...RECORD_GRAMMAR,
    'record-blank-before-semicolon':
      'RFC 8461 §3.1: the grammar has blanks before a semicolon; the version with its blank is another',
    'serve-html': TYPE,
    'serve-common-name': 'RFC 8461 §3.3: a common name does not count, and its TLS library takes one',
  },
  mailauth: {
    ...POLICY_GRAMMAR,
    ...RECORD_GRAMMAR,
    'record-lower-case': LETTERS,
    'record-leading-blank': BEGINS,
    'record-id-upper-case': LETTERS,
    'record-blank-around-equals': LENIENT_RECORD,
    'policy-mode-case': LETTERS,
    'policy-key-case': LETTERS,
    'policy-no-mode': 'RFC 8461 §3.2: mode is required, and is none where it is missing',
    'policy-no-age': LENIENT_AGE,
    'policy-age-empty': LENIENT_AGE,
    ...Object.fromEntries(SERVED.map((name) => [`serve-${name}`, NOT_ITS_OWN])),
  },
};

/** The first variant of the case that the peer is known to see otherwise. */
export function reasonFor(peer: string, variants: readonly string[]): string | undefined {
  return variants.map((variant) => REASONS[peer]?.[variant]).find((reason) => reason !== undefined);
}
