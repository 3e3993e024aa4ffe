/** ACLs for the strings of a command: those of its configuration, and those in their own text, with nobody connected. */
import type { Configuration } from '../config/index.ts';
import type { AclAnswer, AclPort, ExpansionHost, Text } from '../expand/index.ts';
import type { Facts } from '../facts/index.ts';

export interface CommandAcls {
  readonly port: AclPort;
  /** What ACLs have set. */
  readonly value: (name: string) => string | Text | undefined;
}

/** @param host  asked when an ACL is run: it is made of this, among others */
export function createAcls(given: Configuration | undefined, host: () => ExpansionHost): CommandAcls {
  const configuration = given ?? EMPTY;
  let facts: Facts | undefined;
  return {
    port: {
      run: async (name, args): Promise<AclAnswer> => {
        const { aclPort } = await import('../acl/index.ts');
        facts ??= await nobodyConnected(configuration, host().clock.now().getTime());
        const world = { configuration, phase: 'unknown', facts, host: host(), services: {} } as const;
        return aclPort(
          () => world,
          () => {},
        ).run(name, args);
      },
    },
    value: (name) => facts?.connection.values?.get(name),
  };
}

const EMPTY: Configuration = {
  ...{ main: new Map(), lists: [], acls: new Map(), routers: [], transports: [], authenticators: [] },
  ...{ retry: [], rewrite: [], macros: [], ownMacros: [], warnings: [] },
};

async function nobodyConnected({ main }: Configuration, startedMs: number): Promise<Facts> {
  const { createConnection } = await import('../facts/index.ts');
  const { hostname } = await import('node:os');
  const own = main.get('primary_hostname')?.value;
  return {
    connection: createConnection({ source: 'local', startedMs }),
    lookUpName: () => ({ kind: 'failed', message: 'there is no client' }),
    primaryHostname: typeof own === 'string' ? own : hostname(),
    hostText: { withPort: false },
  };
}
