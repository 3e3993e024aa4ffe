/**
 * Parameters of MAIL as Exim hears them: SIZE (RFC 1870), BODY (RFC 6152, 3030), RET and ENVID (RFC 3461), AUTH (RFC 4954), SMTPUTF8
 * (RFC 6531), REQUIRETLS (RFC 8689), PRDR (draft-hall-prdr). Values that the standards refuse and Exim does not mind go unheard:
 * clients that it serves are not to be lost over them.
 */

import type { BodyKind, MailParameters } from '../../grammar/parameters.ts';
import { decodeXtext, decodeXtextOctets } from '../../grammar/xtext.ts';
import { CUT, type Heard, NOTHING_TAKEN, taken, UNKNOWN, type WordReader, type WordTable, wrong } from './take.ts';

type Reader = WordReader<MailParameters>;

const BODIES: readonly BodyKind[] = ['7BIT', '8BITMIME'];

const body: Reader = (value, _so, { state: { offers } }) => {
  if (value === '' || (offers.eightBitMime !== true && offers.binaryMime !== true)) return CUT;
  const known = offers.binaryMime === true ? [...BODIES, 'BINARYMIME' as const] : BODIES;
  const found = known.find((kind) => kind === value.toUpperCase());
  return found === undefined ? wrong('invalid data for BODY') : taken({ body: found });
};

/** As an unsigned number of C's: what is below zero is above any limit (Deviates from RFC 1870 §4 because Exim does). */
const size: Reader = (value) => {
  const [, sign, digits] = /^([+-]?)(\d+)$/.exec(value) ?? [];
  if (digits === undefined) return CUT;
  return taken({ size: sign === '-' ? Number.MAX_SAFE_INTEGER : Math.min(Number(digits), Number.MAX_SAFE_INTEGER) });
};

const ret: Reader = (value, so, turn) => {
  if (value === '') return CUT;
  if (!turn.offersDsn) return NOTHING_TAKEN;
  if (so.ret !== undefined) return wrong('RET can be specified once only');
  const found = (['FULL', 'HDRS'] as const).find((kind) => kind === value.toUpperCase());
  return found === undefined ? wrong('Value for RET is invalid') : taken({ ret: found });
};

/** Whether it is xtext is for the one who writes it into a report to see. */
const envid: Reader = (value, so, turn) => {
  if (value === '') return CUT;
  if (!turn.offersDsn) return NOTHING_TAKEN;
  return so.envid === undefined ? taken({ envid: value }) : wrong('ENVID can be specified once only');
};

const auth: Reader = (value, _so, turn): Heard<MailParameters> => {
  if (value === '') return CUT;
  if (value === '<>') return taken({ auth: '' });
  const decoded = turn.state.config.octets === true ? decodeXtextOctets(value) : decodeXtext(value);
  if (!decoded.ok) return wrong('invalid data for AUTH');
  turn.tell({ kind: 'auth-parameter', said: value });
  return taken({ auth: decoded.value });
};

const requiretls: Reader = (_value, _so, { state: { offers, isSecured } }) => {
  if (offers.requireTls !== true) return UNKNOWN;
  return isSecured ? taken({ requiretls: true }) : wrong('REQUIRETLS needs TLS', 530); // RFC 8689 §4.2
};

const utf8: Reader = (_value, _so, turn) => {
  if (!turn.isExtended || turn.state.offers.smtpUtf8 !== true) return wrong('SMTPUTF8 used when not advertised');
  turn.state.hasSaidUtf8 = true;
  turn.tell({ kind: 'utf8-parameter' });
  return taken({ smtputf8: true });
};

export const MAIL_WORDS: WordTable<MailParameters> = {
  unknownBehind: ' ',
  readers: {
    SIZE: size,
    BODY: body,
    RET: ret,
    ENVID: envid,
    AUTH: auth,
    REQUIRETLS: requiretls,
    SMTPUTF8: utf8,
    PRDR: (_value, _so, { state: { offers } }) => (offers.prdr === true ? taken({ prdr: true }) : NOTHING_TAKEN),
  },
};
