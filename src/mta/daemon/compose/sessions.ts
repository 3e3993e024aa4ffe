/** A worker's sessions, put together of the real things: what they ask for names, scanners, hosts and programs. */
import { loadavg } from 'node:os';
import { systemErrorText, systemRandom } from '../../../base/index.ts';
import { runProgram } from '../../../base/process/index.ts';
import { openLocalStream } from '../../../core/net/index.ts';
import { askIdent } from '../../names/index.ts';
import { createReception, type Reception } from '../../receive/index.ts';
import { createScanners } from '../../scan/index.ts';
import { createServerTls } from '../../tls/index.ts';
import { sendOwn } from '../submission/own-mail.ts';
import { type DeliveryService, etrnRun } from './delivery.ts';
import type { Ground } from './ground.ts';
import { messageIds } from './message-ids.ts';
import { relayOver } from './relay.ts';
import { aclServices, sleep } from './services.ts';
import { composeVerifier } from './verifier.ts';

/** @param delivery  what was stored goes there; not asked for before the first session */
export function composeSessions(ground: Ground, delivery: () => DeliveryService): Reception {
  const { configuration, ticketSecret, log, spool, newestId, resolver, figures, user, both } = ground;
  const { clock, names } = both;
  const { net } = resolver;
  const reception: Reception = createReception({
    identify: (question) => askIdent(net, question),
    user,
    sendOwn: (mail) => sendOwn(mail, reception, user),
    logWritten: () => log.written(),
    logSpace: () => log.space(),
    ids: messageIds(configuration, newestId),
    scanners: createScanners({ net, clock, random: systemRandom, addressesOf: names.addressesOf, wait: sleep }),
    connectLocal: openLocalStream,
    services: aclServices(spool, resolver, names),
    verifier: composeVerifier(ground),
    tls: createServerTls(configuration, { ticketSecret }),
    load: () => loadavg()[0]!,
    runProgram: runEtrnCommand,
    firstLeaseMs: () => delivery().firstLeaseMs(),
    stored: (id, immediacy, claim) => {
      if (immediacy === 'queued') return;
      delivery().offer(id, { ...(immediacy === 'routed' && { remote: 'queued' }), ...(claim && { claim }) });
    },
    runQueue: (argument) => delivery().runQueue(etrnRun(argument)),
    relay: (line) => relayOver(line, { net, delivery: delivery() }),
    isRehearsal: false,
    ...(figures !== undefined && { handshake: figures.handshake, committed: figures.committed }),
    ...both,
  });
  return reception;
}

/** As long as nobody else may start the same (receive/etrn.ts). */
const ETRN_MS = 6 * 3600 * 1000;

/** No path is searched, as with Exim. */
async function runEtrnCommand([command = '', ...args]: readonly string[]): Promise<string | undefined> {
  const ended = await runProgram({
    command: command.includes('/') ? command : `./${command}`,
    args,
    timeoutMs: ETRN_MS,
  });
  return ended.kind === 'not-started' ? systemErrorText(ended.why) : undefined;
}
