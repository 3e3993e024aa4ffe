/** What is said of the policy: how it is served, how it is written, what it asks for. */
import type { PolicyFaultCode } from '../policy/parse.ts';
import { row } from './define.ts';

export const policyFetched = row(
  'policy.fetched',
  'ok',
  'The policy is served as it must be',
  'The policy host shows a certificate that is valid for its name, and answers with status 200 and text/plain.',
  ['RFC 8461 §3.3'],
);
export const policyNoHost = row(
  'policy.no-host',
  'error',
  'The policy host has no address',
  'The policy is fetched from mta-sts and the domain, and that name has no address. Senders go on as if there was no policy.',
  ['RFC 8461 §3.3'],
  'Publish A and AAAA records (or a CNAME) for the policy host.',
);
export const policyUntrusted = row(
  'policy.untrusted',
  'error',
  'The certificate of the policy host is not valid for it',
  'It must name mta-sts and the domain in a DNS name of its own (a common name does not count), lead to a trusted root and be ' +
    'in date. Otherwise senders use no policy from there.',
  ['RFC 8461 §3.3', 'RFC 9525 §6'],
  'Have a certificate issued for the policy host, and serve it with its intermediates.',
);
export const policyRedirect = row(
  'policy.redirect',
  'error',
  'The policy host redirects, which senders must not follow',
  'Only an answer with status 200 from the very address counts.',
  ['RFC 8461 §3.3'],
  'Serve the file itself under /.well-known/mta-sts.txt.',
);
export const policyStatus = row(
  'policy.http-status',
  'error',
  'The policy host does not answer with status 200',
  'Any other status means that there is no policy, or none right now.',
  ['RFC 8461 §3.3'],
  'Serve the file under /.well-known/mta-sts.txt.',
);
export const policyTooLarge = row(
  'policy.too-large',
  'error',
  'The policy is larger than senders take',
  'Senders may stop at 64 KiB, as this check does.',
  ['RFC 8461 §3.3'],
  'Cover several hosts by one pattern, as *.example.org.',
);
export const policyUnreachable = row(
  'policy.unreachable',
  'unknown',
  'The policy could not be fetched',
  'The policy host could not be asked, from here and now. Senders that cannot either go on as if there was no policy, unless they have ' +
    'kept one.',
  ['RFC 8461 §3.3', 'RFC 8461 §5.1'],
);
export const policyBroken = row(
  'policy.not-https',
  'error',
  'What answers at the policy host is not HTTPS as it should be',
  'TLS failed, or what came is no HTTP.',
  ['RFC 8461 §3.3'],
);
export const policyMediaType = row(
  'policy.media-type',
  'warn',
  'The policy is not served as text/plain',
  'Senders are to look at the media type, since a web server may let strangers put other things under any path.',
  ['RFC 8461 §3.2'],
  'Let the web server say Content-Type: text/plain for this file.',
);
export const policyAlias = row(
  'policy.alias',
  'info',
  'The policy host is an alias',
  'A CNAME leads to whoever serves the policy. The certificate must name mta-sts and the domain all the same.',
  ['RFC 8461 §8.2'],
);
export const policyCertificateEnds = row(
  'policy.certificate-ends',
  'warn',
  'The certificate of the policy host ends soon',
  'Without a valid one senders can no longer fetch the policy.',
  ['RFC 8461 §3.3'],
  'Renew it.',
);
export const policyEnforce = row(
  'policy.enforce',
  'ok',
  'The policy is enforced',
  'Senders that know MTA-STS deliver to no host that the policy does not cover or whose certificate is not valid.',
  ['RFC 8461 §5'],
);
export const policyTesting = row(
  'policy.testing',
  'info',
  'The policy is in testing mode',
  'Senders report what would fail (TLSRPT) and deliver all the same, so nothing is protected yet.',
  ['RFC 8461 §5', 'RFC 8460 §1'],
  'Look at the reports for some weeks, then say mode: enforce and change the id.',
);
export const policyModeNone = row(
  'policy.none',
  'info',
  'The policy says that there is none',
  'Mode none takes a policy back: senders forget the one they kept.',
  ['RFC 8461 §5', 'RFC 8461 §8.3'],
  'When the max_age of the policy before is over, take away record and policy.',
);
export const policyShortAge = row(
  'policy.short-age',
  'warn',
  'max_age is short',
  'The longer senders keep a policy, the harder it is to keep them from it: whoever blocks DNS or HTTPS has to do so until ' +
    'max_age is over. Weeks are expected, at most a year.',
  ['RFC 8461 §3.2', 'RFC 8461 §10.2'],
  'Say max_age: 1209600 (two weeks) or more once the policy is enforced.',
);
export const policyNoAge = row(
  'policy.no-age',
  'warn',
  'max_age is 0: no sender keeps the policy',
  'A policy that is not kept protects from nobody who can forge DNS or block HTTPS.',
  ['RFC 8461 §3.2', 'RFC 8461 §10.2'],
  'Say max_age: 1209600 (two weeks) or more.',
);
export const policyExtension = row(
  'policy.extension',
  'info',
  'The policy has keys that senders pass over',
  'Only version, mode, max_age and mx are defined.',
  ['RFC 8461 §3.2'],
);
export const patternIdle = row(
  'policy.idle-pattern',
  'info',
  'A pattern covers no MX host',
  'That is right for a host that is to come or has just gone; else it may be a slip of the pen.',
  ['RFC 8461 §4.1', 'RFC 8461 §8.1'],
);

const written = (id: string, title: string, explanation: string, fix?: string) =>
  row(`policy.${id}`, 'error', title, explanation, ['RFC 8461 §3.2'], fix);

/** One a fault of the text. */
export const FAULT_ROWS = {
  encoding: written(
    'encoding',
    'The policy is not plain UTF-8',
    'A byte order mark or octets of another encoding are no part of the grammar.',
    'Save it as UTF-8 without a mark.',
  ),
  'line-ends': written(
    'line-ends',
    'A line does not end as lines must',
    'Lines end with LF or CRLF; a carriage return alone is neither.',
  ),
  line: written(
    'line',
    'A line of the policy is none',
    'Each line is a key, a colon and a value; no blank before the colon.',
  ),
  'version-missing': written(
    'version-missing',
    'The policy has no version',
    'Senders refuse a policy without version: STSv1.',
    'Begin it with version: STSv1',
  ),
  version: written(
    'version',
    'The policy is of another version',
    'STSv1 is the only version there is, in these letters.',
    'Say version: STSv1',
  ),
  'mode-missing': written(
    'mode-missing',
    'The policy has no mode',
    'Without one nobody knows what it asks for.',
    'Say mode: testing, later enforce.',
  ),
  mode: written(
    'mode',
    'The mode is not one that there is',
    'Modes are enforce, testing and none, in lower case.',
    'Say mode: testing, later enforce.',
  ),
  'max-age-missing': written(
    'max-age-missing',
    'The policy has no max_age',
    'Senders must know how long they may keep it.',
    'Say max_age: 1209600',
  ),
  'max-age': written(
    'max-age',
    'max_age is not a number of seconds up to a year',
    'It has 1 to 10 digits and is at most 31557600.',
    'Say max_age: 1209600',
  ),
  'mx-missing': written(
    'mx-missing',
    'The policy names no MX host',
    'In modes enforce and testing at least one mx is needed.',
    'Name each MX host, or a pattern as *.example.org.',
  ),
  'mx-pattern': written(
    'mx-pattern',
    'An mx is no pattern',
    'It is a host name in A-labels, or *. and a domain; the star stands for one label.',
  ),
  'blank-line': row(
    'policy.blank-line',
    'warn',
    'The policy has blank lines',
    'The grammar has none, and most senders pass over them.',
    ['RFC 8461 §3.2'],
    'Take them out.',
  ),
  'duplicate-key': row(
    'policy.duplicate-key',
    'warn',
    'A key stands twice',
    'Of everything but mx the first counts.',
    ['RFC 8461 §3.2'],
    'Take the others out.',
  ),
  'key-case': row(
    'policy.key-case',
    'warn',
    'A key is not written as it must be',
    'Keys are in lower case: another spelling is another key, which is passed over.',
    ['RFC 8461 §3.2'],
  ),
} as const satisfies Readonly<Record<PolicyFaultCode, ReturnType<typeof row>>>;

export const policyFindings = [
  policyFetched,
  policyNoHost,
  policyUntrusted,
  policyRedirect,
  policyStatus,
  policyTooLarge,
  policyUnreachable,
  policyBroken,
  policyMediaType,
  policyAlias,
  policyCertificateEnds,
  policyEnforce,
  policyTesting,
  policyModeNone,
  policyShortAge,
  policyNoAge,
  policyExtension,
  patternIdle,
  ...Object.values(FAULT_ROWS),
];
