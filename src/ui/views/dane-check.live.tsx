/** A DANE check as it runs, on a terminal: a tree that fills up, and goes away when the plain result is there. */
import { Spinner } from '@inkjs/ui';
import { Box, render, Text } from 'ink';
import type { ReactNode } from 'react';
import type { CheckEvent } from '../../core/dane/index.ts';
import {
  advance,
  emptyTree,
  heightOf,
  type LiveAddress,
  type LiveHost,
  type LiveKey,
  type LiveTree,
} from './dane-check.live-model.ts';

export interface DaneCheckLive {
  tell(event: CheckEvent): void;
  /** Takes the drawing away, so that the result stands where it was. */
  stop(): void;
}

/**
 * On stderr, since standard output carries the result and nothing else. Nothing is drawn on a terminal that has no size,
 * and of a tree that does not fit only the first line: ink clears the whole screen for what is taller than it.
 */
export function startDaneCheckLive(target: string): DaneCheckLive {
  const { columns = 0, rows = 0 } = process.stderr;
  if (columns < MIN_COLUMNS || rows < MIN_ROWS) return { tell() {}, stop() {} };
  let tree = emptyTree;
  const drawn = render(<Tree target={target} tree={tree} />, {
    stdout: process.stderr as unknown as NodeJS.WriteStream,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    tell(event) {
      tree = advance(tree, event);
      drawn.rerender(<Tree target={target} tree={heightOf(tree) < rows - 1 ? tree : emptyTree} />);
    },
    stop() {
      drawn.rerender(null); // unmounting draws once more: nothing, over what was there
      drawn.unmount();
    },
  };
}

const MIN_COLUMNS = 40;
const MIN_ROWS = 4;

export function Tree({ target, tree }: { readonly target: string; readonly tree: LiveTree }): ReactNode {
  return (
    <Box flexDirection="column">
      {tree.hosts === undefined ? <Spinner label={`${target}: mail hosts`} /> : <Text bold>{target}</Text>}
      {tree.hosts?.map((host) => (
        <Host key={host.name} host={host} />
      ))}
    </Box>
  );
}

function Host({ host }: { readonly host: LiveHost }): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2}>
      {host.policy === undefined ? (
        <Spinner label={`${host.name}: addresses and TLSA`} />
      ) : (
        <Text>
          {host.name} <Text dimColor>{host.policy}</Text>
        </Text>
      )}
      {host.addresses.map((address) => (
        <Address key={address.ip} address={address} />
      ))}
    </Box>
  );
}

function Address({ address }: { readonly address: LiveAddress }): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2}>
      {address.keys.length === 0 && <Text dimColor>{address.ip}</Text>}
      {address.keys.map((key) => (
        <Handshake key={key.keyType} ip={address.ip} handshake={key} />
      ))}
    </Box>
  );
}

function Handshake({ ip, handshake }: { readonly ip: string; readonly handshake: LiveKey }): ReactNode {
  const { keyType, report } = handshake;
  if (report === undefined) return <Spinner label={`${ip} ${keyType}`} />;
  const isMatch = report.status === 'match';
  const color = isMatch ? 'green' : report.status === 'no-match' ? 'red' : 'yellow';
  return (
    <Text>
      <Text color={color}>{isMatch ? '✓' : report.status === 'no-match' ? '✗' : '•'}</Text> {ip} {keyType}{' '}
      <Text dimColor>{report.status ?? report.outcome}</Text>
    </Text>
  );
}
