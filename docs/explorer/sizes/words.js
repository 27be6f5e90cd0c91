// The words of the search for settings.
import { words as rules } from "../rules/words.js";
import { words as common } from "../view/common.js";
import { words as share } from "../view/share-words.js";

export const words = {
  ...common,
  ...share,
  ...rules,
  output_size: "output size",
  any: "any",
  rule_number_one: "{name} must be a whole number. “{text}” is not.",
  rule_axes: "{name} has {count} numbers that differ. The search goes along one axis: ask for each by itself.",
  rule_spelling: "{name} must look like 3, 1-7 or 3,5,7. “{text}” does not.",
  rule_least: "{name} must be at least {lowest}. It is {value}.",
  rule_most: "{name} can be at most {most} here. It is {value}.",
  rule_many: "These are {count} settings to try, and {most} are the most. Give fewer values.",
  none_fits: "None: within these bounds, no such layer accepts this input.",
  none_between: "None: within these bounds, such layers give sizes from {low} to {high}, but not this one.",
  none_one: "None: within these bounds, such layers give {low} and nothing else.",
  nearest_below: "The nearest size is {size}, {by} short:",
  nearest_above: "The nearest size is {size}, {by} too many:",
  wider: "Wider bounds reach {size}. Any one of these is enough:",
  searched: "Searched:",
  found_all: "Settings found: {count}.",
  found: "Settings found: {count}. The first {shown} are shown.",
  even: "Even overlap",
  unread_cells: "Unread input cells",
  unread_count: "{count} ({gaps} in gaps, {end} at the end)",
  empty_cells: "Empty output cells",
  open_layer: "Open in the figure of one layer",
  results: "The settings found, best first",
};
