/** PLAIN, LOGIN and whatever else asks for strings one after the other (Exim spec ch. 34). */
import { after, type Later, readList, type Text } from '../../expand/index.ts';
import { stranger, withStrings } from '../strings.ts';
import type { Instance } from '../types.ts';
import { expanded, notBase64, tooMany } from './expanded.ts';
import type { ClientDriver, ClientMove, ClientWorld } from './types.ts';

export const plaintext: ClientDriver = {
  name: 'plaintext',
  isClient: ({ option }) => option('client_send') !== undefined,
  begin: (instance, world) => sendItem(instance, world, { items: itemsOf(instance), at: 0, strings: [] }),
};

const itemsOf = ({ option }: Instance): readonly string[] => readList(option('client_send') ?? '').items;

interface Progress {
  readonly items: readonly string[];
  readonly at: number;
  readonly strings: readonly Text[];
}

/** An empty first item: AUTH goes alone, and the server begins. */
export function sendItem(instance: Instance, world: ClientWorld, progress: Progress): Later<ClientMove> {
  const { items, at, strings } = progress;
  const item = items[at];
  if (item === undefined) return tooMany(instance, 'client_send');
  const host = withStrings(world.host, strings);
  return after(expanded(instance, item, host), (text): ClientMove => {
    if (typeof text !== 'string') return text;
    const octets = Buffer.from(withNuls(text), 'latin1');
    return {
      kind: 'say',
      octets: at === 0 && octets.length === 0 ? undefined : octets,
      strings,
      respond: (challenge) => {
        if (challenge === undefined && !instance.flag('client_ignore_invalid_base64')) return notBase64();
        const said = stranger(Buffer.from(challenge ?? []).toString('latin1'));
        return sendItem(instance, world, { items, at: at + 1, strings: [...strings, said] });
      },
    };
  });
}

/** `^` stands for NUL, `^^` for `^`. */
const withNuls = (text: string): string => text.replace(/\^\^|\^/g, (found) => (found === '^' ? '\0' : '^'));
