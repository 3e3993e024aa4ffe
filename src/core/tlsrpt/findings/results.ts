/** What went wrong, by the words of reports (RFC 8460 §4.3): one row each, with what to do about it. */
import type { FindingDef } from '../../../base/index.ts';
import { row } from './define.ts';

const result = (id: string, title: string, explanation: string, refs: readonly string[], fix?: string): FindingDef =>
  row(`result.${id}`, 'error', title, explanation, ['RFC 8460 §4.3', ...refs], fix);

/** By `result-type`. */
export const RESULT_ROWS: Readonly<Record<string, FindingDef>> = {
  'starttls-not-supported': result(
    'starttls-not-supported',
    'Senders were offered no STARTTLS',
    'A host of the domain did not offer STARTTLS, or somebody on the way took the offer out.',
    ['RFC 3207 §4'],
    'See that every MX host offers STARTTLS at every address; mxray tls probe shows what it offers from here.',
  ),
  'certificate-host-mismatch': result(
    'certificate-host-mismatch',
    'The certificate did not name the host',
    'It has no DNS name that is the host’s, or the policy’s constraint does not fit: by MTA-STS the MX host, by DANE-TA also the domain.',
    ['RFC 8461 §4.1', 'RFC 7672 §3.2.2'],
    'Have the host’s name added to its certificate; mxray certname test shows what it names.',
  ),
  'certificate-expired': result(
    'certificate-expired',
    'The certificate had ended',
    'A host showed a certificate past its end.',
    ['RFC 5280 §4.1.2.5'],
    'Renew it, and see that the server has loaded the new one.',
  ),
  'certificate-not-trusted': result(
    'certificate-not-trusted',
    'The certificate led to nobody whom senders trust',
    'It is signed by itself or by an authority that senders do not know, or an intermediate was not sent.',
    ['RFC 8461 §4.1'],
    'Send the intermediates, and have the certificate issued by a public authority; mxray cert chain shows what is missing.',
  ),
  'validation-failure': result(
    'validation-failure',
    'TLS failed in a way that no other word is for',
    'Handshakes that break off, protocol versions and ciphers that do not meet, and all else come under this word.',
    [],
    'Look at the reason that the report gives; mxray tls probe shows what the server can do.',
  ),
  'tlsa-invalid': result(
    'tlsa-invalid',
    'No TLSA record matched',
    'The records are of no use or vouch for another certificate: often a key that was changed before its record.',
    ['RFC 7672 §2.2'],
    'Publish a record for the certificate in use; mxray dane check shows it.',
  ),
  'dnssec-invalid': result(
    'dnssec-invalid',
    'DNSSEC validation failed',
    'Senders’ resolvers found no valid chain of signatures down to the records of the domain, and did not deliver.',
    ['RFC 7672 §2.1', 'RFC 4035 §5'],
    'Mend the signatures; mxray dnssec trace shows where the chain breaks.',
  ),
  'dane-required': result(
    'dane-required',
    'A sender insists on DANE, and there is none',
    'The sender is set up to require DANE for the domain, and found no usable TLSA records at its hosts.',
    ['RFC 7672 §2.2'],
    'Publish TLSA records, or ask the sender why it insists; mxray dane check shows what is missing.',
  ),
  'sts-policy-fetch-error': result(
    'sts-policy-fetch-error',
    'The MTA-STS policy could not be fetched',
    'The record says that there is a policy, and the policy host did not give it.',
    ['RFC 8461 §3.3'],
    'mxray mtasts check fetches it as senders do.',
  ),
  'sts-policy-invalid': result(
    'sts-policy-invalid',
    'The MTA-STS policy is not written as it must be',
    'Senders fetched it and could not use it.',
    ['RFC 8461 §3.2'],
    'mxray mtasts check shows the line.',
  ),
  'sts-webpki-invalid': result(
    'sts-webpki-invalid',
    'The certificate of the MTA-STS policy host was not valid',
    'It does not name the policy host, has ended, or leads to nobody whom senders trust.',
    ['RFC 8461 §3.3'],
    'Renew the certificate of the policy host; mxray mtasts check shows it.',
  ),
};

export const otherResult = row(
  'result.other',
  'error',
  'Sessions failed for a reason that is not in the list',
  'The report uses a word that RFC 8460 does not have, or says only that sessions failed.',
  ['RFC 8460 §4.3'],
  'Ask who reported it; the contact is in the report.',
);

export const resultFindings: readonly FindingDef[] = [...Object.values(RESULT_ROWS), otherResult];
