/** An expansion's world whose effects are those of a user (`types.ts`); what touches no file and no process stays here. */
import type { ExpansionHost, LookupPort, SystemPort } from '../../expand/index.ts';
import { isFileLookup } from '../../lookup/index.ts';
import type { HostConfiguration } from '../configuration.ts';
import type { AskAsUser, SystemAnswers, SystemQuestion } from './types.ts';

/** For who has a host made already; what its lists look up stays here. */
export function hostAs<Host extends Pick<ExpansionHost, 'system' | 'lookups'>>(
  host: Host,
  askAs: AskAsUser,
  configuration: HostConfiguration,
): Host {
  const user = new AsUser(askAs, configuration);
  return { ...host, system: user.system(host.system), lookups: user.lookups(host.lookups) };
}

export class AsUser {
  private readonly askAs: AskAsUser;
  private readonly options: Readonly<Record<string, string>>;

  constructor(askAs: AskAsUser, { options }: HostConfiguration) {
    this.askAs = askAs;
    this.options = Object.fromEntries(OPTIONS.flatMap((name) => (name in options ? [[name, options[name]!]] : [])));
  }

  system({ environment }: SystemPort): SystemPort {
    return {
      environment,
      readFile: (path) => this.ask({ kind: 'read', path }),
      stat: (path) => this.ask({ kind: 'stat', path }),
      run: (command) => this.ask({ kind: 'run', command }),
      readSocket: (question) => this.ask({ kind: 'socket', question }),
    };
  }

  lookups(here: LookupPort): LookupPort {
    return {
      style: (type) => here.style(type),
      kind: (written) => here.kind(written),
      quote: (type, text, option) => here.quote(type, text, option),
      find: (question) => (isFileLookup(question.type) ? this.ask({ kind: 'lookup', question }) : here.find(question)),
    };
  }

  private async ask<Kind extends SystemQuestion['kind']>(
    asked: Extract<SystemQuestion, { readonly kind: Kind }>,
  ): Promise<SystemAnswers[Kind]> {
    return (await this.askAs({ asked, options: this.options })) as SystemAnswers[Kind];
  }
}

/** Those that questions in files and programs read. */
const OPTIONS = ['keep_environment', 'add_environment', 'timezone', 'sqlite_dbfile', 'sqlite_lock_timeout'];
