/** Users as whom nothing is done (`never_users`). */
import { type Configuration, mainValue } from '../config/index.ts';
import { type ExpansionHost, readList } from '../expand/index.ts';
import { findUserOrNumber } from './users.ts';

/**
 * Root is never one, whatever the configuration says.
 *
 * @returns the list that forbids it; undefined: none does
 */
export async function neverUser(
  uid: number,
  configuration: Configuration,
  host: ExpansionHost,
): Promise<'never_users' | 'fixed_never_users' | undefined> {
  const written = mainValue(configuration, 'never_users');
  const names = typeof written === 'string' ? readList(written).items : [];
  for (const name of names) if ((await findUserOrNumber(name, host))?.uid === uid) return 'never_users';
  return uid === 0 ? 'fixed_never_users' : undefined;
}
