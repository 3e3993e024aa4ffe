/** What becomes of the message once it is taken. */
import type { CutthroughControl } from '../cutthrough-control.ts';
import type { AclEffect } from '../types.ts';
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
  read: ({ options }) => {
    // The last one that is known counts, and one that is not ends the list without a word, as in Exim.
    const known = /^(?:\/only|\/first_pass_route)*/.exec(options)![0];
    return { name: 'queue', firstPassRoute: known.endsWith('/first_pass_route') };
  },
};

/** Whatever stands behind it. */
const queueOnly: ControlRow = {
  name: 'queue_only',
  options: true,
  read: () => ({ name: 'queue', firstPassRoute: false }),
};

/** The same ACL has frozen it, or queued it, or says that it is refused. */
const isToStay = (effect: AclEffect): boolean =>
  effect.kind === 'control' && ['freeze', 'queue', 'fakereject'].includes(effect.control.name);

const cutthrough: ControlRow = {
  name: 'cutthrough_delivery',
  options: true,
  read: ({ options }, { world, effects }) => {
    const control: CutthroughControl = {
      name: 'cutthrough_delivery',
      defer: /\/defer=pass(?:\/|$)/.test(options) ? 'pass' : 'spool',
      sender: /\/sender=transport(?:\/|$)/.test(options) ? 'transport' : 'orig',
    };
    if (!effects.some(isToStay)) world.services.cutthrough?.(control);
    return control;
  },
};

export const QUEUEING_CONTROLS = [freeze, queue, queueOnly, cutthrough];
