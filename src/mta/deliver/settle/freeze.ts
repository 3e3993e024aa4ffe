/** Messages that are to wait for somebody: bounces that fail, and what a driver said must be looked at. */
import { frozenEntry } from '../../log/index.ts';
import { expanded, textOption, timeMs } from '../options.ts';
import { references } from '../report/compose.ts';
import { NO_VARIABLES, nowOf, type Round } from '../round.ts';
import type { Settled } from '../settled.ts';

export interface Frozen {
  readonly settled: readonly Settled[];
  /** What the log says behind `Frozen`; undefined: it is not frozen. */
  readonly why: string | undefined;
}

/** A bounce that fails is kept, and its failure with it, until it is old enough to be thrown away. */
export function freezeWhatMust(round: Round, all: readonly Settled[]): Frozen {
  const { stored, ports } = round;
  const keptMs = timeMs(ports.configuration, 'ignore_bounce_errors_after');
  const isOld = nowOf(round) - stored.receivedAtMs >= keptMs;
  let why: string | undefined;
  const settled = all.map((one): Settled => {
    const { routed } = one.target;
    const isBounce =
      stored.sender === '' && (routed.props.errorsTo ?? '') === '' && routed.props.ignoresErrors !== true;
    if (one.status === 'deferred' && one.freezes === true) why ??= '';
    if (one.status !== 'failed' || one.isFinal === true) return one;
    if (one.freezes !== true && (!isBounce || isOld)) return one;
    why ??= one.freezes === true ? '' : ' (delivery error message)';
    return { ...one, status: 'deferred' };
  });
  return { settled, why };
}

export function logFrozen({ ports, stored }: Round, why: string): void {
  ports.log(frozenEntry({ why }), stored.id);
  ports.messageLog?.(stored.id, `Frozen${why}`);
}

/** `freeze_tell`: who hears of it, unless it is a bounce of ours that is frozen. */
export async function tellFrozen(round: Round, all: readonly Settled[], why: string): Promise<void> {
  const { stored } = round;
  const lines = all
    .filter(({ status }) => status === 'deferred')
    .map(({ target, text }) => `  ${target.routed.address}${text === undefined ? '' : `: ${text}`}\n`);
  const text =
    `Message ${stored.id} has been frozen${why}.\nThe sender is <${stored.sender}>.\n` +
    (lines.length > 0 ? `\nThe following address(es) have yet to be delivered:\n\n${lines.join('')}` : '');
  await tell(round, text);
}

async function tell(round: Round, words: string): Promise<void> {
  const { ports, stored } = round;
  const to = textOption(ports.configuration, 'freeze_tell');
  if (to === undefined || stored.flags?.localError === true) return;
  const usual = `Mail Delivery System <Mailer-Daemon@${textOption(ports.configuration, 'qualify_domain') ?? ports.primaryHostname}>`;
  const from = (await expanded(ports.configuration, 'dsn_from', round.host(NO_VARIABLES), round.complain)) ?? usual;
  const text = `Auto-Submitted: auto-replied\nFrom: ${from}\nTo: ${to}\n${references(stored)}Subject: Message frozen\n\n${words}`;
  const domain = textOption(ports.configuration, 'qualify_recipient') ?? ports.primaryHostname;
  const recipients = to
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => (one.includes('@') ? one : `${one}@${domain}`));
  const sent = await ports.submit({
    sender: '',
    recipients,
    text: [Buffer.from(text, 'latin1')],
    referenceId: stored.id,
    isReport: true,
  });
  if (!sent.ok) round.complain(`a message about a frozen one could not be made: ${sent.error.message}`);
}
