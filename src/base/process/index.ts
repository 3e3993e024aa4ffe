/**
 * process: the only place that starts other programs.
 *
 * It knows six acts: to start a program of ours that outlives us, and to wait until it says that it is ready; to run
 * somebody's program to its end, within a bound, or reading along; to wait for a short one (at-once.ts); to keep one and feed it; to send something through one
 * (piped.ts); to start children of our own kind, with a channel between (family.ts). No shell is ever involved, not even
 * where the library would give a text to one (executable.ts); arguments are passed as they are, and open files are not
 * (descriptors.ts).
 */

export { type AtOnceSpec, outputAtOnce } from './at-once.ts';
export {
  announceReady,
  type BackgroundProgram,
  endWithStarter,
  type ProcessError,
  type ProcessErrorCode,
  startInBackground,
} from './background.ts';
export { noteDescriptors } from './descriptors.ts';
export { becomeChild, type Child, type ChildOptions, type Messages, type Parent, startChild } from './family.ts';
export { createFeed, type Feed, type FeedSpec } from './feed.ts';
export { type FlockSpec, flock } from './flock.ts';
export { type OutputSpec, programOutput } from './output.ts';
export { type PipedEnd, type PipedProgram, type PipedSpec, startPiped } from './piped.ts';
export { type ProgramEnd, type ProgramSpec, runProgram } from './run.ts';
