/** Hosts of one preference come in any order: here they are sorted. */
export function inOrder(text: string): string {
  const lines = text.split('\n');
  const rank = (line: string): string => / MX=(\d+)/.exec(line)?.[1]?.padStart(5, '0') ?? '';
  for (let from = 0; from < lines.length; from += 1) {
    let to = from;
    while (lines[to]?.startsWith('  host ') === true) to += 1;
    const hosts = lines.slice(from, to).sort((a, b) => rank(a).localeCompare(rank(b)) || a.localeCompare(b));
    lines.splice(from, to - from, ...hosts);
    from = Math.max(from, to);
  }
  return lines.join('\n');
}
