/** Names that nothing refers to. A name made by an expansion cannot be seen, so words anywhere in a string count as use. */
import type { Configuration } from '../../config/index.ts';
import { unusedAcl, unusedList, unusedTransport } from '../findings/sense.ts';
import { everySetting, everyText, type Remark, type Rule, textOf } from '../remark.ts';

export const unusedRules: Rule = (configuration) => [
  ...unusedAcls(configuration),
  ...unusedLists(configuration),
  ...unusedTransports(configuration),
];

function unusedAcls(configuration: Configuration): readonly Remark[] {
  const used = wordsOf(
    everyText(configuration).filter(({ label }) => /(^|: )acl/.test(label) || label.startsWith('acl_')),
  );
  const called = wordsOf(everyText(configuration).filter(({ text }) => /\{\s*acl\b|\bacl\s*\{/.test(text)));
  if (madeAtRunTime(configuration)) return [];
  return [...configuration.acls.values()]
    .filter(({ name }) => !used.has(name) && !called.has(name))
    .map(({ name, place }) => ({ def: unusedAcl, place, subject: name, detail: `ACL ${name} is named nowhere` }));
}

/** An option or an `acl =` whose name of an ACL is put together: `acl_smtp_rcpt = acl_$interface_port`. */
const madeAtRunTime = (configuration: Configuration): boolean =>
  everyText(configuration).some(
    ({ label, text }) => (/^acl_/.test(label) || /: acl$/.test(label)) && /^\S*\$/.test(text) && !text.includes('{if'),
  );

function unusedLists(configuration: Configuration): readonly Remark[] {
  const used = new Set(
    everyText(configuration).flatMap(({ text }) => [...text.matchAll(REFERENCE)].map(([, name]) => name)),
  );
  return configuration.lists
    .filter(({ name }) => !used.has(name))
    .map(({ name, kind, place }) => ({
      def: unusedList,
      place,
      subject: name,
      detail: `the ${kind.replace('-', ' ')} list ${name} is named nowhere`,
    }));
}

/** `+name` in a list, and `${listnamed:name}`. */
const REFERENCE = /(?:\+|listnamed(?:_[dhal])?:\s*)(\w+)/g;

const NAMING = /transport$/;

function unusedTransports(configuration: Configuration): readonly Remark[] {
  const naming = everySetting(configuration).filter(
    ({ setting: { row }, driver }) =>
      driver?.kind !== 'transport' || NAMING.test(row.name) || row.name === 'file_format',
  );
  const texts = naming.map(({ setting }) => ({ text: textOf(setting) ?? '' }));
  const found = ({ row }: { readonly row: { readonly name: string } }, text: string): boolean =>
    NAMING.test(row.name) && /\$\{?(lookup|extract|address_data|r_|acl_|local_part|domain)/.test(text);
  if (naming.some(({ setting }) => found(setting, textOf(setting) ?? ''))) return [];
  const used = wordsOf(texts);
  return configuration.transports
    .filter(({ name }) => !used.has(name))
    .map(({ name, place }) => ({
      def: unusedTransport,
      place,
      subject: name,
      detail: `transport ${name} is named nowhere`,
    }));
}

const wordsOf = (texts: readonly { readonly text: string }[]): ReadonlySet<string> =>
  new Set(texts.flatMap(({ text }) => text.match(/\w+/g) ?? []));
