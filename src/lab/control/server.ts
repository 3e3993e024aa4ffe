/** The running lab's end of the control channel. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { err } from '../../base/index.ts';
import { firstLine } from './line.ts';
import { formatLine, type LabRequest, type LabResponse, parseRequest } from './protocol.ts';

export interface ControlServer {
  /** Takes the socket out of the folder; who is connected still gets an answer. */
  stopListening(): void;
  close(): Promise<void>;
}

export type Handler = (request: LabRequest) => Promise<LabResponse>;

/** Listens at `path`, whose folder is private already; a socket left behind there is replaced. */
export async function startControlServer(path: string, handle: Handler): Promise<ControlServer> {
  rmSync(path, { force: true });
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    void answer(socket, handle);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  const stopListening = (): void => {
    if (server.listening) server.close();
  };
  return {
    stopListening,
    async close() {
      stopListening();
      for (const socket of open) socket.destroySoon();
      await closed;
    },
  };
}

async function answer(socket: Socket, handle: Handler): Promise<void> {
  const line = await firstLine(socket);
  if (line === undefined) {
    socket.destroy();
    return;
  }
  const request = parseRequest(line);
  const response = request.ok ? await handle(request.value) : malformed(request.error);
  socket.end(formatLine(response));
}

function malformed(why: string): LabResponse {
  const message = `the lab was asked something it does not understand: ${why}`;
  return err({ code: 'lab/no-answer', message, fault: 'local', temporary: false });
}
