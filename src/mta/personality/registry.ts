/** Every mode there is, and what is said of those there are elsewhere. */
import { addressMode } from './modes/address.ts';
import { optionsMode, versionMode } from './modes/configuration.ts';
import { deliverMode } from './modes/deliver.ts';
import { expandMode } from './modes/expand.ts';
import { forwardFileMode } from './modes/forward-file.ts';
import { informationMode } from './modes/information.ts';
import { messageMode } from './modes/message.ts';
import { queueMode } from './modes/queue.ts';
import { rebuildMode } from './modes/rebuild.ts';
import { retryMode, rewriteMode } from './modes/rules.ts';
import type { Mode } from './types.ts';

export const MODES: readonly Mode[] = [
  queueMode,
  messageMode,
  deliverMode,
  versionMode,
  optionsMode,
  expandMode,
  addressMode,
  rewriteMode,
  retryMode,
  rebuildMode,
  informationMode,
  forwardFileMode,
];

/** Flags of Exim's whose work is another command's. */
export const ELSEWHERE: readonly (readonly [flag: RegExp, where: string])[] = [
  [/^-bh/, 'mxray session --from IP'],
  [/^-b(d|df|w.*)$/, 'mxray serve'],
];
