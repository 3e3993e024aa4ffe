/**
 * command: the contract of the command line, kept once for every command.
 *
 * A command is a class over `CheckCommand`: its `facts`, its own flags and arguments, `readInput` (from `Fields`, so that a
 * batch line and a command line are the same thing), `target`, and `inspect`, which answers with a report or a failure.
 * It prints nothing. How a run goes: words (with the environment's put before them) → settings → context → one target or a
 * batch → envelope → formats → exit status.
 *
 * To add a command: a class under src/commands/ whose path is its name, a view under src/ui/views/, a schema row under
 * src/ui/schema/, findings in the core module that makes them. The smallest to copy is src/commands/dns/query.ts.
 *
 * Deliberately absent: any knowledge of a protocol.
 */
export { CheckCommand, type CommandFacts, type Live } from './base.ts';
export type { Context } from './context.ts';
export { isError, type Outcome, TOOL_VERSION } from './envelope.ts';
export { EXIT } from './exit.ts';
export { Fields, parseInstant, type UsageError, usageError } from './fields.ts';
export { logLine } from './log.ts';
export type { Network } from './network.ts';
export type { ShowPiece } from './printer.ts';
export type { Settings } from './settings.ts';
export { readTextFile } from './text-file.ts';
