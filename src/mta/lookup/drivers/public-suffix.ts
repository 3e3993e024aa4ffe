/** `psl` and `regdom`: the public suffix of a domain by a list in a file, and the domain below it that somebody registered. */
import { ancestorOf, labelCount, type Name, parseName } from '../../../core/dns/index.ts';
import { failed, isFailure } from '../../expand/index.ts';
import { createKeptFiles } from '../files/kept-files.ts';
import type { DriverAnswer, LookupDriver } from '../types.ts';

/** Read as rules when first asked. */
interface List {
  readonly text: string;
  rules?: ReadonlySet<string>;
}

const files = createKeptFiles<List>({
  purpose: 'public suffix lookup',
  notAFile: (path) => `${path} is not a regular file (psl lookup)`,
  read: (octets) => ({ text: octets.toString('utf8') }),
});

/** What is picked of a name and its suffix; undefined: nothing. */
type Pick = (name: Name, suffix: Name) => Name | undefined;

async function find(key: string, path: string, pick: Pick): Promise<DriverAnswer> {
  const list = files.get(path);
  if (isFailure(list)) return list;
  const { parseSuffixRules, publicSuffix } = await import('../../../core/dmarc/index.ts');
  if (list.rules === undefined) {
    const rules = parseSuffixRules(list.text, path);
    if (!rules.ok) return failed(rules.error.message);
    list.rules = rules.value;
  }
  const domain = parseName(key);
  const picked = domain.ok ? pick(domain.value, publicSuffix(domain.value, list.rules)) : undefined;
  return picked === undefined || picked === '' ? { kind: 'not-found' } : { kind: 'found', text: picked };
}

const driver = (name: string, doc: string, pick: Pick): LookupDriver => ({
  name,
  style: 'single-key',
  doc,
  remembers: true,
  find: ({ key, source }) => find(key, source, pick),
});

export const psl = driver('psl', 'The public suffix of a domain (co.uk), by a list in a file.', (_, suffix) => suffix);

export const regdom = driver(
  'regdom',
  'The registered part of a domain (example.co.uk), by a list in a file.',
  (name, suffix) => (name === suffix ? undefined : ancestorOf(name, labelCount(suffix) + 1)),
);
