/** Why a check has no better result; faults of the grammar are in syntax.ts. */
import { type FindingDef, findingRows } from '../../../base/index.ts';
import type { ProblemCode } from '../types.ts';

const row = findingRows('spf');

export const problemFindings: Readonly<Record<Exclude<ProblemCode, 'syntax' | 'no-record'>, FindingDef>> = {
  'domain-malformed': row(
    'domain-malformed',
    'info',
    'The identity is no domain name',
    'A single label, an address literal, an empty label or one of more than 63 octets has no policy: the result is none.',
    ['RFC 7208 §4.3'],
  ),
  'several-records': row(
    'several-records',
    'error',
    'The domain publishes several SPF records',
    'A domain has one record. With two, every check ends in permerror, whatever they say.',
    ['RFC 7208 §3.2', 'RFC 7208 §4.5'],
    'Merge them into one record and remove the others.',
  ),
  'dns-failed': row(
    'dns-failed',
    'unknown',
    'A look-up failed',
    'The name could not be looked up: a timeout, SERVFAIL, or an answer that DNSSEC proves wrong. The result is temperror.',
    ['RFC 7208 §4.4', 'RFC 7208 §5'],
    'Look at it with mxray dnssec trace.',
  ),
  'too-many-lookups': row(
    'too-many-lookups',
    'error',
    'The record asks for more than ten look-ups',
    'include, a, mx, ptr, exists and redirect count, in included records as well. The eleventh ends the check in permerror. Who ' +
      'matches before is let in, so that the fault shows for some senders only.',
    ['RFC 7208 §4.6.4'],
    'Take out what is not used, put addresses in the place of names (mxray spf flatten), or send from a subdomain.',
  ),
  'too-many-voids': row(
    'too-many-voids',
    'error',
    'More than two names that the record asks for have nothing',
    'Names that do not exist or have no record of the type are void look-ups. The third ends the check in permerror.',
    ['RFC 7208 §4.6.4'],
    'Take the terms out whose names are gone.',
  ),
  'too-many-mx': row(
    'too-many-mx',
    'error',
    'An mx term leads to more than ten mail hosts',
    'Ten are looked at; when none of them matches, the check ends in permerror.',
    ['RFC 7208 §4.6.4'],
    'Put the addresses in the place of mx.',
  ),
  'include-without-record': row(
    'include-without-record',
    'error',
    'An included domain has no record',
    'include wants the other domain’s policy. Where there is none, the check ends in permerror.',
    ['RFC 7208 §5.2'],
    'Take the include out, or mend its domain.',
  ),
  'redirect-without-record': row(
    'redirect-without-record',
    'error',
    'redirect leads to a domain without record',
    'redirect wants the other domain’s policy. Where there is none, the check ends in permerror.',
    ['RFC 7208 §6.1'],
    'Take the redirect out, or mend its domain.',
  ),
};
