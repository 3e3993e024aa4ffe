/** For bash 3.2 and later: `source <(mxray completion bash)`. */
import { type CommandShape, type FlagShape, firstWords, secondWords } from './manifest.ts';

export function bashCompletion(commands: readonly CommandShape[]): string {
  return `# bash completion for mxray; made by "mxray completion bash"
_mxray() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" first="" second="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      -*) break ;;
      *) if [ -z "$first" ]; then first="\${COMP_WORDS[i]}"; elif [ -z "$second" ]; then second="\${COMP_WORDS[i]}"; fi ;;
    esac
  done
  case "$previous" in
${valueCases(commands)}
  esac
  local words=""
  case "$first $second" in
${commands.map(flagCase).join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case "$first" in
    "") COMPREPLY=($(compgen -W "${firstWords(commands).join(' ')}" -- "$current")) ;;
${topicCases(commands)}
  esac
}
complete -o default -F _mxray mxray
`;
}

/** Values of flags that have a list of them; where commands differ, all together. */
function valueCases(commands: readonly CommandShape[]): string {
  const values = new Map<string, Set<string>>();
  for (const flag of commands.flatMap(({ flags }) => flags).filter(({ options }) => options.length > 0)) {
    const known = values.get(flag.name) ?? new Set();
    for (const option of flag.options) known.add(option);
    values.set(flag.name, known);
  }
  return [...values]
    .map(
      ([name, options]) =>
        `    --${name}) COMPREPLY=($(compgen -W "${[...options].join(' ')}" -- "$current")); return ;;`,
    )
    .join('\n');
}

const flagCase = ({ name, flags }: CommandShape): string =>
  `    "${name}${name.includes(' ') ? '' : ' '}"*) words="${flags.flatMap(spellings).join(' ')}" ;;`;

const spellings = ({ name, char }: FlagShape): string[] => [...(char === undefined ? [] : [`-${char}`]), `--${name}`];

function topicCases(commands: readonly CommandShape[]): string {
  return firstWords(commands)
    .map((topic) => [topic, secondWords(commands, topic).map(({ name }) => name.split(' ')[1])] as const)
    .filter(([, words]) => words.length > 0)
    .map(([topic, words]) => {
      const reply = `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current"))`;
      return `    ${topic}) if [ -z "$second" ]; then ${reply}; fi ;;`;
    })
    .join('\n');
}
