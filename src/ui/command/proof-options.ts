/** What `ocsp fetch` and `ocsp watch` share: how a responder is asked, and what becomes of its answer. */
import * as Flags from '@oclif/core/flags';
import { sleep, systemRandom } from '../../base/index.ts';
import {
  DEFAULT_MARGIN_PERCENT,
  DIGESTS,
  type FetchOptions,
  METHODS,
  PROOF_FORMATS,
  type StaplePorts,
} from '../../core/stapling/index.ts';
import type { Context } from './context.ts';
import type { Fields } from './fields.ts';

const NO_URL = ['ok', 'error'] as const;
const MAX_RETRIES = 20;
const DEFAULT_RETRIES = 2;
/** How long to wait for another run on the same file. */
export const LOCK_WAIT_MS = 30_000;

export const proofFlags = {
  format: Flags.option({ options: PROOF_FORMATS })({ description: 'of the proof file [default: der]' }),
  margin: Flags.string({
    helpValue: 'PERCENT',
    description: `fetch again when so much of the remaining time is left [default: ${DEFAULT_MARGIN_PERCENT}]`,
  }),
  method: Flags.option({ options: METHODS })({
    description: 'how to ask; auto is GET where the request is short, then POST [default: auto]',
  }),
  digest: Flags.option({ options: DIGESTS })({
    description: 'by which the request names the issuer; few responders know another than sha1 [default: sha1]',
  }),
  nonce: Flags.boolean({ description: 'ask for an answer made for this request' }),
  retries: Flags.string({
    helpValue: 'N',
    description: `further attempts at a responder whose failure may pass [default: ${DEFAULT_RETRIES}]`,
  }),
  'no-url': Flags.option({ options: NO_URL })({
    description: 'what a certificate without a responder is [default: ok]',
  }),
  'remove-revoked': Flags.boolean({ description: 'delete the proof of a certificate that is revoked' }),
};

/** How responders are asked, as far as the words of a command say. */
export type AskWords = Pick<FetchOptions['ask'], 'method' | 'digest' | 'nonce' | 'retries'>;

export function readAskWords(fields: Fields): AskWords {
  return {
    method: fields.oneOf('method', METHODS) ?? 'auto',
    digest: fields.oneOf('digest', DIGESTS) ?? 'sha1',
    nonce: fields.flag('nonce'),
    retries: fields.integer('retries', { min: 0, max: MAX_RETRIES }) ?? DEFAULT_RETRIES,
  };
}

/** What becomes of an answer. */
export function readProofWords(
  fields: Fields,
): Pick<FetchOptions, 'marginPercent' | 'removeRevoked' | 'noUrl'> & Partial<Pick<FetchOptions, 'format'>> {
  const format = fields.oneOf('format', PROOF_FORMATS);
  return {
    marginPercent: fields.integer('margin', { min: 0, max: 99 }) ?? DEFAULT_MARGIN_PERCENT,
    removeRevoked: fields.flag('removeRevoked'),
    noUrl: fields.oneOf('noUrl', NO_URL) ?? 'ok',
    ...(format !== undefined && { format }),
  };
}

export function staplePorts({ network, clock, signal }: Context): StaplePorts {
  return { fetch: network.net.fetch, clock, random: systemRandom, sleep: (ms) => sleep(ms, signal), signal };
}
