// The forwards of large models of torchvision, in the words of forwards.js; they come with the script that reads classes.

/** @type {Record<string, string[]>} */
export const LARGE = {
  GoogLeNet: ["... flatten! dropout fc", "... flatten! dropout fc -aux1 -aux2"],
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
  Inception3: ["... flatten! fc", "... flatten! fc -AuxLogits"],
  SepInceptionBlock3D: ["branch0 branch1<input branch2<input branch3<input ~branch0,branch1,branch2,branch3"],
  S3D: ["features avgpool classifier pool3! flatten!"],
  ASPPPooling: ["0 1 2 3 ^input"],
  ASPP: ["|convs project"],
  FCN: ["backbone classifier ^input"],
  DeepLabV3: ["backbone classifier ^input"],
};
