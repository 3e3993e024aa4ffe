/** RDATA in canonical form: names in it lower-cased where DNSSEC says so, everything else as it is (RFC 4034 §6.2). */
import { compareBytes } from '../../../base/index.ts';
import { nameLayout } from './registry.ts';
import type { NameLayout } from './types.ts';

/**
 * The canonical form of uncompressed RDATA. The same array comes back when there is nothing to fold, which is nearly
 * always; malformed RDATA comes back as it is, since it will match no signature made over sound data.
 *
 * @see RFC 4034 §6.2 (3); RFC 6840 §5.1 (not NSEC); RFC 3597 §7 (not types younger than it)
 */
export function canonicalRdata(type: number, rdata: Uint8Array): Uint8Array {
  const layout = nameLayout(type);
  if (layout === undefined || !layout.folded) return rdata;
  let copy: Uint8Array | undefined;
  let at = namesStart(layout, rdata);
  for (let i = 0; i < layout.count; i += 1) {
    while (at < rdata.length) {
      const end = at + 1 + rdata[at]!;
      const last = rdata[at] === 0;
      for (at += 1; at < end && at < rdata.length; at += 1) {
        if (!isUpper(rdata[at]!)) continue;
        copy ??= rdata.slice();
        copy[at] = rdata[at]! + 32;
      }
      if (last) break;
    }
  }
  return copy ?? rdata;
}

/** RRs of a set in canonical order, duplicates gone (RFC 4034 §6.3). Takes and gives canonical RDATA. */
export function sortRdatas(rdatas: readonly Uint8Array[]): readonly Uint8Array[] {
  if (rdatas.length < 2) return rdatas;
  const sorted = rdatas.toSorted(compareBytes);
  return sorted.filter((rdata, i) => i === 0 || compareBytes(rdata, sorted[i - 1]!) !== 0);
}

function namesStart(layout: NameLayout, rdata: Uint8Array): number {
  let at = layout.skip;
  for (let i = 0; i < (layout.strings ?? 0); i += 1) at += 1 + (rdata[at] ?? 0);
  return at;
}

function isUpper(octet: number): boolean {
  return octet >= 0x41 && octet <= 0x5a;
}
