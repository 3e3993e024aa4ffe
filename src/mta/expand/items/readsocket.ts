import { parseInterval } from '../../../base/index.ts';
import type { SocketQuestion } from '../host.ts';
import { after, type Failure, failed, isFailure, type Later, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { readList } from '../values/list.ts';
import { stringsItem } from './make.ts';

/** `${readsocket{where}{request}{options}{line end}{on failure}}` (Exim spec §11.5). */
export const readsocket = stringsItem({
  name: 'readsocket',
  doc: 'Sends a request to a socket, and is all that comes back; the fifth string stands in where it fails.',
  min: 2,
  max: 5,
  apply: ([where, request, options, lineEnd, instead], run) =>
    after(ask(where!, request!, options, run), (answer) => {
      if (isFailure(answer)) return instead ?? answer;
      return lineEnd === undefined || lineEnd.text === ''
        ? answer
        : textOf(answer.text.replaceAll('\n', lineEnd.text), answer.tainted);
    }),
});

/** It is a lookup for Exim: what came from outside names no socket. */
const refused = ({ text }: Text): Failure => failed(`Tainted filename for search: '${text}'`);

/** Nobody's options are wrong: what is not understood is left out. */
function ask(where: Text, request: Text, options: Text | undefined, run: Run): Later<Text | Failure> {
  if (where.tainted) return refused(where);
  const [timeout = '', ...words] = options === undefined ? [] : readList(options.text).items;
  const named = new Map(words.map((word) => splitOption(word)));
  const seconds = parseInterval(timeout) || DEFAULT_SECONDS;
  const sni = named.get('sni');
  const question: SocketQuestion = {
    where: where.text,
    request: request.text,
    timeoutMs: seconds * 1000,
    shutdown: named.get('shutdown') !== 'no',
    tls: named.get('tls') === 'yes' || sni !== undefined,
    ...(sni !== undefined && { sni }),
  };
  return run.host.system.readSocket(question);
}

const DEFAULT_SECONDS = 5;

function splitOption(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}
