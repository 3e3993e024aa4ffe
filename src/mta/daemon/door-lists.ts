/** Options of the door that depend on the client's address: expanded, and matched, for each client. */
import type { Configuration } from '../config/index.ts';
import { clean, type ExpansionHost, expand, isFailure, parseExpansion, textOf } from '../expand/index.ts';
import { createHeaders, createWorld, hostConfiguration } from '../host/index.ts';
import { type DoorOptions, numberIn } from './door-options.ts';

export function listedPolicy(
  { perHost, reserved }: DoorOptions,
  configuration: Configuration,
): { readonly maxPerHost: (address: string) => number; readonly isReserved: (address: string) => boolean } {
  const hostFor = hostMaker(configuration);
  return {
    maxPerHost: (address) =>
      typeof perHost === 'number' ? perHost : numberIn(expandNow(perHost, hostFor(address)) ?? ''),
    isReserved: (address) => {
      if (reserved === '') return false;
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

/** Undefined where it fails, or takes its time. */
function expandNow(text: string, host: ExpansionHost): string | undefined {
  if (!/[$\\]/.test(text)) return text;
  const outcome = expand(parseExpansion(text), host);
  return outcome instanceof Promise || outcome.kind !== 'text' ? undefined : outcome.text;
}
