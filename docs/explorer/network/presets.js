// The named networks: their texts are those of convref/networks. The build takes them in; of the script for a page, the
// bundler leaves only the input that each names, and another script brings the rest when it is wanted.
import alexnet from "../../../convref/networks/alexnet.txt";
import alexnet_2012 from "../../../convref/networks/alexnet_2012.txt";
import c3d from "../../../convref/networks/c3d.txt";
import dcgan_discriminator from "../../../convref/networks/dcgan_discriminator.txt";
import dcgan_generator from "../../../convref/networks/dcgan_generator.txt";
import eegnet from "../../../convref/networks/eegnet.txt";
import espcn from "../../../convref/networks/espcn.txt";
import fsrcnn from "../../../convref/networks/fsrcnn.txt";
import hifigan from "../../../convref/networks/hifigan.txt";
import mobilenet_v2 from "../../../convref/networks/mobilenet_v2.txt";
import resnet50 from "../../../convref/networks/resnet50.txt";
import squeezenet from "../../../convref/networks/squeezenet.txt";
import tcn from "../../../convref/networks/tcn.txt";
import unet from "../../../convref/networks/unet.txt";
import unet_padded from "../../../convref/networks/unet_padded.txt";
import vgg16 from "../../../convref/networks/vgg16.txt";
import wav2vec2 from "../../../convref/networks/wav2vec2.txt";
import wavenet from "../../../convref/networks/wavenet.txt";

/** @type {Record<string, string>} */
export const TEXTS = {
  alexnet,
  alexnet_2012,
  vgg16,
  resnet50,
  mobilenet_v2,
  squeezenet,
  unet,
  unet_padded,
  dcgan_generator,
  dcgan_discriminator,
  espcn,
  fsrcnn,
  hifigan,
  wav2vec2,
  wavenet,
  tcn,
  c3d,
  eegnet,
};

/** What a page is given for the network that it begins with. @param {{ network: string }} state */
export const prepare = ({ network }) => ({ first: { text: TEXTS[network] ?? "" }, paintings: {} });

/** The input that a network was made for, which its text names. @param {string} name */
export const inputOf = (name) => /^# input (\S+)$/m.exec(TEXTS[name])?.[1] ?? "";
