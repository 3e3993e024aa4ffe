/** What is said of a chain beside its verdict. */
import { row } from './define.ts';

export const valid = row(
  'chain.valid',
  'ok',
  'The chain is valid',
  'A path leads from the certificate to a trusted root, and the certificate is for the purpose and name asked for.',
  ['RFC 5280 §6.1'],
);
export const missing = row(
  'chain.missing-intermediate',
  'error',
  'An intermediate is not sent',
  'The path needs it. Browsers may have it or fetch it; mail servers and most programs do neither, and refuse.',
  ['RFC 8446 §4.4.2', 'RFC 5280 §4.2.2.1'],
  'Put the intermediate into the server’s certificate file, behind the leaf.',
);
export const notFetched = row(
  'chain.not-fetched',
  'warn',
  'A missing intermediate could not be fetched',
  'The certificate says where its issuer is, and nothing usable came from there.',
  ['RFC 5280 §4.2.2.1'],
);
export const outOfOrder = row(
  'chain.out-of-order',
  'warn',
  'The certificates are not in order',
  'Each is to certify the one before it. TLS 1.3 clients cope, older ones and some libraries do not.',
  ['RFC 8446 §4.4.2', 'RFC 5246 §7.4.2'],
);
export const duplicate = row(
  'chain.duplicate',
  'warn',
  'A certificate is sent twice',
  'It makes every handshake longer, and is no use.',
  ['RFC 8446 §4.4.2'],
  'Leave out the copy.',
);
export const rootSent = row(
  'chain.root-sent',
  'info',
  'The root is sent',
  'Who trusts it has it, and nobody trusts it because it was sent. For DANE-TA it must be sent where the TLSA record names it.',
  ['RFC 8446 §4.4.2', 'RFC 7671 §5.2.1'],
  'It can be left out, unless a TLSA record of usage 2 names it.',
);
export const unused = row(
  'chain.unused',
  'warn',
  'A certificate is sent that the path does not need',
  'It belongs to another chain, or to another way up.',
  ['RFC 8446 §4.4.2'],
  'Leave it out, unless other clients need that way.',
);
export const expiredUnused = row(
  'chain.expired-sent',
  'warn',
  'An expired certificate is sent, and another way up is there',
  'Some verifiers take the first way they see, and fail there: an expired cross-signed root once took half the net down.',
  ['RFC 4158 §2.4'],
  'Leave it out.',
);
export const endsSoon = row(
  'chain.ends-soon',
  'warn',
  'A certificate of the path ends within 14 days',
  'Renewal usually is due with a third of the time left.',
  ['RFC 5280 §4.1.2.5'],
  'Renew it.',
);
export const unreadable = row(
  'chain.unreadable',
  'warn',
  'A certificate cannot be read, and was left out',
  'It is no DER certificate, or its fields are not as RFC 5280 has them.',
  ['RFC 5280 §4.1'],
);

export const unreadableLeaf = row(
  'chain.unreadable-leaf',
  'error',
  'The certificate cannot be read',
  'It is no DER certificate, or its fields are not as RFC 5280 has them.',
  ['RFC 5280 §4.1'],
);

export const chainFindings = [
  valid,
  missing,
  notFetched,
  outOfOrder,
  duplicate,
  rootSent,
  unused,
  expiredUnused,
  endsSoon,
  unreadable,
  unreadableLeaf,
];
