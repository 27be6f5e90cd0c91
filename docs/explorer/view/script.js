// A classic script beside the site, and what it hands over; a page from disk can load a script, and nothing else.

/** @type {Map<string, Promise<any>>} */
const waiting = new Map();

/** The address of a script of the site. @param {string} name */
export const beside = (name) => `${document.documentElement.dataset.content_root ?? ""}_static/${name}`;

/** @param {string} address @param {() => any} brought what the script has set, once it has run @returns {Promise<any>} */
export function loaded(address, brought) {
  const found =
    waiting.get(address) ??
    new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(brought());
      script.onerror = () => {
        waiting.delete(address);
        script.remove();
        reject(new Error(address));
      };
      document.head.append(script);
    });
  waiting.set(address, found);
  return found;
}
