/** ipv4_only and ipv4_prefer of dnslookup. */
import { expandOption } from '../../expand/index.ts';
import { MAIN_AND_PANIC } from '../../log/index.ts';
import { text } from '../settings.ts';
import type { Visit } from '../visit.ts';
import type { Families } from './addresses.ts';

export async function familiesOf(visit: Visit): Promise<Families> {
  if (await isTrue('ipv4_only', visit)) return 'ipv4';
  return (await isTrue('ipv4_prefer', visit)) ? 'ipv4-first' : 'ipv6-first';
}

async function isTrue(option: string, { router, host, world }: Visit): Promise<boolean> {
  const written = text(router, option);
  if (written === undefined) return false;
  const expanded = await expandOption(written, host);
  if (expanded.kind === 'text') return !FALSE.has(expanded.text.toLowerCase());
  if (expanded.kind === 'failed')
    world.log?.(
      `failed to expand condition "${written}" for ${router.name} router: ${expanded.message}`,
      MAIN_AND_PANIC,
    );
  return false;
}

const FALSE: ReadonlySet<string> = new Set(['', '0', 'no', 'false']);
