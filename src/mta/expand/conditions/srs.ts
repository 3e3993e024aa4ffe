import type { ConditionRow } from '../ast.ts';
import { textOf } from '../outcome.ts';
import { decodeSrs } from '../values/srs.ts';
import { twoStrings } from './make.ts';

/** `inbound_srs{local part}{secret}` */
export const inboundSrs: ConditionRow = {
  ...twoStrings(
    'inbound_srs',
    'The local part is a return path that this host has rewritten; $srs_recipient is whom it stands for.',
    (localPart, secret, run) => {
      const address = decodeSrs(localPart.text, secret.text, run);
      if (address === undefined) return false;
      run.srsRecipient = textOf(address, localPart.tainted);
      if (run.host.lastSrs !== undefined) run.host.lastSrs.recipient = run.srsRecipient;
      return true;
    },
  ),
  syntax: { kind: 'strings', count: 2, tooFew: 'too few arguments or bracketing error for inbound_srs' },
};
