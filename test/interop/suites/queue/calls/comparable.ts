/** What both programs say, without what is each run's own: times, processes, folders; ids by the names of their messages. */
export function comparable(text: string, folder: string, ids: ReadonlyMap<string, string>): string {
  let known = text.replaceAll(folder, 'FOLDER');
  for (const [name, id] of ids) known = known.replaceAll(id, `@${name}`);
  return known
    .replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /gm, '')
    .replace(/\b\w{6}-\w{6}-\w\w\b/g, 'ANOTHER')
    .replace(/\bpid=\d+/g, 'pid=N')
    .replace(/\b(QT|DT)=\S+/g, '$1=T')
    .replace(/^-(frozen|received_time_usec|received_time_complete) .*$/gm, '-$1 then')
    .replace(/^(-body_linecount .*|<.*>|\d+ \d+)$/gm, (line) => line.replace(/^\d+ \d+$/, 'then'))
    .replace(
      /(?:^[YN][YN] .*\n)+/m,
      (tree) =>
        `done: ${tree
          .match(/^.*$/gm)!
          .map((node) => node.slice(3))
          .sort()
          .join(' ')}\n`,
    )
    .replace(/; \w{3}, \d\d? \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, '; then')
    .replace(/Date: .*/g, 'Date: then')
    .replace(/^ANOTHER (?!<=).*\n/gm, '') // a report goes its own way
    .replace(/^ *\d+m /gm, 'Nm ')
    .replace(/^(?:exim|root) user lost privilege for using -C option\n/gm, '')
    .replace(/(<= <> .*) S=\d+/g, '$1 S=N');
}
