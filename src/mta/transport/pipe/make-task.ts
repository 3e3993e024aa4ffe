/** What a pipe transport is to do for a delivery: its options, expanded (Exim spec ch. 29). */
import { err, ok, type Result } from '../../../base/index.ts';
import {
  type ExpansionHost,
  expandOption,
  failed as expansionFailed,
  isFailure,
  readList,
} from '../../expand/index.ts';
import { type CommandFailure, commandWords } from '../command.ts';
import { bsmtpAround } from '../local/bsmtp.ts';
import { outcomeOf } from '../local/content.ts';
import type { LocalFacts } from '../local-facts.ts';
import { deferred, failed, panicked } from '../outcome.ts';
import { flag, number, text } from '../settings.ts';
import type { Delivery, LocalOutcome, TransportWorld } from '../types.ts';
import { environmentOf } from './environment.ts';
import type { PipeTask } from './task.ts';

export async function makePipeTask(
  delivery: Delivery,
  world: TransportWorld,
  facts: LocalFacts,
): Promise<Result<PipeTask, LocalOutcome>> {
  const { transport } = delivery;
  const { host } = facts;
  const command = commandOf(delivery);
  if (command === undefined || command.text === '')
    return err(deferred(`no command specified for ${transport.name} transport`));
  if (command.isUsers && delivery.recipients[0]?.isTainted === true)
    return err(deferred(`Tainted '${command.text}' (command for ${transport.name} transport) not permitted`));
  const words = flag(transport, 'use_shell')
    ? await shellWords(command, delivery, host)
    : await directWords(command, delivery, host);
  if (!words.ok) return words;
  const path = await expandOption(text(transport, 'path') ?? '', host);
  if (isFailure(path))
    return err(
      panicked(`Expansion of "${text(transport, 'path')}" (path for ${transport.name}) failed: ${path.message}`),
    );
  const environment = await environmentOf(delivery, world, facts, path.text);
  if (!environment.ok) return environment;
  const prefix = await affix('prefix', delivery, host);
  if (!prefix.ok) return prefix;
  const suffix = await affix('suffix', delivery, host);
  if (!suffix.ok) return suffix;
  const { before, after } = bsmtpAround(delivery);
  return ok({
    transport: transport.name,
    command: command.text,
    words: words.value,
    path: readList(path.text).items,
    environment: environment.value,
    umask: number(transport, 'umask'),
    timeoutSeconds: number(transport, 'timeout'),
    timeoutDefers: flag(transport, 'timeout_defer'),
    maxOutput: number(transport, 'max_output'),
    ignoresStatus: flag(transport, 'ignore_status'),
    temporary: temporaryOf(delivery),
    freezesUnstarted: flag(transport, 'freeze_exec_fail'),
    freezesSignal: flag(transport, 'freeze_signal'),
    prefix: prefix.value + before,
    suffix: suffix.value + after,
  });
}

interface Command {
  readonly text: string;
  /** A user's own is run as it stands: he does not expand, and what fails is his mistake. */
  readonly isUsers: boolean;
  /** His command, where the transport's runs in its place (`force_command`). */
  readonly forced?: string;
}

function commandOf({ transport, recipients }: Delivery): Command | undefined {
  const [first] = recipients;
  const own = text(transport, 'command');
  if (first?.special !== 'pipe') return own === undefined ? undefined : { text: own, isUsers: false };
  const users = first.address.replace(/^\|\s*/, '');
  if (!flag(transport, 'force_command')) return { text: users, isUsers: true };
  return own === undefined ? undefined : { text: own, isUsers: false, forced: users };
}

const addressesOf = ({ recipients }: Delivery): readonly string[] => recipients.map(({ address }) => address);

async function directWords(
  command: Command,
  delivery: Delivery,
  host: ExpansionHost,
): Promise<Result<readonly string[], LocalOutcome>> {
  const { transport } = delivery;
  const words = await commandWords({
    command: command.text,
    where: `${transport.name} transport`,
    addresses: addressesOf(delivery),
    ...(!command.isUsers && { host }),
    ...(command.forced !== undefined && { forced: command.forced }),
  });
  if (!words.ok) return err(refused(words.error, command));
  const forbidden = await judgeCommand(words.value[0]!, command.text, delivery, host);
  return forbidden === undefined ? words : err(forbidden);
}

const refused = (failure: CommandFailure, { isUsers }: Command): LocalOutcome =>
  isUsers && failure.kind === 'wrong' ? failed(failure.message) : outcomeOf(failure);

/** allow_commands and restrict_to_path. Undefined: it may run. */
async function judgeCommand(
  name: string,
  command: string,
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<LocalOutcome | undefined> {
  const written = text(transport, 'allow_commands');
  const allowed = written === undefined ? undefined : await expandOption(written, host);
  if (allowed !== undefined && isFailure(allowed))
    return deferred(`failed to expand string "${written}" for ${transport.name} transport: ${allowed.message}`);
  if (allowed !== undefined && readList(allowed.text).items.includes(name)) return undefined;
  if (!flag(transport, 'restrict_to_path'))
    return allowed === undefined ? undefined : failed(`"${name}" command not permitted by ${transport.name} transport`);
  return name.includes('/')
    ? failed(`"/" found in "${command}" (command for ${transport.name} transport) - failed for security reasons`)
    : undefined;
}

const PIPE_ADDRESSES = /\$(?:pipe_addresses|\{pipe_addresses\})/;

/** No shell takes it for more than a word. */
const HARMLESS = /^[\w@.+=%:,-]+$/;

/** All of it is expanded at once, and a shell takes it apart: not with anything that a sender has written. */
async function shellWords(
  command: Command,
  delivery: Delivery,
  host: ExpansionHost,
): Promise<Result<readonly string[], LocalOutcome>> {
  if (command.isUsers) return ok(['/bin/sh', '-c', command.text]);
  const addresses = addressesOf(delivery);
  const written = command.text.replace(PIPE_ADDRESSES, () => addresses.join(' '));
  const isOwn = written === command.text || (!/[$\\]/.test(written) && addresses.every((one) => HARMLESS.test(one)));
  const expanded = isOwn
    ? await expandOption(written, host)
    : expansionFailed(`attempt to expand tainted string '${written}'`); // addresses would become a program
  if (!isFailure(expanded)) return ok(['/bin/sh', '-c', expanded.text]);
  const message = `Expansion of command "${written}" in ${delivery.transport.name} transport failed: ${expanded.message}`;
  return err(refused({ message, kind: expanded.kind === 'deferred' ? 'temporary' : 'wrong' }, command));
}

async function affix(
  which: 'prefix' | 'suffix',
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<string, LocalOutcome>> {
  const written = text(transport, `message_${which}`) ?? '';
  const expanded = await expandOption(written, host);
  if (!isFailure(expanded)) return ok(expanded.text);
  const message = `Expansion of "${written}" (${which} for ${transport.name} transport) failed: ${expanded.message}`;
  return err(expanded.kind === 'deferred' ? deferred(message) : panicked(message));
}

function temporaryOf({ transport }: Delivery): '*' | readonly number[] {
  const written = text(transport, 'temp_errors') ?? '';
  return written.startsWith('*') ? '*' : readList(written).items.map(Number);
}
