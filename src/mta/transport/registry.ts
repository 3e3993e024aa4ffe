/** The drivers of transports: a row each, loaded when it is first used. */
import type { Deliver } from './types.ts';

export interface TransportRow {
  /** Where it delivers: on this host, or to others. */
  readonly kind: 'local' | 'remote';
  readonly load: () => Promise<Deliver>;
}

export const TRANSPORTS: Readonly<Record<string, TransportRow>> = {
  appendfile: { kind: 'local', load: async () => (await import('./appendfile/deliver.ts')).deliverToFile },
  autoreply: { kind: 'local', load: async () => (await import('./autoreply/deliver.ts')).deliverReply },
  queuefile: { kind: 'local', load: async () => (await import('./queuefile/deliver.ts')).copyQueueFiles },
  pipe: { kind: 'local', load: async () => (await import('./pipe/deliver.ts')).deliverToProgram },
  lmtp: { kind: 'local', load: async () => (await import('./lmtp/deliver.ts')).deliverByLmtp },
  smtp: { kind: 'remote', load: async () => (await import('./smtp/index.ts')).deliverBySmtp },
};
