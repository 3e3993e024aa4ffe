/** A verdict in the words of the tables. */
import type { AclEffect, AclVerdict } from '../../../src/mta/acl/index.ts';

const oneLine = (text: string): string => text.replaceAll('\n', '\\n');

export function showVerdict({ outcome, message, logMessage, effects }: AclVerdict): readonly string[] {
  return [
    `=> ${outcome}`,
    ...(message === undefined ? [] : [`message: ${oneLine(message.text)}`]),
    ...(logMessage === undefined ? [] : [`log: ${oneLine(logMessage)}`]),
    ...effects.map((effect) => `. ${oneLine(showEffect(effect))}`),
  ];
}

function showEffect(effect: AclEffect): string {
  switch (effect.kind) {
    case 'log':
      return `log ${effect.logs.join(',')}: ${effect.text}`;
    case 'reject-target':
      return `reject-target ${effect.logs.join(',')}`;
    case 'add-header':
      return `header ${effect.position}: ${effect.text.replace(/\n$/, '')}`;
    case 'remove-header':
      return `remove ${effect.names}`;
    case 'queue':
      return `queue ${effect.name}`;
    case 'control':
      return `control ${JSON.stringify(effect.control)}`;
  }
}
