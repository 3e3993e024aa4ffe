/** Data of `config doc`. */
import type { ConfigDocData, ExplainedWord } from '../views/config-doc.ts';
import { flag, listOf, object, oneOf, optional, text } from './shapes.ts';

const word = object<ExplainedWord>({
  name: text(),
  kind: oneOf([
    'option',
    'router driver',
    'transport driver',
    'authenticator driver',
    'ACL verb',
    'ACL condition',
    'ACL modifier',
    'ACL control',
    'expansion item',
    'expansion operator',
    'expansion condition',
    'variable',
    'lookup type',
    'event',
  ]),
  scope: text('of options main, router, router/redirect, …; of others driver, acl, expansion, lookup or event'),
  group: optional(text('what it belongs to among its like')),
  doc: text(),
  status: text('works, planned, or never: and what to do instead'),
  aliases: optional(listOf(text(), 'older names')),
  type: optional(text()),
  default: optional(text('absent: unset')),
  expanded: optional(flag()),
  when: optional(text('when it is expanded, where that is not at each use')),
  repeatable: optional(flag('it may be set several times')),
  where: optional(listOf(text(), 'options that name the ACLs it may stand in; absent: any')),
  tainted: optional(flag('the value comes from outside')),
  keywords: optional(listOf(text())),
  related: optional(listOf(text())),
});

export const configDocData = object<ConfigDocData>({
  list: flag('words of a scope, and not the meanings of one'),
  words: listOf(word),
});
