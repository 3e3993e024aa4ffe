/** What transports are given of an attempt's surroundings. */
import { after, type Later } from '../../expand/index.ts';
import { entry, MAIN, MAIN_AND_PANIC } from '../../log/index.ts';
import { isDue } from '../../retry/index.ts';
import type { Hints } from '../../spool/index.ts';
import type { MayTry, TransportHints, TransportWorld } from '../../transport/index.ts';
import { raiseFor } from '../events.ts';
import { hostKey, messageKey } from '../retry/keys.ts';
import { type Look, nowOf } from '../round.ts';

/** @param atEnd  as of TransportWorld */
export function transportWorldOf(round: Look, atEnd?: TransportWorld['atEnd']): TransportWorld {
  const { ports, host, stored, how, debug } = round;
  const { configuration, net, clock, random, resolver, names, localAddresses, searchDomains } = ports;
  const { spool, submit, runAs, doAs, web, turns, othersUnderWay } = ports;
  return {
    configuration,
    host: (_message, variables, askAs) => host(variables, askAs),
    net: how.line?.net ?? net,
    ...(how.line !== undefined && { line: how.line.host }),
    clock,
    random,
    resolver,
    names,
    searchDomains,
    localAddresses,
    hints: <V>(namespace: TransportHints): Hints<V> => spool.hints<V>(namespace),
    mayTry: (target, domain) => mayTry(round, hostKey(target), domain),
    ...(turns !== undefined &&
      how.line === undefined && {
        turnAt: ({ address, port }) => turns.atHost.take(`${address}:${port}`, how.place),
      }),
    web,
    ...(othersUnderWay !== undefined && { othersUnderWay }),
    ...(atEnd !== undefined && { atEnd }),
    submit,
    event: raiseFor(round),
    ...(ports.tellEvent !== undefined && { tellsEvents: true }),
    ...(runAs !== undefined && { runAs }),
    ...(doAs !== undefined && { doAs }),
    ...(debug !== undefined && { debug: debug.write }),
    logRewritten: (line) => ports.log(entry('rewritten', {}, line, MAIN, 'address_rewrite'), stored.id),
    log: (line, panic = false) => ports.log(entry('transport', {}, line, panic ? MAIN_AND_PANIC : MAIN), stored.id),
  };
}

/** A host waits for its time, and so does this message at a host that took others. */
function mayTry(round: Look, key: string, domain: string): Later<MayTry> {
  const { book, how, stored } = round;
  if (how.isForced === true) return 'now';
  const found = after(book.find(key), (ofHost) => ofHost ?? book.find(messageKey(key, stored.id)));
  return after(found, (record) => {
    if (record === undefined || isDue(record, nowOf(round))) return 'now';
    if (record.expired) return 'expired';
    return after(book.isUltimate(key, domain, record), (isUltimate) => (isUltimate ? 'now' : 'later'));
  });
}
