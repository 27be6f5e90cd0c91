// Which of PyTorch's messages was pasted: the words that stay the same from case to case, in their order.
const FEWEST = 3; // words in common; fewer stand in any sentence
const OF_QUERY = 0.75;
const IN_A_ROW = 5; // words of a message, one after the other: nobody else says them so
const OF_QUERY_IN_A_ROW = 0.6;
const OF_MESSAGE = 0.6;
const TOGETHER = 3; // A question may have as many words of a message, but scattered over it.

const TRACEBACK = /Traceback \(most recent|File "[^"]+", line \d/;
const RAISED = /\b\w+(?:Error|Exception):? /g; // What stands before the last of them is the way there.
const VALUE = /torch\.Size\([^)]*\)|torch\.(?:\w+\.)?\w*Tensor/g; // It changes from case to case.

const wordsOf = (text) => text.toLowerCase().match(/[a-z_]{2,}|\b[a-z]\d\b/g) || []; // m1 is a word, 3D and 3x3 are none.

// How many words both have in the same order.
function inCommon(one, other) {
  let row = new Array(other.length + 1).fill(0);
  for (const word of one) {
    const next = [0];
    other.forEach((known, at) => next.push(word === known ? row[at] + 1 : Math.max(row[at + 1], next[at])));
    row = next;
  }
  return row.at(-1);
}

// How many words both have one after the other.
function inARow(one, other) {
  let most = 0;
  let row = new Array(other.length + 1).fill(0);
  for (const word of one) {
    const next = [0, ...other.map((known, at) => (word === known ? row[at] + 1 : 0))];
    most = Math.max(most, ...next);
    row = next;
  }
  return most;
}

// A query without the way that a traceback goes: its lines name functions and files, which say nothing.
export const withoutTheWay = (query) => (TRACEBACK.test(query) ? raised(query) : query);

// What a traceback ends with; a query without one is taken as it stands.
function raised(query) {
  const last = [...query.matchAll(RAISED)].at(-1);
  const rest = last ? query.slice(last.index + last[0].length) : query;
  return wordsOf(rest).length >= FEWEST ? rest : query;
}

export class Messages {
  constructor({ page, says }) {
    this.page = page;
    this.says = says.map(([section, text]) => ({ section, words: wordsOf(text.replace(VALUE, " ")) }));
  }

  // The sections that explain the message, best first; none where the query is no message.
  sections(query) {
    const asked = wordsOf(raised(query).replace(VALUE, " "));
    const found = this.says
      .map(({ section, words }) => ({ section, words, common: inCommon(asked, words) }))
      .filter(
        ({ words, common }) =>
          common >= Math.min(FEWEST, words.length) &&
          ((common >= OF_MESSAGE * words.length && inARow(asked, words) >= Math.min(TOGETHER, words.length)) ||
            (common > FEWEST && common >= OF_QUERY * asked.length) ||
            (common >= OF_QUERY_IN_A_ROW * asked.length && inARow(asked, words) >= IN_A_ROW)),
      );
    const share = ({ common, words }) => common + common / words.length;
    found.sort((a, b) => share(b) - share(a));
    return [...new Set(found.map(({ section }) => section))];
  }
}
