// A classic script beside the site, and what it hands over; a page from disk can load a script, and nothing else.

/** @type {Map<string, Promise<any>>} */
const waiting = new Map();

/** Where the site begins, as seen from the page. */
export const siteRoot = () => document.documentElement.dataset.content_root ?? "";

/** @param {string} name @param {() => any} brought what the script has set, once it has run @returns {Promise<any>} */
export function loaded(name, brought) {
  const found =
    waiting.get(name) ??
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${siteRoot()}_static/${name}`;
      script.onload = () => resolve(brought());
      script.onerror = () => {
        waiting.delete(name);
        script.remove();
        reject(new Error(name));
      };
      document.head.append(script);
    });
  waiting.set(name, found);
  return found;
}
