// One tool in a page: its view with its words around it. The build and the browser render the same.
import { Words } from "./words.js";

/**
 * @param {import("../model/tool.js").Props<any> & { tool: import("../model/tool.js").Tool<any>, say: import("./words.js").Say }} props
 */
export function Figure({ tool, say, ...props }) {
  return (
    <Words.Provider value={say}>
      <tool.View {...props} />
    </Words.Provider>
  );
}
