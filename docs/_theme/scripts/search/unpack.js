// What is sent once and used twice is put where it belongs: the anchor of a heading, which mostly follows from the
// heading in English, and the words of a message, which the section that explains it is found by.
const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

export function unpack(data) {
  if (data.isUnpacked) return data;
  const messages = Map.groupBy(data.messages.says, ([section]) => section);
  for (const page of data.pages)
    for (const section of page.sections) {
      section.id ??= slug(data.isEnglish ? section.title : section.other);
      if (page.name !== data.messages.page) continue;
      const said = messages.get(section.id) || [];
      section.text = [section.text, ...said.map(([, words]) => words)].join("\n");
    }
  data.isUnpacked = true;
  return data;
}
