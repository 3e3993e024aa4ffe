/** Data of `config check`, `config show`. */
import type {
  ConfigCheckData,
  ConfigCounts,
  ConfigProblem,
  ConfigShowData,
  Shown,
  ShownGroup,
} from '../../mta/config/index.ts';
import { flag, listOf, object, oneOf, optional, text, whole } from './shapes.ts';

export const configProblem = object<ConfigProblem>({
  severity: oneOf(['error', 'warning']),
  code: text('the finding behind config.'),
  file: text(),
  line: whole('where the line at fault begins; 0: the file as a whole'),
  lastLine: whole('where it ends with its continuations'),
  subject: optional(text('the option, macro, list, driver or ACL')),
  message: text(),
  hint: optional(text('what would be right')),
  excerpt: optional(
    object<NonNullable<ConfigProblem['excerpt']>>({ text: text('the string at fault'), offset: whole('where in it') }),
  ),
});

export const configCheckData = object<ConfigCheckData>({
  file: text(),
  valid: flag('no errors'),
  problems: listOf(configProblem, 'in the order of the lines, what was read first'),
  counts: optional(
    object<ConfigCounts>({
      options: whole('main options that are set'),
      lists: whole(),
      acls: whole(),
      routers: whole(),
      transports: whole(),
      authenticators: whole(),
      retry: whole(),
      rewrite: whole(),
    }),
  ),
});

const shown = object<Shown>({
  name: text(),
  value: text('as -bP -n prints it'),
  line: text('as -bP prints it'),
  set: flag('the configuration says so, and not the default'),
});

const group = object<ShownGroup>({
  kind: oneOf(['options', 'driver', 'list', 'macros', 'names', 'file', 'unknown']),
  asked: text('what was asked for'),
  heading: optional(text('above the lines of one of several drivers')),
  entries: listOf(shown),
});

export const configShowData = object<ConfigShowData>({
  shown: listOf(group),
  bare: flag('values without their names'),
});
