/** `-Mvh`, `-Mvb`, `-Mvc`: a message as Exim keeps it, the line ends those of files. */
import { formatHeaderFile, type Spool } from '../../spool/index.ts';
import type { PersonalityPorts } from '../types.ts';

export interface View {
  readonly show: (spool: Spool | undefined, id: string, ports: PersonalityPorts) => Promise<number>;
  /** Headers and body, as a delivery reads them: of several the first, and what is not there is logged. */
  readonly isWhole?: true;
}

export const VIEWS: Readonly<Record<string, View>> = {
  '-Mvh': {
    show: async (spool, id, ports) => {
      const message = await spool?.read(id);
      if (message === undefined || !message.ok) return missing(`input file for ${id}-H`, ports);
      await ports.out(formatHeaderFile(message.value));
      return 0;
    },
  },
  '-Mvb': {
    show: async (spool, id, ports) => {
      if (spool === undefined || !(await spool.read(id)).ok) return missing(`input file for ${id}-D`, ports);
      await ports.out(`${id}-D\n`);
      return await printBody(spool, id, ports);
    },
  },
  '-Mvc': {
    isWhole: true,
    show: async (spool, id, ports) => {
      const message = await spool?.read(id);
      if (spool === undefined || message === undefined || !message.ok) {
        await ports.out(`Spool data file for ${id} does not exist\n`);
        return 1;
      }
      const headers = message.value.headers.filter(({ letter }) => letter !== '*');
      await ports.out(`${headers.map(({ text }) => text.replaceAll('\r\n', '\n')).join('')}\n`);
      return await printBody(spool, id, ports);
    },
  },
  '-Mvl': {
    show: async (spool, id, ports) => {
      const log = await spool?.messageLog(id);
      if (log === undefined) return missing(`msglog file for ${id}`, ports);
      await ports.out(log);
      return 0;
    },
  },
};

async function missing(what: string, ports: PersonalityPorts): Promise<number> {
  await ports.out(`Failed to open ${what}: No such file or directory\n`);
  return 1;
}

/** CRLF as LF, also where a part ends between the two. */
async function printBody(spool: Spool, id: string, ports: PersonalityPorts): Promise<number> {
  const body = await spool.body(id);
  if (!body.ok) {
    ports.complain(`${body.error.message}\n`);
    return 1;
  }
  let held = '';
  for await (const part of body.value.chunks()) {
    const text = held + Buffer.from(part).toString('latin1');
    held = text.endsWith('\r') ? '\r' : '';
    await ports.out((held === '' ? text : text.slice(0, -1)).replaceAll('\r\n', '\n'));
  }
  if (held !== '') await ports.out(held);
  await body.value.close();
  return 0;
}
