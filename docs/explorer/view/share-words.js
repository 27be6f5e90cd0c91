// The words of what can be taken away from a figure.
export const words = {
  share: "Share",
  copy_link: "Copy a link to this",
  copy_frame: "Copy a frame for slides (iframe)",
  save_picture: "Save as {kind}",
  not_saved: "What makes the picture could not be loaded. Try again once the site can be reached.",
  copied: "Copied",
  not_copied: "The browser refused to copy. Here it is, to be copied by hand:",
};
