/** What is said of a message. */
import { row } from './define.ts';

export const passed = row(
  'eval.pass',
  'ok',
  'The message passes DMARC',
  'SPF or a DKIM signature passed for a domain that belongs to the author domain. That says who answers for the message, and ' +
    'nothing about whether it is wanted.',
  ['RFC 9989 §5.3.5', 'RFC 7489 §6.6.2'],
);
export const failed = row(
  'eval.fail',
  'error',
  'The message fails DMARC',
  'Neither SPF nor any DKIM signature passed for a domain that belongs to the author domain. What the owner asks to be done ' +
    'with such mail is in the detail; under p=none nothing is, and the message is only counted in reports.',
  ['RFC 9989 §5.3.5', 'RFC 9989 §5.3.6', 'RFC 7489 §6.6.2'],
  'Sign with a DKIM key of the author domain (d=), or let the MAIL FROM domain be one of its own that passes SPF.',
);
export const noPolicy = row(
  'eval.none',
  'info',
  'DMARC does not apply: no policy is published',
  'There is no DMARC record for the author domain or for the organization it belongs to, or there are several in one place.',
  ['RFC 9989 §4.10.1', 'RFC 7489 §6.6.3'],
  'The owner of the domain can publish one: v=DMARC1; p=none; rua=mailto:… is a start.',
);
export const undecided = row(
  'eval.temperror',
  'unknown',
  'DMARC cannot be decided now',
  'A question to DNS was not answered, or SPF or DKIM met such a failure for an aligned domain. The message can be held off ' +
    'with a temporary reply, or taken without regard to DMARC; it is never counted as failed.',
  ['RFC 9989 §5.3.6', 'RFC 7489 §6.6.2', 'RFC 7489 §6.6.3'],
  'Ask again later, or through another resolver (--resolver).',
);
export const unusable = row(
  'eval.record-unusable',
  'error',
  'The policy that is published cannot be used',
  'The record has no valid policy and no address for reports, so that DMARC is not applied to the message.',
  ['RFC 9989 §4.10.1', 'RFC 7489 §6.6.3'],
  'The owner is to mend the record: mxray dmarc query says how.',
);
export const noAuthor = row(
  'eval.no-author',
  'warn',
  'There is no author domain',
  'The From field has no address with a domain that DNS could be asked about, so that nothing can be checked. A message has ' +
    'one From field with at least one address.',
  ['RFC 9989 §5.3.1', 'RFC 7489 §6.6.1', 'RFC 5322 §3.6.2'],
  'Refuse such a message, or handle it by local policy.',
);
export const severalAuthors = row(
  'eval.several-authors',
  'warn',
  'The From field names several author domains',
  'DMARC is about one author domain. Here each is checked by itself, and the strictest answer counts, since a sender could ' +
    'else add an address of a domain without a policy to get past it.',
  ['RFC 9989 §5.3.1', 'RFC 9989 §11.5', 'RFC 7489 §6.6.1'],
  'A message with several authors is rare enough to be refused, or looked at by hand.',
);
export const different = row(
  'eval.rfcs-differ',
  'info',
  'RFC 9989 and RFC 7489 come to different ends',
  'RFC 9989 finds policies and organizations by a walk up the DNS tree, RFC 7489 by a list of public suffixes; one has np, psd ' +
    'and t, the other pct. Receivers follow either.',
  ['RFC 9989 §4.10', 'RFC 7489 §3.2', 'RFC 7489 §6.6.3'],
);
export const tooManyIdentifiers = row(
  'eval.too-many-identifiers',
  'warn',
  'Not every DKIM signature was looked at',
  'Each may cost several questions to DNS, and the sender chooses how many there are, so that their number is bounded.',
  ['RFC 9989 §4.10'],
);

export const evalFindings = [
  passed,
  failed,
  noPolicy,
  undecided,
  unusable,
  noAuthor,
  severalAuthors,
  different,
  tooManyIdentifiers,
];
