/** The records to publish as one piece of a zone file, which `$ORIGIN` and TTL of the zone complete. */
import type { Proposal } from './types.ts';

/** A comment above the records that share it; equal records stand once. */
export function zoneLines(proposals: readonly Proposal[]): readonly string[] {
  const lines = new Map<string, string>();
  for (const { subject, name, type, data, why } of proposals)
    lines.set(`${name}. IN ${type} ${data}`, `; ${subject}: ${why}`);
  const comments = [...new Set(lines.values())];
  return comments.flatMap((comment) => [
    comment,
    ...[...lines].filter(([, own]) => own === comment).map(([line]) => line),
  ]);
}
