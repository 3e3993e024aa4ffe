/** `freeze_tell` hears of a message that an ACL has frozen, unless `control = freeze/no_tell`, or it is a report of ours. */
import { after } from '../../expand/index.ts';
import type { Session } from '../session.ts';

export async function tellFrozen(session: Session): Promise<void> {
  const { message, messageControls, local } = session;
  const { ports, options } = session.shared;
  const to = options.text('freeze_tell');
  if (messageControls.freeze?.tell !== true || to === undefined || to === '' || local?.isReport === true) return;
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
