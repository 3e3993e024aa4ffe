/**
 * `ocsp fetch` with others on every side: openssl answers and openssl judges what was fetched, the file dates are those of
 * ocsp_fetch.pl's rule, Exim and s_server staple the file, and the disk, the network and kill -9 do their worst.
 */
import type { Suite } from '../../framework/types.ts';
import { startOpensslResponder } from '../../peers/openssl-responder.ts';
import { makeAuthority } from './authority.ts';
import { dateCases } from './date-cases.ts';
import { faultCases } from './fault-cases.ts';
import { killCases } from './kill-cases.ts';
import { stapleCases } from './staple-cases.ts';
import { statusCases } from './status-cases.ts';
import type { World } from './types.ts';

const PORTS = { usual: 8801, delegated: 8802, short: 8803, endless: 8804 } as const;

export const suite: Suite = {
  name: 'ocsp-fetch',
  proves:
    'proofs from openssl are fetched, dated, judged good by openssl, stapled by Exim and s_server, and survive faults',
  async run(context) {
    const files = await makeAuthority(context.folder);
    const { ca, caKey, index, delegate, short } = files;
    const common = { indexFile: index, caFile: ca, minutes: 48 * 60 };
    const start = (port: number, signerFile: string, keyFile: string, more: { minutes?: number | undefined } = {}) =>
      startOpensslResponder(context, {
        ...common,
        port,
        signerFile,
        keyFile,
        ...(more as { minutes?: number }),
        logFile: `${context.folder}/responder-${port}`,
      });
    const world: World = {
      files,
      folder: context.folder,
      urls: {
        usual: await start(PORTS.usual, ca, caKey),
        delegated: await start(PORTS.delegated, delegate.cert, delegate.key),
        short: await start(PORTS.short, short.cert, short.key),
        endless: await start(PORTS.endless, ca, caKey, { minutes: undefined }),
      },
    };
    await statusCases(context, world);
    await dateCases(context, world);
    await stapleCases(context, world);
    await faultCases(context, world);
    await killCases(context, world);
  },
};
