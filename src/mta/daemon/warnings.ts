/** What Exim logs as a daemon begins, of what the configuration leaves open. */
import { type Configuration, mainValue } from '../config/index.ts';
import { isPurged } from '../host/index.ts';
import { type LogEntry, purgingEntry, selfSignedEntry } from '../log/index.ts';

export const warningsAtStart = (configuration: Configuration): readonly LogEntry[] => [
  ...(isPurged(configuration) ? [purgingEntry()] : []),
  ...(isSelfSigned(configuration) ? [selfSignedEntry()] : []),
];

/** TLS is offered to somebody, and there is no certificate for it. */
const isSelfSigned = (configuration: Configuration): boolean =>
  mainValue(configuration, 'tls_advertise_hosts') !== '' && !configuration.main.has('tls_certificate');
