/** `$sender_host_name`, looked up when something first asks for it, as Exim does where no `host_lookup` has done so. */
import { after, type ExpansionHost, type Later, type Text, textOf } from '../expand/index.ts';
import type { NamesPort } from '../match/index.ts';
import type { Variables } from './variables.ts';

export function createPeerName({ read, set }: Variables, names: NamesPort): ExpansionHost['variable'] {
  const lookUp = (): Later<string | Text | undefined> => {
    const address = textOfVariable(read('sender_host_address'));
    if (address === '') return undefined;
    return after(names.namesOf(address), (found) => {
      const [name = ''] = found ?? [];
      set('sender_host_name', name, true);
      if (found === undefined) set('host_lookup_deferred', '1', false);
      else if (name === '') set('host_lookup_failed', '1', false);
      return textOf(name, true);
    });
  };
  return (name) => {
    const known = read(name);
    return name === 'sender_host_name' && known === undefined ? lookUp() : known;
  };
}

const textOfVariable = (value: string | Text | undefined): string =>
  typeof value === 'string' ? value : (value?.text ?? '');
