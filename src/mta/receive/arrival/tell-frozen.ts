/** `freeze_tell` hears of a message that an ACL has frozen, unless `control = freeze/no_tell`, or it is a report of ours. */
import { after, type Later } from '../../expand/index.ts';
import type { Session } from '../session.ts';

export function tellFrozen(session: Session): Later<void> {
  const { messageControls, local, shared } = session;
  if (messageControls.freeze?.tell !== true || local?.isReport === true) return;
  const to = shared.options.text('freeze_tell') ?? '';
  return to === '' ? undefined : tell(session, to);
}

async function tell(session: Session, to: string): Promise<void> {
  const { message } = session;
  const { ports, options } = session.shared;
  const from = await after(session.expanded('dsn_from'), (text) => (text?.kind === 'text' ? text.text : ''));
  const id = message?.id ?? '';
  const own = message?.headers
    .find(({ letter }) => letter === 'I')
    ?.text.replace(/^[^:]*:/, '')
    .trim();
  await ports.sendOwn?.({
    sender: '',
    recipients: to
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map((one) => (one.includes('@') ? one : `${one}@${options.text('qualify_recipient') ?? ports.primaryHostname}`)),
    reference: id,
    text:
      `Auto-Submitted: auto-replied\nFrom: ${from}\nTo: ${to}\n${own === undefined ? '' : `References: ${own}\n`}` +
      `Subject: Message frozen on arrival\n\nMessage ${id} was frozen on arrival by ACL.\n` +
      `The sender is <${message?.sender ?? ''}>.\n`,
  });
}
