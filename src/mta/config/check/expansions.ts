/** Strings that are expanded: can they be? */
import { findFault, parseExpansion } from '../../expand/index.ts';
import type { Problems } from '../problems.ts';
import type { Configuration, Place } from '../types.ts';
import { allSettings } from './settings.ts';

interface Expanded {
  readonly text: string;
  readonly label: string;
  readonly place: Place;
}

export function checkExpansions(configuration: Configuration, problems: Problems): void {
  for (const { text, label, place } of expandedStrings(configuration)) {
    if (!text.includes('$') && !text.includes('\\')) continue;
    const fault = findFault(parseExpansion(text));
    if (fault === undefined) continue;
    const excerpt = { text, offset: fault.offset };
    problems.error('expansion', place, `${label}: ${fault.message}`, { subject: label, excerpt });
  }
}

function expandedStrings(configuration: Configuration): readonly Expanded[] {
  return [
    ...ofSettings(configuration),
    ...ofLists(configuration),
    ...ofAcls(configuration),
    ...ofRewriting(configuration),
  ];
}

const ofSettings = (configuration: Configuration): readonly Expanded[] =>
  allSettings(configuration).flatMap(({ setting: { row, value, place }, label }) =>
    typeof value === 'string' && (row.expanded || row.type === 'expanded boolean')
      ? [{ text: COMMANDS.has(row.name) ? withoutAddresses(value) : value, label, place }]
      : [],
  );

const COMMANDS: ReadonlySet<string> = new Set(['command', 'transport_filter']);

/** `$pipe_addresses` is no variable: a word of a command that stands for all recipients. What is behind it stays where it is. */
const withoutAddresses = (command: string): string =>
  command.replaceAll(/\$(?:pipe_addresses\b|\{pipe_addresses\})/g, (found) => '_'.repeat(found.length));

const ofLists = ({ lists }: Configuration): readonly Expanded[] =>
  lists.map(({ name, place, text }) => ({ text, label: `list ${name}`, place }));

const ofAcls = ({ acls }: Configuration): readonly Expanded[] =>
  [...acls.values()].flatMap(({ name: acl, statements }) =>
    statements.flatMap(({ clauses }) =>
      clauses.map(({ argument, name, place }) => ({ text: argument, label: `ACL ${acl}: ${name}`, place })),
    ),
  );

const ofRewriting = ({ rewrite }: Configuration): readonly Expanded[] =>
  rewrite.map(({ place, replacement }) => ({ text: replacement, label: 'rewrite replacement', place }));
