import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../../src/base/index.ts';
import {
  askLab,
  type ControlServer,
  defaultLabFolder,
  type LabRequest,
  type LabResponse,
  type LabStatus,
  labFolder,
  openLabFolder,
  startControlServer,
} from '../../../src/lab/control/index.ts';
import { parseRequest } from '../../../src/lab/control/protocol.ts';

const status: LabStatus = { pid: 1, startedAt: '2026-01-01T00:00:00Z', env: {}, bulkDomains: 0, broken: {} };
let path: string;
let server: ControlServer | undefined;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'mxray-control-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(path, { recursive: true });
});

async function serve(handle: (request: LabRequest) => Promise<LabResponse>): Promise<void> {
  server = await startControlServer(labFolder(path).socket, handle);
}

describe('the control channel', () => {
  it.each<LabRequest>([
    { op: 'status' },
    { op: 'down' },
    { op: 'fix' },
    { op: 'fix', domain: 'good.test' },
    { op: 'break', domain: 'good.test', fault: 'stale-tlsa' },
  ])('carries %j and its answer', async (request) => {
    const asked: LabRequest[] = [];
    await serve(async (received) => {
      asked.push(received);
      return ok(status);
    });
    expect(await askLab(labFolder(path), request)).toEqual(ok(status));
    expect(asked).toEqual([request]);
  });

  it('carries a refusal as it is', async () => {
    const refusal = err({
      code: 'lab/unknown-fault',
      message: 'no',
      fault: 'configuration',
      temporary: false,
    } as const);
    await serve(async () => refusal);
    expect(await askLab(labFolder(path), { op: 'status' })).toEqual(refusal);
  });

  it('is open to its owner alone', async () => {
    await serve(async () => ok(status));
    expect(statSync(labFolder(path).socket).mode & 0o777).toBe(0o600);
  });

  it('says that no lab is running, and removes what a killed one left behind', async () => {
    const { socket } = labFolder(path);
    writeFileSync(socket, '');
    const answer = await askLab(labFolder(path), { op: 'status' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'lab/not-running' } });
    expect(existsSync(socket)).toBe(false);
  });

  it('answers nonsense with what is wrong about it, and carries nothing out', async () => {
    await serve(async () => {
      throw new Error('must not be asked');
    });
    const socket = connect(labFolder(path).socket);
    socket.write('{"op":"explode"}\n');
    let text = '';
    for await (const chunk of socket) text += chunk.toString();
    expect(text).toMatch(/"lab\/no-answer".*"domain/);
  });
});

describe('a folder that others may enter', () => {
  it('is not asked: whoever can write there could lead the caller anywhere', async () => {
    await serve(async () => ok(status));
    chmodSync(path, 0o777);
    expect(await askLab(labFolder(path), { op: 'status' })).toMatchObject({ ok: false, error: { code: 'lab/folder' } });
  });
});

describe('parseRequest', () => {
  it('never throws, and lets through only the requests it knows', () => {
    const nearly = fc.record(
      { op: fc.constantFrom('status', 'break', 'fix', 'down', 'up', 7), domain: fc.anything(), fault: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          nearly.map((value) => JSON.stringify(value)),
        ),
        (line) => {
          const parsed = parseRequest(line);
          if (parsed.ok) expect(['status', 'break', 'fix', 'down']).toContain(parsed.value.op);
        },
      ),
    );
  });
});

describe('openLabFolder', () => {
  it('makes a private folder', () => {
    const made = join(path, 'a', 'b');
    expect(openLabFolder(labFolder(made)).ok).toBe(true);
    expect(statSync(made).mode & 0o777).toBe(0o700);
  });

  it.each<[string, () => string]>([
    [
      'others may enter',
      () => {
        chmodSync(path, 0o755);
        return path;
      },
    ],
    [
      'is a symbolic link',
      () => {
        symlinkSync(path, join(path, 'link'));
        return join(path, 'link');
      },
    ],
    ['cannot be made', () => '/proc/mxray/lab'],
    ['is too long for a socket', () => join(path, 'x'.repeat(100))],
    [
      'is a file',
      () => {
        writeFileSync(join(path, 'file'), '');
        return join(path, 'file');
      },
    ],
  ])('refuses a folder that %s', (_why, make) => {
    expect(openLabFolder(labFolder(make()))).toMatchObject({ ok: false, error: { code: 'lab/folder' } });
  });

  it.each([
    [{ XDG_RUNTIME_DIR: '/run/user/7' }, '/run/user/7/mxray/lab'],
    [{ XDG_RUNTIME_DIR: 'relative', XDG_STATE_HOME: '/state' }, '/state/mxray/lab'],
  ])('stands by default where %j says', (env, expected) => {
    expect(defaultLabFolder(env)).toBe(expected);
  });
});
