/** A connection to a SOCKS5 server becomes one to where it leads. */
import { err, ok, type Result } from '../../../base/index.ts';
import type { Connection, NetError } from '../../net/index.ts';
import { octetsWanted, type SocksState, type SocksWish, socksHello, takeSocks } from './session.ts';

export interface SocksOptions extends SocksWish {
  readonly timeoutMs: number;
}

/** The connection is closed where it comes to nothing. What the other side says first stays in the stream. */
export function throughSocks(connection: Connection, options: SocksOptions): Promise<Result<Connection, NetError>> {
  const { stream } = connection;
  return new Promise((resolve) => {
    let state: SocksState = 'method';
    let octets = Buffer.alloc(0);
    const finish = (result: Result<Connection, NetError>): void => {
      clearTimeout(timer);
      stream.off('readable', onReadable).off('end', onEnd).off('close', onEnd);
      if (!result.ok) connection.destroy();
      resolve(result);
    };
    const fail = (why: string): void => finish(err(failure(why)));
    const onEnd = (): void => fail('the proxy closed the connection');
    // No more is read than belongs to the proxy: what is behind it is the other server's.
    const onReadable = (): void => {
      for (;;) {
        const wanted = octetsWanted(state, octets);
        if (octets.length < wanted) {
          const read = stream.read(wanted - octets.length) as Buffer | null;
          if (read === null) return;
          octets = Buffer.concat([octets, read]);
          continue;
        }
        const step = takeSocks(state, octets, options);
        if (step.kind === 'failed') return void fail(step.why);
        if (step.kind === 'done')
          return void finish(ok({ ...connection, remote: { address: options.address, port: options.port } }));
        if (step.state !== 'reply-address') octets = Buffer.alloc(0);
        state = step.state;
        if (step.send !== undefined) stream.write(step.send);
      }
    };
    const timer = setTimeout(() => fail('the proxy did not answer in time'), options.timeoutMs);
    stream.on('readable', onReadable).once('end', onEnd).once('close', onEnd);
    stream.write(socksHello(options));
  });
}

const failure = (message: string): NetError => ({ code: 'net/failed', message, fault: 'peer', temporary: true });
