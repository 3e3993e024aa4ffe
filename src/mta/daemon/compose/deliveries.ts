/** A worker's deliveries, put together of the real things. */
import { mainValue } from '../../config/index.ts';
import type { DeliverPorts } from '../../deliver/index.ts';
import { localAddressesOf } from '../../host/index.ts';
import { askService } from '../../route/index.ts';
import { deliverBy } from '../../transport/index.ts';
import { configuredAtMs } from './configured-at.ts';
import { createDelivery, type DeliveryService } from './delivery.ts';
import type { Ground } from './ground.ts';
import { preserveLog } from './preserve-log.ts';
import { searchDomains } from './resolver.ts';

/** @param submit  takes what deliveries write themselves */
export function composeDeliveries(ground: Ground, submit: DeliverPorts['submit']): DeliveryService {
  const { configuration, spool, directory, isAlone, others, resolver, figures, both } = ground;
  const ports: DeliverPorts = {
    configuredAtMs: configuredAtMs(configuration),
    net: figures?.net ?? resolver.net,
    resolver: resolver.validating,
    web: resolver.web,
    localAddresses: localAddressesOf(both.hostConfiguration.options),
    searchDomains,
    ask: (question) => askService(resolver.net, question),
    transport: deliverBy,
    submit,
    ...(mainValue(configuration, 'preserve_message_logs') === true && {
      preserveLog: (id: string) => preserveLog(id, spool, directory),
    }),
    ...others,
    ...both,
  };
  return createDelivery(ports, isAlone);
}
