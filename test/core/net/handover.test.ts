/** A connection that another process has accepted: what is set on it (`tcp_nodelay`, `smtp_accept_keepalive`). */
import { describe, expect, it } from 'vitest';
import { arrivedConnection } from '../../../src/core/net/index.ts';

function arriving(options: { readonly noDelay: boolean; readonly keepsAlive: boolean }, remoteAddress?: string) {
  const set: string[] = [];
  const socket = {
    remoteAddress,
    remotePort: 4711,
    setNoDelay: (on: boolean) => void set.push(`nodelay ${on}`),
    setKeepAlive: (on: boolean) => void set.push(`keepalive ${on}`),
    destroy: () => void set.push('destroyed'),
    on: () => socket,
    once: () => socket,
  };
  const connection = arrivedConnection(socket as unknown as Parameters<typeof arrivedConnection>[0], options);
  return { set, remote: connection?.remote };
}

describe('a connection that was handed over', () => {
  it('holds nothing back where tcp_nodelay is set, and is left as it is where it is not', () => {
    const on = arriving({ noDelay: true, keepsAlive: false }, '::ffff:192.0.2.1');
    expect(on).toEqual({ set: ['nodelay true'], remote: { address: '192.0.2.1', port: 4711 } });
    expect(arriving({ noDelay: false, keepsAlive: false }, '192.0.2.1').set).toEqual([]);
  });

  it('is asked whether it still lives where smtp_accept_keepalive is set', () =>
    expect(arriving({ noDelay: true, keepsAlive: true }, '192.0.2.1').set).toEqual(['nodelay true', 'keepalive true']));

  it('is none where its client has gone meanwhile', () =>
    expect(arriving({ noDelay: true, keepsAlive: true })).toEqual({ set: ['destroyed'], remote: undefined }));
});
