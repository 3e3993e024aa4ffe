/** What all connections of a configuration share. */
import { type Authenticators, createAuthenticators } from '../auth/index.ts';
import { createVariables } from '../host/index.ts';
import { Options } from './options.ts';
import type { ReceptionPorts } from './ports.ts';

export interface Shared {
  readonly ports: ReceptionPorts;
  readonly options: Options;
  /** Variables of the configuration and the process, the last to be asked. */
  readonly base: ReturnType<typeof createVariables>;
  readonly authenticators: Authenticators;
  /** Lists of public suffixes by their files, each read once. */
  readonly suffixes: <T>(file: string, read: () => Promise<T>) => Promise<T>;
}

export function createShared(ports: ReceptionPorts): Shared {
  const { options, file } = ports.hostConfiguration;
  const base = createVariables({
    given: {},
    ofMessage: () => undefined,
    ofConfiguration: { primary_hostname: ports.primaryHostname, ...options },
    ...(file !== undefined && { configFile: file }),
  });
  const authenticators = createAuthenticators(ports.configuration);
  return { ports, options: new Options(ports.configuration), base, authenticators, suffixes: keepByName() };
}

function keepByName(): Shared['suffixes'] {
  const kept = new Map<string, Promise<unknown>>();
  return <T>(name: string, read: () => Promise<T>) => {
    const known = (kept.get(name) as Promise<T> | undefined) ?? read();
    kept.set(name, known);
    return known;
  };
}
