/** What `ocsp fetch` has to say. */
import { row } from './define.ts';

const EXIM = 'Exim spec ch. "Encrypted SMTP connections using TLS/SSL"';

export const written = row(
  'fetch.written',
  'ok',
  'The proof was fetched, verified and stored',
  'The responder said that the certificate is good, the answer was verified as a client would, and the file was replaced whole. Its modification time is set to the moment at which it should be fetched again, usually in the future: until then the command does nothing.',
  ['RFC 6960 §3.2'],
);
export const fetched = row(
  'fetch.fetched',
  'ok',
  'The certificate is good, says its responder',
  'The answer was verified as a client would. No file was asked for, so nothing was stored; --out names one.',
  ['RFC 6960 §3.2'],
);
export const skipped = row(
  'fetch.skipped',
  'ok',
  'The proof is fresh, and nothing was fetched',
  'The modification time of the file is in the future: that is when to fetch again. The proof in it was verified. To fetch now, use --force, or touch the file.',
  [],
);
export const kept = row(
  'fetch.kept',
  'warn',
  'The answer is no better than the proof that is there, which stays',
  'A proof gives way only to one whose thisUpdate is not older and whose end is not sooner, however much a run is forced. Responders behind a cache may give old answers for a while, and one whose certificate is about to expire signs proofs that end with it.',
  ['RFC 6960 §2.4'],
);
export const revoked = row(
  'fetch.revoked',
  'error',
  'THE CERTIFICATE IS REVOKED',
  'Its authority has withdrawn it. Clients that ask will refuse it whatever is stapled, and a proof that was fetched before says good only until it ends. The stored proof stays unless --remove-revoked is given.',
  ['RFC 6960 §2.2', 'RFC 5280 §5.3.1'],
  'get a new certificate, with a new key if the old one may be known to others',
);
export const unknownCertificate = row(
  'fetch.unknown',
  'error',
  'The responder does not know the certificate',
  'It answers for this authority and has never heard of the certificate: one that was issued minutes ago may not have reached it yet, or it is the wrong responder. The stored proof stays.',
  ['RFC 6960 §2.2'],
  'wait an hour if the certificate is new; else ask the authority',
);
export const invalid = row(
  'fetch.invalid',
  'error',
  'The answer of the responder proves nothing',
  'There was an answer, and it did not pass: it is about another certificate, its signer has no right to sign, a signature or a date is wrong, or the responder refuses to answer. It was not stored; the proof that was there stays.',
  ['RFC 6960 §3.2', 'RFC 6960 §4.2.2.2'],
);
export const failed = row(
  'fetch.failed',
  'unknown',
  'No responder could be asked',
  'None was reached, or none answered in a way that decides anything: a timeout, a refused connection, an HTTP error, "try later". Nothing is known of the certificate by that, and the stored proof stays.',
  ['RFC 6960 §2.3'],
);
export const passedOver = row(
  'fetch.passed-over',
  'info',
  'An attempt came to nothing before another did',
  'A responder or a method failed, and the next one answered. The proof is none the worse for it.',
  [],
);
export const running = row(
  'fetch.old-proof',
  'warn',
  'The stored proof is all there is',
  'Nothing newer could be had. Servers staple the stored proof until it ends; after that they staple none, and clients that require one refuse the connection.',
  [EXIM],
);
export const noUrl = row(
  'fetch.no-url',
  'info',
  'The certificate names no OCSP responder: its authority publishes CRLs only',
  'There is nothing to staple, and clients do not expect anything. This is how more and more authorities have it; it is no fault of the certificate. --no-url error makes it an error.',
  ['RFC 5280 §4.2.2.1', 'RFC 5280 §4.2.1.13'],
);
export const mustStaple = row(
  'fetch.must-staple',
  'error',
  'The certificate demands a staple, and names no responder to get one from',
  'Clients that honour the TLS feature extension refuse a connection without a proof, and nobody offers one. Such a certificate works with no strict client.',
  ['RFC 7633 §4.2.3.1'],
  'get a certificate without the must-staple extension, or give the responder with --url',
);
export const badUrl = row(
  'fetch.bad-url',
  'error',
  'The responder of the certificate has no address that can be asked',
  'Responders are asked over HTTP or HTTPS. What is named is no URL of either kind.',
  ['RFC 6960 §3.1'],
  'give the responder with --url',
);
export const noIssuer = row(
  'fetch.no-issuer',
  'error',
  'The certificate of the issuer is missing',
  "A request names the certificate by digests of its issuer's name and key, and the answer is verified with that key. It is looked for in the file of the certificate, in --chain, among the trust roots and where the certificate says.",
  ['RFC 6960 §4.1.1'],
  'give it with --issuer, or behind the certificate in its file',
);
export const contentType = row(
  'fetch.content-type',
  'warn',
  'The answer does not say that it is an OCSP response',
  'Its content type is another than application/ocsp-response. The answer itself was good; caches and proxies on the way may treat it wrongly.',
  ['RFC 6960 §A.2'],
);
export const clockOff = row(
  'fetch.clock',
  'warn',
  'The clock here and that of the responder differ',
  'Proofs are judged by the clock of this host, and clients judge them by theirs. A clock that is off makes fresh proofs look as if they were still to come, or as if they had ended.',
  ['RFC 6960 §3.2'],
  'set the clock (NTP)',
);
export const noNextUpdate = row(
  'fetch.no-next-update',
  'warn',
  'The proof does not say until when it holds, and servers will not staple it',
  'Without nextUpdate newer information is available at all times. Exim and others ignore such a proof when they load it. It is fetched again at every run.',
  ['RFC 6960 §4.2.2.1', EXIM],
  'have the responder set nextUpdate',
);
export const signerEndsFirst = row(
  'fetch.signer-ends-first',
  'info',
  'The certificate of the signer ends before the proof',
  'From that moment the proof is worth nothing, whatever nextUpdate says. It is treated as ending then, and will be fetched again in time.',
  ['RFC 6960 §4.2.2.2'],
);
export const flawed = row(
  'fetch.flaw',
  'info',
  'The proof is good and leaves something to be desired',
  'The answer was verified; something about it is unusual and does not spoil it.',
  ['RFC 6960 §3.2'],
);
export const replacedUnusable = row(
  'fetch.unusable-file',
  'info',
  'What was in the file proved nothing for this certificate',
  'The file was there and its date said that it was fresh, but it held no good proof for this certificate at this time: it had ended, belonged to another certificate, or was damaged; or its date was beyond the end of the proof, as after a copy. The date was not believed.',
  [],
);
export const swept = row(
  'fetch.swept',
  'info',
  'Temporary files of a run that was killed were taken away',
  'A run writes into a temporary file first. One that is killed half-way leaves it behind, and the next run removes it.',
  [],
);
export const fileFailed = row(
  'fetch.file',
  'error',
  'The proof could not be stored',
  'The file or its folder cannot be written, or the disk is full. Whatever was there is there still, whole.',
  [],
  'make room, or give a file in a folder you may write to',
);
export const locked = row(
  'fetch.locked',
  'unknown',
  'Another run is at work on the same file',
  'Two runs on one file take turns. The other one took longer than this one was willing to wait.',
  [],
);

export const fetchFindings = [
  written,
  fetched,
  skipped,
  kept,
  revoked,
  unknownCertificate,
  invalid,
  failed,
  passedOver,
  running,
  noUrl,
  mustStaple,
  badUrl,
  noIssuer,
  contentType,
  clockOff,
  noNextUpdate,
  signerEndsFirst,
  flawed,
  replacedUnusable,
  swept,
  fileFailed,
  locked,
];
