/** What becomes of the message once it is taken. */
import type { ControlRow } from './types.ts';

const freeze: ControlRow = {
  name: 'freeze',
  options: true,
  read: ({ options, syntax }) => {
    if (options !== '' && options !== '/no_tell') return syntax;
    return { name: 'freeze', tell: options === '' };
  },
};

const queue: ControlRow = {
  name: 'queue',
  options: true,
  read: ({ options, syntax }) => {
    const asked = options.split('/').slice(1);
    if (asked.some((option) => option !== 'only' && option !== 'first_pass_route')) return syntax;
    return { name: 'queue', firstPassRoute: asked.includes('first_pass_route') };
  },
};

const queueOnly: ControlRow = { name: 'queue_only', read: () => ({ name: 'queue', firstPassRoute: false }) };

const cutthrough: ControlRow = {
  name: 'cutthrough_delivery',
  options: true,
  read: ({ options }) => ({
    name: 'cutthrough_delivery',
    defer: /\/defer=pass(?:\/|$)/.test(options) ? 'pass' : 'spool',
    sender: /\/sender=transport(?:\/|$)/.test(options) ? 'transport' : 'orig',
  }),
};

export const QUEUEING_CONTROLS = [freeze, queue, queueOnly, cutthrough];
