import { textOf } from '../outcome.ts';
import { stringsItem } from './make.ts';

/** `${tr{string}{from}{to}}`: the last of equal octets in `from` counts; a short `to` repeats its last octet. */
export const tr = stringsItem({
  name: 'tr',
  doc: 'Replaces octets by others, one by one.',
  min: 3,
  evenSkipped: true,
  apply: ([subject, from, to]) => {
    const { text, tainted } = subject!;
    if (to!.text === '') return textOf(text, tainted);
    const last = to!.text.length - 1;
    let result = '';
    for (const octet of text) {
      const index = from!.text.lastIndexOf(octet);
      result += index < 0 ? octet : to!.text[Math.min(index, last)]!;
    }
    return textOf(result, tainted);
  },
});
