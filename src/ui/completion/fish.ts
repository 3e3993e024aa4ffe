/** For fish 3 and later: `mxray completion fish > ~/.config/fish/completions/mxray.fish`. */
import { type CommandShape, type FlagShape, firstWords, secondWords } from './manifest.ts';

export function fishCompletion(commands: readonly CommandShape[]): string {
  const topics = firstWords(commands).filter((word) => secondWords(commands, word).length > 0);
  const lines = [
    ...firstWords(commands).map((word) =>
      row('__mxray_at ""', `-f -a ${quoted(word)} -d ${quoted(aboutOf(commands, word))}`),
    ),
    ...topics.flatMap((topic) =>
      secondWords(commands, topic).map(({ name, summary }) =>
        row(`__mxray_at ${quoted(topic)}`, `-f -a ${quoted(name.split(' ')[1]!)} -d ${quoted(summary)}`),
      ),
    ),
    ...commands.flatMap(({ name, flags }) => flags.map((flag) => row(`__mxray_under ${quoted(name)}`, flagOf(flag)))),
  ];
  return `# fish completion for mxray; made by "mxray completion fish"
function __mxray_words
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; and break
        echo $word
    end
end
function __mxray_at
    set -l words (__mxray_words)
    test "$words" = "$argv[1]"
end
function __mxray_under
    set -l words (__mxray_words)
    string match -q -- "$argv[1] *" "$words "
end
${lines.join('\n')}
`;
}

const row = (condition: string, rest: string): string => `complete -c mxray -n ${quoted(condition)} ${rest}`;

function flagOf({ name, char, description, takesValue, options }: FlagShape): string {
  const letter = char === undefined ? '' : `-s ${char} `;
  const value = !takesValue ? '' : options.length > 0 ? ` -x -a ${quoted(options.join(' '))}` : ' -r';
  return `${letter}-l ${name}${value} -d ${quoted(description)}`;
}

const aboutOf = (commands: readonly CommandShape[], word: string): string =>
  commands.find(({ name }) => name === word)?.summary ??
  secondWords(commands, word)
    .map(({ name }) => name.split(' ')[1])
    .join(', ');

/** Single quotes: a backslash and a quote are the only marks inside (fish "Quotes"). */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
