/** The system behind an expansion: files, programs, sockets, the environment; every answer bounded in time and size. */
import type { SystemPort } from '../../expand/index.ts';
import { keptEnvironment } from './environment.ts';
import { readFileText, statFile } from './files.ts';
import { runCommand } from './run.ts';

/** @param options  main options of the configuration, as text: `keep_environment`, `add_environment` */
export function createSystem(options: Readonly<Record<string, string>> = {}): SystemPort {
  const environment = keptEnvironment({
    keep: options.keep_environment,
    add: options.add_environment,
    zone: options.timezone,
  });
  return {
    environment: (name) => environment[name],
    readFile: readFileText,
    stat: statFile,
    run: runCommand(environment),
    // Sockets are seldom asked for, and what speaks to them is large.
    readSocket: async (question) => (await import('./read-socket.ts')).readSocketText(question),
  };
}
