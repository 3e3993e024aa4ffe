/** A verdict on a chain as data and findings, JSON-safe, and as a result for Authentication-Results (RFC 8617 §6). */
import { type Finding, say } from '../../base/index.ts';
import type { MethodResult } from '../authres/index.ts';
import type { SecurityStatus } from '../dns/index.ts';
import { historic, REASON_ROWS } from './findings/rows.ts';
import type {
  ArcReason,
  ArcResult,
  ArcSetVerdict,
  ArcSignatureReason,
  ArcSignatureVerdict,
  ArcVerdict,
  ChainStatus,
} from './types.ts';

export const ARC_REASONS = ['no-chain', ...(Object.keys(REASON_ROWS) as Exclude<ArcReason, 'no-chain'>[])] as const;

export interface ArcReport {
  readonly result: ArcResult;
  readonly reason: ArcReason;
  readonly detail: string;
  /** The lowest instance whose message signature still verifies, 0 for all; of a chain that passes. */
  readonly oldestPass?: number;
  readonly sets: readonly ArcSetReport[];
}

export interface ArcSetReport {
  readonly instance: number;
  /** cv= of the seal. */
  readonly chainStatus?: ChainStatus;
  readonly seal: ArcSignatureReport;
  readonly messageSignature: ArcSignatureReport;
  /** Who sealed, by its own word, and what it had found. */
  readonly authservId?: string;
  readonly results: readonly MethodResult[];
}

export interface ArcSignatureReport {
  readonly result: ArcSignatureVerdict['result'];
  readonly reason: ArcSignatureReason;
  readonly detail: string;
  readonly domain?: string;
  readonly selector?: string;
  readonly key?: { readonly type: string; readonly bits?: number; readonly dnssec: SecurityStatus };
}

export function arcReport({ result, reason, detail, oldestPass, sets }: ArcVerdict): ArcReport {
  return {
    result,
    reason,
    detail,
    ...(oldestPass !== undefined && { oldestPass }),
    sets: sets.map(setReport),
  };
}

function setReport({ instance, cv, seal, messageSignature, results }: ArcSetVerdict): ArcSetReport {
  return {
    instance,
    ...(cv !== undefined && { chainStatus: cv }),
    seal: signatureReport(seal),
    messageSignature: signatureReport(messageSignature),
    ...(results?.authservId !== undefined && { authservId: results.authservId }),
    results: results?.results ?? [],
  };
}

function signatureReport({ key, ...rest }: ArcSignatureVerdict): ArcSignatureReport {
  if (key === undefined) return rest;
  const { type, bits, status } = key;
  return { ...rest, key: { type, ...(bits !== undefined && { bits }), dnssec: status } };
}

/** Nothing of a message without a chain. A chain that is lost is a warning: the message is judged without it (§5.2). */
export function arcFindingsOn({ result, reason, detail, isTemporary }: ArcVerdict): readonly Finding[] {
  if (reason === 'no-chain') return [];
  const isLost = result === 'fail' && isTemporary;
  return [say(REASON_ROWS[reason], { detail, ...(isLost && { severity: 'unknown' }) }), say(historic)];
}

/** @param remoteIp  who sent the message, where it is known */
export function arcMethodResult({ result, detail, oldestPass, reason }: ArcVerdict, remoteIp?: string): MethodResult {
  return {
    method: 'arc',
    result,
    ...(result === 'fail' && { reason: reason === 'cv-fail' ? 'cv=fail' : detail }),
    properties: [
      ...(remoteIp === undefined ? [] : [{ type: 'smtp', name: 'remote-ip', value: remoteIp }]),
      ...(oldestPass === undefined ? [] : [{ type: 'header', name: 'oldest-pass', value: String(oldestPass) }]),
    ],
  };
}
