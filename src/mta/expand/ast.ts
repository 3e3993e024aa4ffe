/**
 * A string as parsed, and the rows its parts refer to. A configured string is parsed once and evaluated as often as used.
 *
 * Exim parses while it evaluates, so a string can be half good: what stands before a mistake is evaluated first, and may
 * fail first. The tree therefore holds the mistake where it stands, as a `fault`; parsing ends there, so a tree has at most
 * one. In a branch that is not taken Exim still sees mistakes, and some rows look at their arguments: `minds` says that a
 * part has something to say although it is skipped.
 */
import type { HeaderForm } from './host.ts';
import type { Failure, Later, Outcome, Text } from './outcome.ts';
import type { Run } from './run.ts';

/** Offsets in the source, in octets; `end` is behind the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The whole string that parts of a tree stand in. */
export interface Source {
  readonly text: string;
  /** Where a header's name ran on beyond a `}`: an unbalanced brace behind it is most likely its fault. */
  headerRanOnAt: number;
}

export type Node = Literal | CaptureNode | VariableNode | HeaderNode | OperatorNode | ItemNode | Fault;

export interface Literal extends Span {
  readonly kind: 'literal';
  readonly text: Text;
  /** It was written with backslashes. */
  readonly escaped: boolean;
}

/** `$0` to `$99…`: what the last regular expression, or partial lookup, left. */
export interface CaptureNode extends Span {
  readonly kind: 'capture';
  readonly number: number;
}

export interface VariableNode extends Span {
  readonly kind: 'variable';
  readonly name: string;
  readonly row: VariableRow;
}

/** `$h_name:` decoded, `$rh_` raw, `$bh_` decoded without conversion, `$lh_` as a list. */
export interface HeaderNode extends Span {
  readonly kind: 'header';
  readonly form: HeaderForm;
  readonly name: string;
}

/** `${name_parameter:operand}` */
export interface OperatorNode extends Span {
  readonly kind: 'operator';
  /** Absent where no operator has that name: `fault` says so once the operand is there. */
  readonly row: OperatorRow | undefined;
  /** As written: an abbreviation stays one. */
  readonly written: string;
  /** What stands between `_` and `:`; absent without `_`. */
  readonly parameter: string | undefined;
  readonly operand: Sequence;
  readonly fault: Fault | undefined;
  readonly minds: boolean;
}

/** `${name{…}{…}}` */
export interface ItemNode extends Span {
  readonly kind: 'item';
  readonly row: ItemRow;
  /** Words beside the braces, where the row has such: `json` of extract, a lookup's type, `preexpand` of run. */
  readonly words: readonly string[];
  readonly args: readonly Sequence[];
  /** The condition of `if` and `filter`. */
  readonly condition: Condition | undefined;
  /** The strings behind the arguments: yes and no, or more than there may be. */
  readonly branches: readonly Sequence[];
  /** What follows the last brace. */
  readonly tail: Tail;
  readonly fault: Fault | undefined;
  readonly minds: boolean;
}

export interface Tail {
  /** Where it begins, white space skipped. */
  readonly start: number;
  /** The word there: `fail` is the only good one. */
  readonly word: string;
  /** The item's own `}` is there. */
  readonly closed: boolean;
  /** The string the item stands in: an error quotes what remains of it. */
  readonly source: Source;
}

export interface Condition extends Span {
  /** Absent where there is no such condition, as `fault` says. */
  readonly row: ConditionRow | undefined;
  readonly negated: boolean;
  readonly args: readonly Sequence[];
  /** The conditions of `and`, `or`, `forany` and their kin. */
  readonly conditions: readonly Condition[];
  /** What `def:` asks about. */
  readonly subject: VariableNode | HeaderNode | undefined;
  readonly fault: Fault | undefined;
  readonly minds: boolean;
}

export interface Fault extends Span {
  readonly kind: 'fault';
  readonly message: string;
}

/** Text and parts in order. */
export interface Sequence extends Span {
  readonly parts: readonly Node[];
  readonly minds: boolean;
  /** A zero octet stands in its text: the value ends there, as a string of C does. */
  readonly hasZero: boolean;
}

/** What every row of a registry says of itself; `config doc` and the manual read it. */
export interface Row {
  readonly name: string;
  /** One paragraph of our own. */
  readonly doc: string;
  /** It is read, and fails when it is asked: why, and what to do instead. */
  readonly never?: string;
}

export interface OperatorRow extends Row {
  readonly aliases?: readonly string[];
  /** The operand may name a certificate variable, whose value is then the certificate. */
  readonly certificates?: boolean;
  /** @param written  the operator with its parameter, for errors */
  readonly apply: (operand: Text, parameter: string | undefined, run: Run, written: string) => Later<Outcome>;
}

export interface ItemRow extends Row {
  readonly syntax: ItemSyntax;
  readonly evaluate: (node: ItemNode, run: Run) => Later<Outcome>;
  /** What Exim finds wrong with the item although its branch is not taken, beside mistakes in the writing. */
  readonly skip?: (node: ItemNode, run: Run) => Failure | undefined;
  /** The same of one argument, before Exim looks at the next; of the argument there is only what is written. */
  readonly skipArgument?: (argument: Sequence, index: number, run: Run) => Failure | undefined;
  /** What the item comes to in a branch that is not taken: nothing, but for those that Exim makes all the same. */
  readonly skipped?: (node: ItemNode, run: Run) => Text;
  /** In a branch that is not taken any number of strings will do (`extract`, which counts them by their values). */
  readonly lenient?: boolean;
  /** How a failure in the last argument, or in the condition, is told: `… inside "map" item`. */
  readonly within?: (failure: Failure) => Failure;
}

/** What stands between the name and the closing brace; `missing` is what is said where an argument's `{` is not there. */
export type ItemSyntax =
  /** From `min` to `max` strings in braces and nothing else; `told` is what Exim calls both numbers in its messages. */
  | { readonly kind: 'strings'; readonly min: number; readonly max: number; readonly told?: number }
  /** Exactly these strings (`map`, `reduce`), the last a condition where so said (`filter`), one as written (`sort`). */
  | {
      readonly kind: 'list';
      readonly missing: readonly string[];
      readonly condition?: boolean;
      readonly verbatim?: number;
    }
  /** These strings, one of them as written where so said, then the branches; one of `words` may stand before the first. */
  | {
      readonly kind: 'branches';
      readonly missing: readonly string[];
      readonly words?: readonly string[];
      readonly verbatim?: number;
    }
  /** `if`: a condition, then the branches. */
  | { readonly kind: 'condition' }
  /** `lookup {key} type {file}` or `lookup type {query}`, then the branches; the type is the node's word. */
  | { readonly kind: 'lookup' }
  /** `run {command}`, whose words are split before they are expanded, then the branches. */
  | { readonly kind: 'command' };

export interface ConditionRow extends Row {
  readonly syntax: ConditionSyntax;
  /** @param args  the strings, expanded; conditions inside are left to the row */
  readonly test: (args: readonly Text[], condition: Condition, run: Run) => Later<boolean | Failure>;
  /** What is wrong with a string's value is said before the next one is looked at. */
  readonly early?: (value: Text) => Failure | undefined;
  /** What Exim finds wrong with the condition although nobody needs to know whether it holds. */
  readonly skip?: (condition: Condition, run: Run) => Failure | undefined;
  /** How the row tells a failure of a condition inside it. */
  readonly within?: (failure: Failure) => Failure;
}

export type ConditionSyntax =
  | { readonly kind: 'nothing' }
  /** Strings in braces one after the other; the last is taken as it is written where `verbatimLast`. */
  | { readonly kind: 'strings'; readonly count: number; readonly verbatimLast?: boolean; readonly tooFew?: string }
  /** `acl{{name}{arg}}`: strings in braces inside braces. */
  | { readonly kind: 'grouped'; readonly min: number; readonly max: number }
  /** `and{{…}{…}}` */
  | { readonly kind: 'conditions' }
  /** `forany{list}{condition}` */
  | { readonly kind: 'list-and-condition' }
  /** `def:name` */
  | { readonly kind: 'variable' };

export interface VariableRow extends Row {
  /** Its value comes from outside. */
  readonly tainted: boolean;
  readonly group: string;
  readonly read: (run: Run, name: string) => Later<Text | Failure>;
}
