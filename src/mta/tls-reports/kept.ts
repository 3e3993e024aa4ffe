/** Tallies among the hints: `2026-11-25 example.org`, a day (UTC) and a domain. */
import type { DayTally, ReportFacts } from '../../core/tlsrpt/index.ts';
import { type Configuration, mainValue } from '../config/index.ts';

export interface KeptTally extends DayTally {
  /** Where it has still to go; absent: it was not tried. */
  readonly left?: readonly string[];
}

export interface TallyKey {
  readonly day: string;
  readonly domain: string;
}

export function readTallyKey(key: string): TallyKey | undefined {
  const [, day, domain] = /^(\d{4}-\d\d-\d\d) (\S+)$/.exec(key) ?? [];
  return day === undefined || domain === undefined ? undefined : { day, domain };
}

/** What a report says of itself, by the configuration. */
export function factsOf(configuration: Configuration, { day, domain }: TallyKey, unique: string): ReportFacts {
  const option = (name: string): string => String(mainValue(configuration, name) ?? '');
  const contact = option('tlsrpt_contact');
  const host = option('primary_hostname');
  const submitter = /@([^@>\s]+)>?$/.exec(contact)?.[1]?.toLowerCase() ?? host;
  return {
    domain,
    day,
    organization: option('tlsrpt_organization') || host,
    contact,
    id: `${day}.${unique}@${host}`,
    submitter,
  };
}
