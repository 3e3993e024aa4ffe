/** Servers killed while somebody asks them: the next one answers, or it is a deferral, and never "not found"; back again, they answer. */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import type { Context } from '../../framework/types.ts';
import { type Conversation, startConversation } from './conversation.ts';
import { PASSWORD, PORTS, redisCli, runMariadb, runPostgres, runSlapd, startRedis, stopPostgres } from './peers.ts';

export interface Running {
  readonly redis: number;
  readonly mysql: number;
  readonly slapd: number;
}

interface Killed {
  readonly type: string;
  readonly query: string;
  readonly server: string;
  /** Of the same kind, and up. */
  readonly spare?: string;
  readonly kill: () => Promise<void>;
  readonly revive: () => Promise<unknown>;
}

export async function killedCases(context: Context, folder: string, running: Running): Promise<void> {
  const login = `mail/exim/${PASSWORD}`;
  const CASES: readonly Killed[] = [
    {
      type: 'redis',
      query: 'get alive',
      server: `127.0.0.1:${PORTS.redis}//${PASSWORD}`,
      spare: `127.0.0.1:${PORTS.cluster}//`,
      kill: () => gone(running.redis),
      revive: async () => {
        await startRedis(context, folder);
        await redisCli(PORTS.redis, 'set', 'alive', 'yes');
      },
    },
    {
      type: 'mysql',
      query: "select 'yes'",
      server: `127.0.0.1:${PORTS.mysql}/${login}`,
      kill: () => gone(running.mysql),
      revive: () => runMariadb(context, folder),
    },
    {
      type: 'pgsql',
      query: "select 'yes'",
      server: `127.0.0.1:${PORTS.pgsql}/${login}`,
      kill: () => stopPostgres(folder),
      revive: () => runPostgres(context, folder),
    },
    {
      type: 'ldap',
      query: 'ldap:///dc=example?dc?base?',
      server: `127.0.0.1:${PORTS.ldap}`,
      kill: () => gone(running.slapd),
      revive: () => runSlapd(context, folder),
    },
  ];
  await redisCli(PORTS.redis, 'set', 'alive', 'yes');
  for (const each of CASES) {
    await context.test(`${each.type}: killed in the middle, and back again`, () => tryKilled(context, each));
  }
}

async function tryKilled(context: Context, { type, query, server, spare, kill, revive }: Killed): Promise<void> {
  const talk = startConversation(context);
  const slash = server.indexOf('/');
  const dead = `127.0.0.1:1${slash < 0 ? '' : server.slice(slash)}`;
  const ask = (...servers: readonly string[]) => talk.ask({ type: `${type},cache=no`, query, server: servers });
  strictEqual((await ask(server)).outcome, 'found');
  const { outcome, server: who } = await ask(dead, server);
  deepStrictEqual([outcome, who], ['found', server.split('/', 1)[0]]);
  await kill();
  strictEqual((await ask(server)).outcome, 'deferred');
  strictEqual((await ask(dead, server)).outcome, 'deferred');
  if (spare !== undefined) await trySpare(talk, type, server, spare);
  await revive();
  strictEqual((await ask(server)).outcome, 'found');
  talk.end();
}

async function trySpare(talk: Conversation, type: string, server: string, spare: string): Promise<void> {
  const { value, server: who } = await talk.ask({ type, query: 'ping', server: [server, spare] });
  deepStrictEqual([value, who], ['PONG', spare.split('/', 1)[0]]);
}

async function gone(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await ended(pid);
}

/** Until there is no such process; one that nobody has waited for is gone, too, when it is a child of ours. */
async function ended(pid: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
