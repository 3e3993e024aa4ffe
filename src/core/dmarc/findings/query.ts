/** What is said of a domain's policy. */
import { row } from './define.ts';

export const enforced = row(
  'policy.enforced',
  'ok',
  'Mail that only claims to be from the domain is refused or put aside',
  'The policy that applies to the domain is reject or quarantine, and is meant in earnest.',
  ['RFC 9989 §4.7', 'RFC 7489 §6.3'],
);
export const monitoring = row(
  'policy.monitoring',
  'warn',
  'The policy is none: nothing is done about forged mail',
  'p=none is the way to begin, to see in reports which mail would fail. It protects nobody.',
  ['RFC 9989 §5.1.4', 'RFC 7489 §6.3'],
  'When the reports show that your own mail passes, go on to p=quarantine and p=reject.',
);
export const testing = row(
  'policy.testing',
  'warn',
  'The policy is only tested, or for a part of the mail',
  'Under t=y, and for mail that is not of the sample of pct, receivers go one step below the policy.',
  ['RFC 9989 §4.7', 'RFC 7489 §6.6.4'],
  'Take t and pct out when the test is over.',
);
export const weakBelow = row(
  'policy.weak-below',
  'warn',
  'Names below the domain have a weaker policy than the domain',
  'Who may not forge the domain forges a name below it, which need not even exist.',
  ['RFC 9989 §4.7', 'RFC 7489 §6.3'],
  'Take sp and np out, or make them as strict as p.',
);
export const absent = row(
  'policy.absent',
  'warn',
  'No DMARC policy applies to the domain',
  'Neither the domain nor its organization publishes a record, so that receivers have nothing to go by when mail is forged, and ' +
    'large receivers refuse or set aside bulk mail from such domains.',
  ['RFC 9989 §4.10.1', 'RFC 7489 §6.6.3'],
  'Publish one: v=DMARC1; p=none; rua=mailto:… is a start.',
);
export const several = row(
  'policy.several-records',
  'error',
  'There are several DMARC records in one place, which count as none',
  'RFC 9989 throws them all away and goes on upwards; by RFC 7489 DMARC is not applied at all.',
  ['RFC 9989 §4.10', 'RFC 7489 §6.6.3'],
  'Keep one of them.',
);
export const lookupFailed = row(
  'policy.lookup-failed',
  'unknown',
  'A question on the way to the policy was not answered',
  'Until it is, nobody can say which policy applies, and receivers treat mail as they see fit.',
  ['RFC 9989 §4.10.1', 'RFC 7489 §6.6.3'],
  'Ask again, or through another resolver (--resolver).',
);
export const unusable = row(
  'policy.unusable',
  'error',
  'The record cannot be used',
  'It has no valid policy and no address for reports, so that DMARC is not applied.',
  ['RFC 9989 §4.10.1', 'RFC 7489 §6.6.3'],
  'Give it p=none, p=quarantine or p=reject.',
);
export const noReports = row(
  'reports.none',
  'info',
  'No reports are asked for',
  'Without rua nobody tells the owner which mail passes and which fails.',
  ['RFC 9989 §4.7', 'RFC 7489 §6.3'],
  'Add rua=mailto:… with a mailbox that a program reads.',
);
export const unauthorised = row(
  'reports.unauthorised',
  'error',
  'Reports would go to a domain that has not agreed to them',
  'Where the address belongs to another organization, that one is to publish a record that says so; without it receivers send nothing.',
  ['RFC 9990 §4', 'RFC 7489 §7.1'],
  'Let the owner of the address publish the record in the detail: TXT "v=DMARC1;".',
);
export const authorised = row(
  'reports.authorised',
  'ok',
  'Another domain has agreed to take reports',
  'It publishes the record that receivers look for.',
  ['RFC 9990 §4', 'RFC 7489 §7.1'],
);
export const authorisationUnknown = row(
  'reports.undecided',
  'unknown',
  'Whether another domain takes reports is not known',
  'The question was not answered.',
  ['RFC 9990 §4', 'RFC 7489 §7.1'],
  'Ask again, or through another resolver (--resolver).',
);
export const queryDiffers = row(
  'policy.rfcs-differ',
  'info',
  'RFC 9989 and RFC 7489 find different policies',
  'One walks up the DNS tree, the other goes by a list of public suffixes. Receivers follow either, so mail is treated both ways.',
  ['RFC 9989 §4.10', 'RFC 7489 §3.2'],
  'Publish a record at the organizational domain, with psd=n where a walk would go past it.',
);

export const queryFindings = [
  enforced,
  monitoring,
  testing,
  weakBelow,
  absent,
  several,
  lookupFailed,
  unusable,
  noReports,
  unauthorised,
  authorised,
  authorisationUnknown,
  queryDiffers,
];
