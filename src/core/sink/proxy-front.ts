/** The PROXY header before a session: who the client really is. */

import type { ServedConnection } from '../net/index.ts';
import { decodeProxy, type ProxyFault, type ProxyHeader, startProxy } from '../proxy/index.ts';

export type Fronted =
  | { readonly kind: 'header'; readonly header: ProxyHeader; readonly rest: Uint8Array }
  | { readonly kind: 'invalid'; readonly fault: ProxyFault }
  /** It ended, or took too long. */
  | { readonly kind: 'none' };

/** A proxy has its header ready; so it is to come soon. */
const HEADER_MS = 5000;

export function readProxyHeader({ stream }: ServedConnection): Promise<Fronted> {
  let state = startProxy;
  return new Promise((resolve) => {
    const finish = (fronted: Fronted): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).pause();
      resolve(fronted);
    };
    const onEnd = (): void => finish({ kind: 'none' });
    const onData = (bytes: Uint8Array): void => {
      const decoded = decodeProxy(state, bytes);
      if (decoded.kind === 'more') state = decoded.state;
      else finish(decoded);
    };
    const timer = setTimeout(onEnd, HEADER_MS);
    stream.on('data', onData).once('end', onEnd).once('close', onEnd).resume();
  });
}
