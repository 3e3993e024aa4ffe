/** What callouts and looks at quotas have found out, for as long as the configuration believes it (Exim spec §44.50). */
import { type Configuration, mainValue } from '../config/index.ts';
import type { Hints } from '../spool/index.ts';

/** Of a domain: what all its addresses have in common. */
export interface DomainRecord {
  /** Its hosts take no mail from the null path. */
  readonly refusesBounces?: boolean;
  /** It takes addresses that cannot exist. */
  readonly takesAll?: boolean;
  readonly postmaster?: 'ok' | 'fail';
}

/** An address, or a domain. */
export interface CalloutRecord extends DomainRecord {
  readonly came?: 'ok' | 'fail';
}

export interface CalloutCache {
  readonly address: (key: string) => Promise<'ok' | 'fail' | undefined>;
  readonly domain: (domain: string) => Promise<DomainRecord | undefined>;
  /** Had its mailbox room? */
  readonly quota: (address: string) => Promise<'ok' | 'fail' | undefined>;
  readonly keepAddress: (key: string, came: 'ok' | 'fail') => Promise<void>;
  /** @param isGood  how long it is believed */
  readonly keepDomain: (domain: string, record: DomainRecord, isGood: boolean) => Promise<void>;
  readonly keepQuota: (address: string, came: 'ok' | 'fail', seconds: number) => Promise<void>;
}

export function createCache(
  hints: Hints<CalloutRecord>,
  configuration: Configuration,
  nowMs: () => number,
): CalloutCache {
  const expiry = (option: string): number => nowMs() + Number(mainValue(configuration, option) ?? 0) * 1000;
  const keep = async (key: string, record: CalloutRecord, expiresAtMs: number): Promise<void> => {
    await hints.update(key, (before) => ({ value: { ...before?.value, ...record }, expiresAtMs }));
  };
  return {
    address: async (key) => (await hints.get(`address ${key}`))?.came,
    domain: async (domain) => hints.get(`domain ${domain}`),
    quota: async (address) => (await hints.get(`quota ${address}`))?.came,
    keepAddress: (key, came) =>
      keep(`address ${key}`, { came }, expiry(came === 'ok' ? 'callout_positive_expire' : 'callout_negative_expire')),
    keepDomain: (domain, record, isGood) =>
      keep(
        `domain ${domain}`,
        record,
        expiry(isGood ? 'callout_domain_positive_expire' : 'callout_domain_negative_expire'),
      ),
    keepQuota: (address, came, seconds) => keep(`quota ${address}`, { came }, nowMs() + seconds * 1000),
  };
}

/** Nothing is kept. */
export const NO_CACHE: CalloutCache = {
  address: async () => undefined,
  domain: async () => undefined,
  quota: async () => undefined,
  keepAddress: async () => {},
  keepDomain: async () => {},
  keepQuota: async () => {},
};
