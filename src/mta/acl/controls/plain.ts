/** Controls that are switches, and say nothing more. */
import type { AclControl } from '../types.ts';
import type { ControlRow } from './types.ts';

const NAMES = [
  'allow_auth_unadvertised',
  'dkim_disable_verify',
  'dmarc_disable_verify',
  'dmarc_enable_forensic',
  'enforce_sync',
  'no_enforce_sync',
  'no_mbox_unspool',
  'no_multiline_responses',
  'no_pipelining',
  'suppress_local_fixups',
] as const satisfies readonly AclControl['name'][];

export const PLAIN_CONTROLS: readonly ControlRow[] = NAMES.map((name) => ({ name, read: () => ({ name }) }));
