/** Lists of every kind: a subject and a list of any octets are matched, not matched, or a failure with words; never an exception. */
import { clean, isFailure, type ListKind } from '../../src/mta/expand/index.ts';
import { matchList } from '../../src/mta/match/index.ts';
import { matchHost } from '../support/mta/match-host.ts';

const KINDS: readonly ListKind[] = ['domain', 'host', 'address', 'local-part', 'ip'];

const HOST = matchHost({
  lists: { domain: { d: '*.example : +d' }, host: { h: '!192.0.2.1' }, address: { a: '@@lsearch;/f : *@+d' } },
  files: { '/f': ['a.example', '!*@b.example', '+d', '/f'] },
  names: { 'mx.example': ['192.0.2.1'] },
});

/** What stands before the first line end is the subject. */
const SEEDS = [
  'a.example\n! a.example : *.example : ^a(.)c : +d',
  '192.0.2.1\n192.0.2.0/24 : !::ffff:192.0.2.1 : mx.example : net24-lsearch;/f',
  '2001:db8::1\n<; 2001:db8::/32 ; @[] ; +ignore_unknown ; *.example ; @',
  'ann@b.example\n+caseful : Ann@*.example : @@lsearch*;/f : ann@@mx_any/ignore=<, 127.0.0.1',
  'root\n/f : !/f : partial(.)lsearch*@,ret=key;/f',
];

export const target = {
  name: 'lists',
  seeds: SEEDS.map((text) => Uint8Array.from(Buffer.from(text))),
  async run(bytes: Uint8Array): Promise<void> {
    const [subject = '', ...list] = Buffer.from(bytes).toString('latin1').split('\n');
    for (const kind of KINDS) {
      const answer = await matchList({ kind, subject: clean(subject), host: HOST }, clean(list.join('\n')));
      if (isFailure(answer) ? answer.message === '' : typeof answer.matched !== 'boolean')
        throw new Error(`${kind}: neither an answer nor a reason`);
    }
  },
};
