// What is sent once and used twice is put where it belongs: the anchor of a heading, which mostly follows from the
// heading in English, and the words of a message, which the section that explains it is found by.
const slug = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

export function unpack(data) {
  if (data.isUnpacked) return data;
  const messages = new Map();
  for (const [section, words] of data.messages.says) messages.set(section, [...(messages.get(section) || []), words]);
  for (const page of data.pages)
    for (const section of page.sections) {
      section.id ??= slug(data.isEnglish ? section.title : section.other);
      if (page.name !== data.messages.page) continue;
      section.text = [section.text, ...(messages.get(section.id) || [])].join("\n");
    }
  data.isUnpacked = true;
  return data;
}
