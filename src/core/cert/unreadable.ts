/** A leaf that nobody can read is no valid chain: a verdict, where a batch asks about many. */
import type { Report } from '../../base/index.ts';
import { unreadableLeaf as row } from './findings/chain.ts';
import { say } from './findings/define.ts';
import type { CertChainData, ChainCheck } from './types.ts';

export function unreadableLeaf(
  fault: string,
  { purpose, profile, at }: Pick<ChainCheck, 'purpose' | 'profile' | 'at'>,
): Report<CertChainData> {
  const data: CertChainData = {
    valid: false,
    code: 'unreadable',
    detail: fault,
    purpose,
    profile,
    at: at.toISOString(),
    path: [],
    sent: [],
    missing: [],
  };
  return { data, findings: [say(row, { detail: fault })] };
}
