/** The options that say who may come in, read of the configuration by the master: to the acceptor they are plain values. */
import { type Configuration, mainValue } from '../config/index.ts';
import type { AdmissionLimits } from './admission.ts';

export interface DoorOptions {
  readonly limits: AdmissionLimits;
  /** `smtp_accept_max_per_host`: a number; a text with something to expand in it. */
  readonly perHost: number | string;
  /** `smtp_reserve_hosts`, not expanded; empty: none. */
  readonly reserved: string;
}

export function readDoorOptions(configuration: Configuration): DoorOptions {
  const text = (name: string): string => String(mainValue(configuration, name) ?? '');
  const load = mainValue(configuration, 'smtp_load_reserve');
  const perHost = text('smtp_accept_max_per_host');
  return {
    limits: {
      max: Number(mainValue(configuration, 'smtp_accept_max') ?? 20),
      reserve: Number(mainValue(configuration, 'smtp_accept_reserve') ?? 0),
      ...(typeof load === 'number' && load >= 0 && { loadReserve: load / 1000 }),
      hasReserved: text('smtp_reserve_hosts') !== '',
      hostname: String(mainValue(configuration, 'primary_hostname') ?? 'localhost'),
    },
    perHost: perHost.includes('$') ? perHost : numberIn(perHost),
    reserved: text('smtp_reserve_hosts'),
  };
}

/** What is no number is no limit. */
export const numberIn = (text: string): number => (/^\s*\d+\s*$/.test(text) ? Number(text) : 0);
