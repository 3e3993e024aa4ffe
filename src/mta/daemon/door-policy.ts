/** The options that say who may come in, read of a configuration; what they depend on is the client's address alone. */
import { type Configuration, mainValue } from '../config/index.ts';
import { clean, type ExpansionHost, expand, isFailure, parseExpansion, textOf } from '../expand/index.ts';
import { createHeaders, createWorld, hostConfiguration } from '../host/index.ts';
import type { AdmissionLimits } from './admission.ts';

export interface DoorPolicy {
  readonly limits: AdmissionLimits;
  /** `smtp_accept_max_per_host`; 0: no limit. */
  readonly maxPerHost: (address: string) => number;
  /** Is it in `smtp_reserve_hosts`? A list that needs a look-up that takes its time says no. */
  readonly isReserved: (address: string) => boolean;
}

export function readDoorPolicy(configuration: Configuration): DoorPolicy {
  const value = (name: string): string | undefined => {
    const found = mainValue(configuration, name);
    return found === undefined ? undefined : String(found);
  };
  const perHost = value('smtp_accept_max_per_host');
  const reserved = value('smtp_reserve_hosts');
  const load = mainValue(configuration, 'smtp_load_reserve');
  const hostFor = hostMaker(configuration);
  const limit = limitReader(perHost, hostFor);
  return {
    limits: {
      max: Number(value('smtp_accept_max') ?? 20),
      reserve: Number(value('smtp_accept_reserve') ?? 0),
      ...(typeof load === 'number' && load >= 0 && { loadReserve: load / 1000 }),
      hasReserved: reserved !== undefined && reserved !== '',
      hostname: value('primary_hostname') ?? 'localhost',
    },
    maxPerHost: limit,
    isReserved: (address) => {
      if (reserved === undefined || reserved === '') return false;
      const list = expandNow(reserved, hostFor(address));
      if (list === undefined) return false;
      const answer = hostFor(address).lists.match('host', textOf(address, true), clean(list));
      return !(answer instanceof Promise) && !isFailure(answer) && answer.matched;
    },
  };
}

type HostMaker = (address: string) => ExpansionHost;

function hostMaker(configuration: Configuration): HostMaker {
  const options = hostConfiguration(configuration);
  const world = createWorld({ configuration: options });
  const headers = createHeaders([], 'UTF-8');
  return (address) =>
    world.hostFor({
      variable: (name) => (name === 'sender_host_address' ? textOf(address, true) : options.options[name]),
      set: () => {},
      headers,
    });
}

/** Most are a plain number, read once. */
function limitReader(text: string | undefined, hostFor: HostMaker): (address: string) => number {
  if (text === undefined || text === '') return () => 0;
  if (!text.includes('$')) return () => numberIn(text);
  return (address) => numberIn(expandNow(text, hostFor(address)) ?? '');
}

/** What is no number is no limit. */
const numberIn = (text: string): number => (/^\s*\d+\s*$/.test(text) ? Number(text) : 0);

/** Undefined where it fails, or takes its time. */
function expandNow(text: string, host: ExpansionHost): string | undefined {
  if (!/[$\\]/.test(text)) return text;
  const outcome = expand(parseExpansion(text), host);
  return outcome instanceof Promise || outcome.kind !== 'text' ? undefined : outcome.text;
}
