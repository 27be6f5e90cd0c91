// Blocks of torchvision and timm whose forward is known by their class; they come with the script that reads classes.
// convref.reading._forwards.

// The rows of a block in the order of its forward, for the names that it holds. A word is the layer or block of that
// name, which takes the row before, or with < the one named. Besides, + adds and * multiplies a named row to the one
// before, ^ resizes to the sizes of a row, ~ stacks rows, where no name is the row before, and | stacks what the blocks
// of a list make of the input. A word with ! is a function that no layer is printed for, and one with - in front is
// held and never called after eval(). What begins with "kept:" is for blocks that keep the shape of their input;
// three dots are the layers that no other word names, as they are printed.
/** @type {Record<string, string[]>} */
export const KNOWN = {
  SqueezeExcitation: ["avgpool fc1 activation fc2 scale_activation *input"],
  SqueezeExcite: [
    "pool! conv_reduce bn act1 conv_expand gate *input",
    "pool! conv_reduce act1 conv_expand gate *input",
  ],
  BasicBlock: [
    "conv1 bn1 relu conv2 bn2 +input relu",
    "conv1 bn1 relu conv2 bn2 downsample<input +bn2 relu",
    "conv1 bn1 conv2 bn2 shortcut<input +bn2",
    "conv1 conv2 +input relu",
    "conv1 conv2 downsample<input +conv2 relu",
    "conv1 bn1 drop_block act1 aa conv2 bn2 +input act2",
    "conv1 bn1 drop_block act1 aa conv2 bn2 downsample<input +bn2 act2",
  ],
  Bottleneck: [
    "conv1 bn1 relu conv2 bn2 relu conv3 bn3 +input relu",
    "conv1 bn1 relu conv2 bn2 relu conv3 bn3 downsample<input +bn3 relu",
    "conv1 bn1 conv2 bn2 conv3 bn3 shortcut<input +bn3",
    "conv1 bn1 act1 conv2 bn2 drop_block act2 aa conv3 bn3 +input act3",
    "conv1 bn1 act1 conv2 bn2 drop_block act2 aa conv3 bn3 downsample<input +bn3 act3",
  ],
  ResBottleneckBlock: ["f +input activation", "proj f<input +proj activation"],
  InvertedResidual: [
    "kept: conv +input",
    "conv",
    "kept: block +input",
    "block",
    "kept: upper! branch2 lower!<input ~,branch2 shuffle! -branch1",
    "branch1 branch2<input ~branch1,branch2 shuffle!",
  ],
  _InvertedResidual: ["kept: layers +input", "layers"],
  MBConv: ["kept: block stochastic_depth +input", "block -stochastic_depth"],
  FusedMBConv: ["kept: block stochastic_depth +input", "block -stochastic_depth"],
  Fire: [
    "squeeze squeeze_activation expand1x1 expand1x1_activation expand3x3<squeeze_activation expand3x3_activation ~expand1x1_activation,expand3x3_activation",
  ],
  SqueezeNet: ["features classifier flatten!"],
  _DenseLayer: ["norm1 relu1 conv1 norm2 relu2 conv2 ~input,conv2"],
  BasicConv2d: ["conv bn relu!"],
  Inception: ["branch1 branch2<input branch3<input branch4<input ~branch1,branch2,branch3,branch4"],
  GoogLeNet: ["... flatten! dropout fc -aux1 -aux2", "... flatten! dropout fc"],
  InceptionA: [
    "branch1x1 branch5x5_1<input branch5x5_2 branch3x3dbl_1<input branch3x3dbl_2 branch3x3dbl_3 mean!<input branch_pool ~branch1x1,branch5x5_2,branch3x3dbl_3,",
  ],
  InceptionB: ["branch3x3 branch3x3dbl_1<input branch3x3dbl_2 branch3x3dbl_3 halved!<input ~branch3x3,branch3x3dbl_3,"],
  InceptionC: [
    "branch1x1 branch7x7_1<input branch7x7_2 branch7x7_3 branch7x7dbl_1<input branch7x7dbl_2 branch7x7dbl_3 branch7x7dbl_4 branch7x7dbl_5 mean!<input branch_pool ~branch1x1,branch7x7_3,branch7x7dbl_5,",
  ],
  InceptionD: [
    "branch3x3_1 branch3x3_2 branch7x7x3_1<input branch7x7x3_2 branch7x7x3_3 branch7x7x3_4 halved!<input ~branch3x3_2,branch7x7x3_4,",
  ],
  InceptionE: [
    "branch1x1 branch3x3_1<input branch3x3_2a branch3x3_2b<branch3x3_1 branch3x3dbl_1<input branch3x3dbl_2 branch3x3dbl_3a branch3x3dbl_3b<branch3x3dbl_2 mean!<input branch_pool ~branch1x1,branch3x3_2a,branch3x3_2b,branch3x3dbl_3a,branch3x3dbl_3b,",
  ],
  Inception3: ["... flatten! fc -AuxLogits", "... flatten! fc"],
  SepInceptionBlock3D: ["branch0 branch1<input branch2<input branch3<input ~branch0,branch1,branch2,branch3"],
  S3D: ["features avgpool classifier pool3! flatten!"],
  ASPPPooling: ["0 1 2 3 ^input"],
  ASPP: ["|convs project"],
  FCN: ["backbone classifier ^input"],
  DeepLabV3: ["backbone classifier ^input"],
};
