/** headers_add and headers_remove: what this router adds to what earlier ones have said. */
import { after, expandOption, type Failure, isFailure, type Later, readList } from '../../expand/index.ts';
import { text } from '../settings.ts';
import type { Deferred, Propagated } from '../types.ts';
import type { Visit } from '../visit.ts';

export type Headers = Pick<Propagated, 'headersAdd' | 'headersRemove'>;

export function settleHeaders(visit: Visit): Later<Headers | Deferred> {
  return after(addedHeaders(visit), (headersAdd) => {
    if ('kind' in headersAdd) return headersAdd;
    return after(removedHeaders(visit), (headersRemove) =>
      'kind' in headersRemove ? headersRemove : { headersAdd, headersRemove },
    );
  });
}

function addedHeaders({ router, host, item }: Visit): Later<readonly string[] | Deferred> {
  const written = text(router, 'headers_add');
  const before = item.props.headersAdd;
  if (written === undefined) return before;
  return eachItem(
    readList(/^\s*<[!-/:-@[-`{-~]/.test(written) ? written : `<\n${written}`).items,
    before,
    (line) =>
      after(expandOption(line, host), (expanded) => (expanded.kind === 'text' ? [expanded.text] : failing(expanded))),
    (message, line) => `${router.name} router failed to expand add_headers item "${line}": ${message}`,
  );
}

/** Each item is expanded by itself, and may come to a list. */
function removedHeaders({ router, host, item }: Visit): Later<readonly string[] | Deferred> {
  const written = text(router, 'headers_remove');
  const before = item.props.headersRemove;
  if (written === undefined) return before;
  return eachItem(
    readList(written).items,
    before,
    (name) =>
      after(expandOption(name, host), (expanded) =>
        expanded.kind === 'text' ? readList(expanded.text).items : failing(expanded),
      ),
    (message, name) => `${router.name} router failed to expand remove_headers item "${name}": ${message}`,
  );
}

type Expanded = readonly string[] | Failure;

/** An item that is made to fail is left out. */
const failing = (failure: Failure): Expanded => (failure.kind === 'forced-fail' ? [] : failure);

function eachItem(
  items: readonly string[],
  before: readonly string[],
  expandItem: (item: string) => Later<Expanded>,
  told: (message: string, item: string) => string,
): Later<readonly string[] | Deferred> {
  const [first, ...rest] = items;
  if (first === undefined) return before;
  return after(expandItem(first), (more) => {
    if (isFailure(more)) return { kind: 'defer', message: told(more.message, first) };
    const added = more.filter((one) => one !== '');
    return eachItem(rest, [...before, ...added], expandItem, told);
  });
}
