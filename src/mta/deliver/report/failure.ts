/** A message could not be delivered, and its sender is told (Exim spec §48 "Customizing bounce and warning messages"). */
import { printable } from '../../log/index.ts';
import type { GeneratedMessage } from '../../transport/index.ts';
import { textOption } from '../options.ts';
import { originOf } from '../plan/target.ts';
import type { Round } from '../round.ts';
import type { Settled } from '../settled.ts';
import { composeReport } from './compose.ts';
import { copiesFor } from './copies.ts';
import { readTemplate } from './template.ts';
import { addressee, addressWords } from './words.ts';

/** @param failed  the last that failed stands first */
export async function failureReport(round: Round, to: string, failed: readonly Settled[]): Promise<GeneratedMessage> {
  const { stored } = round;
  const isSender = to === stored.sender;
  const template = await readTemplate(round, 'bounce_message_file', (name) =>
    name === 'bounce_recipient' ? to : undefined,
  );
  const [header = '', opening = '', ofOutputs = ''] = template ?? [];
  return composeReport(round, {
    to: [to],
    copies: await copiesFor(round, to),
    header: ({ from, to: toField, replyTo, references, content, subject }) =>
      `${failedField(failed)}${replyTo}Auto-Submitted: auto-replied\n${from}${toField}${references}${content}` +
      (header !== ''
        ? header
        : (subject ?? `Subject: Mail delivery failed${isSender ? ': returning message to sender' : ''}\n`)),
    words: `${opening !== '' ? opening : usualOpening(round, isSender)}\n${failed.map((settled) => addressWords(settled)).join('\n')}\n`,
    appended: outputs(failed, ofOutputs),
    isCustom: template !== undefined,
    groups: asHandled(failed).map((settled) => ({ settled, action: 'failed' as const })),
    mayBeWhole: true,
  });
}

/** As Exim is done with them: the last first, before all others those whose programs have written something. */
const asHandled = (failed: readonly Settled[]): readonly Settled[] => [
  ...outputGroups(failed).toReversed().flat(),
  ...failed.filter((settled) => !hasOutput(settled)).toReversed(),
];

const hasOutput = ({ outcome }: Settled): boolean => (outcome?.output ?? '') !== '';

/** Addresses of one delivery have what its program has written in common. */
function outputGroups(failed: readonly Settled[]): readonly (readonly Settled[])[] {
  const groups: Settled[][] = [];
  for (const settled of failed.filter(hasOutput)) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]!.hosts === settled.hosts) last.push(settled);
    else groups.push([settled]);
  }
  return groups;
}

/** Those that nobody is to know of are left out. */
function failedField(failed: readonly Settled[]): string {
  const shown = failed
    .filter(({ target }) => target.routed.hidden !== true)
    .map(({ target }) => printable(failedAddress(target)));
  return shown.length === 0 ? '' : `X-Failed-Recipients: ${shown.join(',\n  ')}\n`;
}

/** Of a file, a command or a reply: the address that led there. */
const failedAddress = (target: Settled['target']): string =>
  target.routed.outcome.kind === 'special' ? (target.parents[0]?.address ?? originOf(target)) : target.routed.address;

function usualOpening({ ports, stored }: Round, isSender: boolean): string {
  const own = textOption(ports.configuration, 'bounce_message_text');
  const first = `This message was created automatically by mail delivery software.\n${own === undefined ? '' : own}\n`;
  if (isSender)
    return (
      `${first}A message that you sent could not be delivered to one or more of its\n` +
      'recipients. This is a permanent error. The following address(es) failed:\n'
    );
  return (
    `${first}A message sent by\n\n  <${stored.sender}>\n\ncould not be delivered to one or more of its recipients. The following\n` +
    'address(es) failed:\n'
  );
}

/** What pipes have written, under their addresses. */
function outputs(failed: readonly Settled[], ofOutputs: string): string {
  const count = failed.filter(hasOutput).length;
  if (count === 0) return '';
  const opening =
    ofOutputs !== ''
      ? ofOutputs
      : `\nThe following text was generated during the delivery attempt${count > 1 ? 's' : ''}:\n`;
  const each = outputGroups(failed).map(
    (group) =>
      `\n${group.map((one) => `------ ${addressee(one, '       ')} ------\n`).join('')}\n${group[0]!.outcome!.output!}`,
  );
  return opening + each.join('');
}
