// What is said of a chosen output: the terms of its sum, and what they come to.

/** The sentence of the chosen cell; what a sum comes to stands out, in the colour of its sign. @param {{ said: string }} props */
export function Sum({ said }) {
  const [, terms, total] = /^(y\[.* [=≈] )(\S+)$/.exec(said) ?? [];
  if (total === undefined) return <p class="ex-sum">{said}</p>;
  return (
    <p class="ex-sum">
      {terms}
      <b class={total.startsWith("−") ? "minus" : undefined}>{total}</b>
    </p>
  );
}
