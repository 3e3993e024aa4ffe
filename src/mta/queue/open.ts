/** The spool of a configuration, opened for as long as a command needs it. */
import { type Clock, err, type Failure, ok, type Result } from '../../base/index.ts';
import { type Configuration, type ConfigurationSource, mainValue, readConfiguration } from '../config/index.ts';
import { expand, parseExpansion } from '../expand/index.ts';
import { createHost, hostConfiguration } from '../host/index.ts';
import { openSpool, type Spool } from '../spool/index.ts';
import { asOwnerOf } from './as-owner.ts';
import { ownSpoolDirectory } from './place.ts';

/** Whose queue: a configuration's. */
export interface QueueSource {
  readonly source: ConfigurationSource;
  readonly macros: Readonly<Record<string, string>>;
}

export interface OpenedQueue {
  /** `spool_directory`. */
  readonly directory: string;
  /** Undefined: there is no spool there, so no message either. */
  readonly spool?: Spool;
  readonly configuration?: Configuration;
}

export interface QueuePorts {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Make the spool where there is none. */
  readonly create?: boolean;
}

/** @param given  undefined: the user's own queue */
export async function withQueue<T>(
  given: QueueSource | undefined,
  ports: QueuePorts,
  act: (queue: OpenedQueue) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const configuration = given === undefined ? ok(undefined) : readGiven(given);
  if (!configuration.ok) return configuration;
  const directory = await directoryOf(configuration.value, ports);
  if (!directory.ok) return directory;
  const asBefore = asOwnerOf(directory.value);
  try {
    const opened = await openQueue(directory.value, configuration.value, ports);
    if (!opened.ok) return opened;
    try {
      return await act(opened.value);
    } finally {
      await opened.value.spool?.close();
    }
  } finally {
    asBefore();
  }
}

/** Deliveries need one. */
export function readQueueConfiguration(given: QueueSource | undefined): Result<Configuration, Failure> {
  return given === undefined
    ? err(configurationFailure('no configuration is named, by -C or as usual'))
    : readGiven(given);
}

function readGiven({ source, macros }: QueueSource): Result<Configuration, Failure> {
  const read = readConfiguration(source, { macros });
  if (read.ok) return read;
  const sentences = read.error
    .filter(({ severity }) => severity === 'error')
    .map(({ place, message }) => `${place.file}:${place.line}: ${message}`);
  return err(configurationFailure(sentences.join('\n')));
}

const directoryOf = async (
  configuration: Configuration | undefined,
  { clock, env }: QueuePorts,
): Promise<Result<string, Failure>> =>
  configuration === undefined ? ok(ownSpoolDirectory(env)) : await spoolDirectory(configuration, clock);

async function openQueue(
  directory: string,
  configuration: Configuration | undefined,
  { clock, create = false }: QueuePorts,
): Promise<Result<OpenedQueue, Failure>> {
  const opened = await openSpool({ directory, create, clock });
  if (!opened.ok && opened.error.code !== 'spool/missing') return opened;
  return ok({
    directory,
    ...(opened.ok && { spool: opened.value }),
    ...(configuration !== undefined && { configuration }),
  });
}

/** Expanded, as at the start of a daemon. */
export async function spoolDirectory(configuration: Configuration, clock: Clock): Promise<Result<string, Failure>> {
  const text = String(mainValue(configuration, 'spool_directory') ?? '');
  if (!text.includes('$')) return ok(text);
  const host = createHost({ configuration: hostConfiguration(configuration), clock });
  const outcome = await expand(parseExpansion(text), host);
  await host.close();
  return outcome.kind === 'text'
    ? ok(outcome.text)
    : err(configurationFailure(`spool_directory cannot be expanded: ${text}`));
}

const configurationFailure = (message: string): Failure => ({
  code: 'config/invalid',
  message,
  hint: 'mxray config check tells more',
  fault: 'configuration',
  temporary: false,
});
