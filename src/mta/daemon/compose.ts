import { ok } from '../../base/index.ts';
import type { MakeReception } from './reception-port.ts';
export const makeReception: MakeReception = async () =>
  ok({
    open: (guest) => ({
      config: {
        name: 'stub',
        protocol: 'smtp',
        client: { address: guest.client.address },
        offers: { pipelining: true },
        limits: { errors: 3, unknownCommands: 3 },
        bare: 'refuse',
        enforcesSync: false,
        requiresHelo: false,
        takesJunkHelo: false,
        takesUnqualified: true,
        asks: new Set(),
      },
      host: { answer: () => ({ outcome: 'accept' }), data: () => {}, tell: () => {}, ended: () => {} },
      idleMs: 300_000,
    }),
    expectsProxy: () => false,
    counts: () => ({}),
    close: async () => {},
  });
