import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/base/index.ts';
import { ServerList } from '../../../../src/core/dns/transport/server-list.ts';

const none: ReadonlySet<string> = new Set();
const list = (...servers: string[]): ServerList<string> => new ServerList(servers, seededRandom(7));

/** How often each is chosen in so many turns. */
function count(servers: ServerList<string>, turns: number): Record<string, number> {
  const chosen: Record<string, number> = {};
  for (let i = 0; i < turns; i += 1) {
    const server = servers.choose(none)!;
    chosen[server] = (chosen[server] ?? 0) + 1;
  }
  return chosen;
}

describe('server choice', () => {
  it('begins in the order given', () => {
    const servers = list('a', 'b');
    expect(servers.choose(none)).toBe('a');
    servers.succeeded('a', 10);
    expect(servers.choose(none)).toBe('b');
  });

  it('never offers one that was tried, and nothing when all were', () => {
    const servers = list('a', 'b');
    expect(servers.choose(new Set(['a']))).toBe('b');
    expect(servers.choose(new Set(['a', 'b']))).toBeUndefined();
  });

  it('prefers the quick one', () => {
    const servers = list('slow', 'quick');
    servers.succeeded('slow', 200);
    servers.succeeded('quick', 20);
    expect(count(servers, 50)).toEqual({ quick: 50 });
  });

  it('divides its questions among those about as quick', () => {
    const servers = list('a', 'b');
    for (let i = 0; i < 60; i += 1) {
      const server = servers.choose(none)!;
      servers.succeeded(server, 20);
    }
    const chosen = count(servers, 20);
    expect(Object.keys(chosen).sort()).toEqual(['a', 'b']);
  });

  it('leaves one that failed, and comes back to it in time', () => {
    const servers = list('a', 'b');
    servers.succeeded('a', 20);
    servers.succeeded('b', 30);
    servers.failed('a');
    expect(count(servers, 100)).toEqual({ b: 100 });
    expect(count(servers, 200).a).toBeGreaterThan(0);
  });

  it('smooths over a single slow answer (RFC 6298 §2.3)', () => {
    const servers = list('a', 'b');
    servers.succeeded('a', 20);
    servers.succeeded('b', 60);
    servers.succeeded('a', 100);
    expect(servers.choose(none)).toBe('a');
  });
});
