/** For zsh: `mxray completion zsh > "${fpath[1]}/_mxray"`, or sourced after compinit. */
import { type CommandShape, type FlagShape, firstWords, secondWords } from './manifest.ts';

export function zshCompletion(commands: readonly CommandShape[]): string {
  return `#compdef mxray
# zsh completion for mxray; made by "mxray completion zsh"
_mxray() {
  local -a names
  local first="" second="" word
  for word in \${words[2,CURRENT-1]}; do
    [[ $word == -* ]] && break
    if [[ -z $first ]]; then first=$word; elif [[ -z $second ]]; then second=$word; fi
  done
  case "$first $second" in
${commands.map(commandCase).join('\n')}
  esac
  case "$first" in
    "") names=(${firstWords(commands)
      .map((word) => entry(word, aboutOf(commands, word)))
      .join(' ')}); _describe command names ;;
${topicCases(commands)}
    *) _default ;;
  esac
}
if [[ $funcstack[1] == _mxray ]]; then _mxray "$@"; else compdef _mxray mxray; fi
`;
}

/** Flags come first; a word that is no flag goes to files. */
function commandCase({ name, flags }: CommandShape): string {
  const used = name.split(' ').length;
  const specs = flags.flatMap(specOf).map((spec) => `      ${spec}`);
  return `    "${name}${used > 1 ? '' : ' '}"*)
    words=(mxray "\${(@)words[${used + 2},-1]}"); CURRENT=$((CURRENT - ${used}))
    _arguments -s \\
${specs.join(' \\\n')} \\
      '*:argument:_default'
    return ;;`;
}

function specOf({ name, char, description, takesValue, options }: FlagShape): string[] {
  const about = description
    .replaceAll(/[[\]:']/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const value = !takesValue ? '' : options.length > 0 ? `:value:(${options.join(' ')})` : ':value:_files';
  const words = [`--${name}${takesValue ? '=' : ''}`, ...(char === undefined ? [] : [`-${char}`])];
  return words.map((word) => `'${takesValue ? '*' : ''}${word}[${about}]${value}'`);
}

function topicCases(commands: readonly CommandShape[]): string {
  return firstWords(commands)
    .filter((topic) => secondWords(commands, topic).length > 0)
    .map((topic) => {
      const names = secondWords(commands, topic).map(({ name, summary }) => entry(name.split(' ')[1]!, summary));
      return `    ${topic}) names=(${names.join(' ')}); _describe command names ;;`;
    })
    .join('\n');
}

const aboutOf = (commands: readonly CommandShape[], word: string): string =>
  commands.find(({ name }) => name === word)?.summary ??
  secondWords(commands, word)
    .map(({ name }) => name.split(' ')[1])
    .join(', ');

const entry = (word: string, about: string): string => `'${word}:${about.replaceAll("'", '’').replaceAll(':', '\\:')}'`;
