/** A finding for each code a chain can be refused with. */
import type { FindingDef } from '../../../base/index.ts';
import { CHAIN_CODES, type ChainCode } from '../../pki/index.ts';
import { row } from './define.ts';

/** `crl-…` is any of the faults of core/crl, whose own rows say more. */
export function refusalOf(code: string): FindingDef {
  const known = code.startsWith('crl-') ? 'revocation-unknown' : (code as ChainCode);
  return REFUSALS.get(known)!;
}

const REFUSALS: ReadonlyMap<string, FindingDef> = new Map(
  Object.entries(CHAIN_CODES).map(([code, words]) => {
    const fix = 'fix' in words ? words.fix : undefined;
    return [code, row(`chain.${code}`, 'error', words.title, words.explanation, words.refs, fix)];
  }),
);

export const refusalFindings: readonly FindingDef[] = [...REFUSALS.values()];
