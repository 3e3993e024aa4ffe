/**
 * Every domain of the lab. To add one: a row in the family it belongs to; the test runs it against a real check.
 */
import { chains } from './families/chains.ts';
import { dkim } from './families/dkim.ts';
import { dmarc } from './families/dmarc.ts';
import { dnssec } from './families/dnssec.ts';
import { hosts } from './families/hosts.ts';
import { mismatch } from './families/mismatch.ts';
import { mtaSts } from './families/mta-sts.ts';
import { names } from './families/names.ts';
import { revocation } from './families/revocation.ts';
import { servers } from './families/servers.ts';
import { spf } from './families/spf.ts';
import { staples } from './families/staples.ts';
import { tlsrpt } from './families/tlsrpt.ts';
import { unusable } from './families/unusable.ts';
import { usages } from './families/usages.ts';
import { whole } from './families/whole.ts';
import type { DomainRow } from './types.ts';

export const FAMILIES: Readonly<Record<string, readonly DomainRow[]>> = {
  usages,
  mismatch,
  unusable,
  dnssec,
  hosts,
  servers,
  chains,
  names,
  staples,
  revocation,
  spf,
  'mta-sts': mtaSts,
  tlsrpt,
  dkim,
  dmarc,
  whole,
};

export const CATALOGUE: readonly DomainRow[] = Object.values(FAMILIES).flat();
