// A part of a figure that is drawn anew only when what it depends on has changed.
import { Component } from "preact";

/** @typedef {{ on: unknown[], children: () => import("preact").ComponentChildren }} StillProps */

/** @extends {Component<StillProps>} */
export class Still extends Component {
  /** @param {StillProps} next */
  shouldComponentUpdate({ on }) {
    return on.some((value, at) => value !== this.props.on[at]);
  }

  render() {
    return this.props.children();
  }
}
