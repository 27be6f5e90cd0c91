// The names of the kernels that several tools offer.

export const words = {
  preset_ones: "ones",
  preset_count: "counting",
  preset_identity: "identity",
  preset_blur: "blur",
  preset_sharpen: "sharpen",
  preset_sobel: "Sobel",
  preset_own: "your own numbers",
};
