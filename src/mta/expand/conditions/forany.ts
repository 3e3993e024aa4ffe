/** `forany`, `forall` and their JSON kin: a condition about `$item`, for items until one decides. */
import type { Condition, ConditionRow } from '../ast.ts';
import { evaluateCondition } from '../evaluate/condition.ts';
import { skippedText } from '../evaluate/literal.ts';
import { skipCondition } from '../evaluate/skip.ts';
import { after, type Failure, failed, inside, isFailure, type Later, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { firstAnswer, withItem } from '../values/iterate.ts';
import { jsonElements } from '../values/json.ts';
import { readList } from '../values/list.ts';

/** How a list is taken apart. */
type Split = (list: Text) => readonly (Text | Failure)[] | Failure;

const quantified = (name: string, doc: string, split: Split): ConditionRow => {
  const within = (failure: Failure) => inside(failure, `inside "${name}" condition`);
  const manner: Manner = { within, split, decides: name.startsWith('forany') };
  return {
    name,
    doc,
    syntax: { kind: 'list-and-condition' },
    within,
    test: ([list], condition, run) => quantify(list!, condition, manner, run),
    // Exim goes through the list even where nobody needs to know; of the list it then knows only what is written.
    skip: (condition, run) => {
      const [list] = condition.args;
      const answer = list === undefined ? false : quantify(skippedText(list, run), condition, manner, run);
      return isFailure(answer) ? answer : undefined;
    },
  };
};

interface Manner {
  readonly within: (failure: Failure) => Failure;
  readonly split: Split;
  /** `forany` is decided by an item for which the condition holds, `forall` by one for which it does not. */
  readonly decides: boolean;
}

/** A list without items is false either way. */
function quantify(list: Text, condition: Condition, manner: Manner, run: Run): Later<boolean | Failure> {
  const [inner] = condition.conditions;
  if (inner === undefined) return failed(condition.fault!.message);
  const found = skipCondition(inner, run);
  if (found !== undefined) return manner.within(found);
  if (condition.fault !== undefined) return failed(condition.fault.message);
  const items = manner.split(list);
  if (isFailure(items)) return items;
  const decided = firstAnswer(items, (item) => ask(item, inner, manner, run));
  return after(decided, (answer) => answer ?? (items.length > 0 && !manner.decides));
}

function ask(
  item: Text | Failure,
  inner: Condition,
  { decides, within }: Manner,
  run: Run,
): Later<boolean | Failure | undefined> {
  if (isFailure(item)) return item;
  return after(withItem(run, item, evaluateCondition, inner), (holds) => {
    if (typeof holds !== 'boolean') return within(holds);
    return holds === decides ? decides : undefined;
  });
}

const listItems: Split = ({ text, tainted }) => readList(text).items.map((item) => textOf(item, tainted));
const elements: Split = (list) => jsonElements(list, 'as-written');
const strings: Split = (list) => jsonElements(list, 'strings');

export const QUANTIFIERS = [
  quantified('forany', 'The condition holds for at least one $item of a list.', listItems),
  quantified('forall', 'The condition holds for every $item of a list that has any.', listItems),
  quantified('forany_json', 'The condition holds for at least one $item of a JSON array, as written there.', elements),
  quantified(
    'forall_json',
    'The condition holds for every $item of a JSON array that has any, as written there.',
    elements,
  ),
  quantified(
    'forany_jsons',
    'The condition holds for at least one $item of a JSON array of strings, without their quotes.',
    strings,
  ),
  quantified(
    'forall_jsons',
    'The condition holds for every $item of a JSON array of strings, without their quotes.',
    strings,
  ),
];
