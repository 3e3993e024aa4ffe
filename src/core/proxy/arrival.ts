/** The PROXY header before a session, read off its stream: it must be there in time, and nothing is said before it (§2). */
import type { Readable } from 'node:stream';
import { decodeProxy, startProxy } from './decode.ts';
import type { ProxyFault, ProxyHeader } from './types.ts';

export type ProxyArrival =
  /** What came behind it is the session's. */
  | { readonly kind: 'header'; readonly header: ProxyHeader; readonly rest: Uint8Array }
  | { readonly kind: 'invalid'; readonly fault: ProxyFault }
  /** The connection ended, or it took too long. */
  | { readonly kind: 'none' };

export function readProxyHeader(stream: Readable, timeoutMs: number): Promise<ProxyArrival> {
  let state = startProxy;
  return new Promise((resolve) => {
    const finish = (arrival: ProxyArrival): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).pause();
      resolve(arrival);
    };
    const onEnd = (): void => finish({ kind: 'none' });
    const onData = (bytes: Uint8Array): void => {
      const decoded = decodeProxy(state, bytes);
      if (decoded.kind === 'more') state = decoded.state;
      else finish(decoded);
    };
    const timer = setTimeout(onEnd, timeoutMs);
    stream.on('data', onData).once('end', onEnd).once('close', onEnd).resume();
  });
}
