/** One server with its channels: the first way to ask it, and the second for answers cut short. */
import type { Random } from '../../../base/index.ts';
import type { Net } from '../../net/types.ts';
import type { Channel } from './channel.ts';
import { createHttpsChannel } from './https.ts';
import { formatServer, type ServerSpec } from './server-spec.ts';
import { createStreamChannel, type Open } from './stream.ts';
import { createUdpChannel } from './udp.ts';

export interface UpstreamServer {
  readonly label: string;
  readonly first: Channel;
  /** TCP, for responses with TC over UDP (RFC 7766 §5). */
  readonly whenCut?: Channel;
  /** Set once it refused a query with OPT and took the same without (RFC 6891 §7). */
  withoutEdns: boolean;
}

export function createUpstreamServer(net: Net, spec: ServerSpec, random: Random): UpstreamServer {
  const label = formatServer(spec);
  if (spec.kind === 'https') return { label, first: createHttpsChannel(net, spec.url), withoutEdns: false };
  const dial: Open = (options) => net.dial(spec.address, spec.port, options);
  if (spec.kind === 'tls') {
    const open = overTls(net, dial, spec.hostname, spec.address);
    return { label, first: createStreamChannel({ transport: 'tls', server: label, open, random }), withoutEdns: false };
  }
  return {
    label,
    first: createUdpChannel(net, spec.address, spec.port, label),
    whenCut: createStreamChannel({ transport: 'tcp', server: label, open: dial, random }),
    withoutEdns: false,
  };
}

/** Strict privacy: an unverified server gets no question (RFC 8310 §5). */
function overTls(net: Net, dial: Open, hostname: string | undefined, address: string): Open {
  return async (options) => {
    const connection = await dial(options);
    if (!connection.ok) return connection;
    const secure = await net.startTls(connection.value, {
      ...options,
      ...(hostname === undefined ? {} : { serverName: hostname }),
      verifyName: hostname ?? address,
      alpn: ['dot'],
      minVersion: 'TLSv1.2',
    });
    if (!secure.ok) connection.value.destroy();
    return secure;
  };
}
